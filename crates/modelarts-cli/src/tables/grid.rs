//! Layout and styles shared by all tables.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, presets};

use crate::output::plain;

/// Shown for a value missing from the response.
pub(super) const ABSENT: &str = "-";
/// Mark of rows that need attention, visible without colours.
pub(super) const ATTENTION: &str = "! ";
/// Distance between columns.
pub(super) const GAP: u16 = 2;

/// A table without lines, at most `width` wide.
///
/// It is always styled; printing removes styles that are not wanted.
pub(super) fn grid(width: u16, head: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .enforce_styling()
        .style_text_only();
    if !head.is_empty() {
        table.set_header(head.iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    }
    table
}

/// Text from the service.
pub(super) fn text(text: impl AsRef<str>) -> Cell {
    Cell::new(plain(text.as_ref()))
}

/// The text, or [`ABSENT`] if it is empty.
pub(super) fn or_absent(text: &str) -> &str {
    if text.is_empty() { ABSENT } else { text }
}

/// A right-aligned number.
pub(super) fn number(number: impl ToString) -> Cell {
    Cell::new(number.to_string()).set_alignment(CellAlignment::Right)
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
    let mut table = grid(width, &[]);
    let mut previous = "";
    for (subject, remark) in remarks {
        // Consecutive remarks name their subject once.
        let shown = if subject == previous { "" } else { subject };
        table.add_row([Cell::new(shown), Cell::new(remark)]);
        previous = subject;
    }
    format!("\n{}", finish(table, &[0]))
}
