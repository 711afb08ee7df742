//! What all tables have in common.

use comfy_table::{Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, presets};

use crate::output::plain;

/// How far columns are apart.
const GAP: u16 = 2;

/// A table without lines, with a head, as wide as `width` at most.
///
/// Colours are always in it; what prints it leaves them out where they are not wanted.
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

/// A text of the service.
pub(super) fn text(text: &str) -> Cell {
    Cell::new(plain(text))
}

/// A number, at the right of its column.
pub(super) fn number(number: impl ToString) -> Cell {
    Cell::new(number.to_string()).set_alignment(CellAlignment::Right)
}

/// Bad news.
pub(super) fn bad(cell: Cell) -> Cell {
    cell.fg(Color::DarkRed).add_attribute(Attribute::Bold)
}

/// What may become bad news, or is on its way.
pub(super) fn warn(cell: Cell) -> Cell {
    cell.fg(Color::DarkYellow)
}

/// Good news.
pub(super) fn good(cell: Cell) -> Cell {
    cell.fg(Color::DarkGreen)
}

/// What is less important than the rest.
pub(super) fn faint(cell: Cell) -> Cell {
    cell.add_attribute(Attribute::Dim)
}

/// The table as text. Columns in `whole` never wrap: their content is short, and broken it would mislead.
pub(super) fn finish(mut table: Table, whole: &[usize]) -> String {
    let last = table.column_count().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if index == last { 0 } else { GAP }));
        if whole.contains(&index) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Remarks under a table, each about something in it; nothing where there are none.
pub(super) fn detail(width: u16, remarks: &[(String, String)]) -> String {
    if remarks.is_empty() {
        return String::new();
    }
    let mut table = grid(width, &[]);
    let mut previous = None;
    for (about, remark) in remarks {
        let about = Some(about.as_str());
        // Named once for all that is said about it.
        let shown = about.filter(|_| about != previous).unwrap_or_default();
        table.add_row([Cell::new(shown), Cell::new(remark)]);
        previous = about;
    }
    format!("\n{}", finish(table, &[0]))
}
