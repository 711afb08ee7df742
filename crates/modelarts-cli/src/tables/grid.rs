//! Layout and styles shared by all tables.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, presets};

use crate::output::plain;

/// Shown for a value missing from the response.
pub(super) const ABSENT: &str = "-";
/// Mark of rows that need attention, visible without colours.
pub(super) const ATTENTION: &str = "! ";
/// Distance between columns.
pub(super) const GAP: u16 = 2;

/// A table without lines, at most `width` wide, whose columns have the words of `head` as names.
///
/// It is always styled; printing removes styles that are not wanted.
pub(super) fn grid(width: u16, head: &str) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .enforce_styling()
        .style_text_only();
    if !head.is_empty() {
        let names = head.split(' ');
        table.set_header(names.map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    }
    table
}

/// Text from the service, or [`ABSENT`] if it is empty.
pub(super) fn text(text: impl AsRef<str>) -> Cell {
    match text.as_ref() {
        "" => Cell::new(ABSENT),
        text => Cell::new(plain(text)),
    }
}

/// A right-aligned number.
pub(super) fn number(number: Option<impl ToString>) -> Cell {
    let number = number.map_or(ABSENT.to_owned(), |number| number.to_string());
    Cell::new(number).set_alignment(CellAlignment::Right)
}

pub(super) fn bad(cell: Cell) -> Cell {
    cell.fg(Color::DarkRed).add_attribute(Attribute::Bold)
}

pub(super) fn warn(cell: Cell) -> Cell {
    cell.fg(Color::DarkYellow)
}

pub(super) fn good(cell: Cell) -> Cell {
    cell.fg(Color::DarkGreen)
}

pub(super) fn faint(cell: Cell) -> Cell {
    cell.add_attribute(Attribute::Dim)
}

/// The table as text. The columns in `unbroken` never wrap: a broken number or name would mislead.
pub(super) fn finish(mut table: Table, unbroken: &[usize]) -> String {
    let last = table.column_iter().rposition(|column| !column.is_hidden());
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if Some(index) == last { 0 } else { GAP }));
        if unbroken.contains(&index) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let lines = table.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// Remarks below a table, each with its subject; empty if there are none.
pub(super) fn remarks(width: u16, remarks: &[(String, String)]) -> String {
    if remarks.is_empty() {
        return String::new();
    }
    let mut table = grid(width, "");
    // Remarks on the same subject name it once.
    for remarks in remarks.chunk_by(|(one, _), (next, _)| one == next) {
        for (index, (subject, remark)) in remarks.iter().enumerate() {
            let subject = if index == 0 { text(subject) } else { Cell::new("") };
            table.add_row([subject, Cell::new(remark)]);
        }
    }
    format!("\n{}", finish(table, &[0]))
}
