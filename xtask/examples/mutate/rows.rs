//! Finding the rows of tables in the text of a page, without reading it as a page.

use docpages::Form;
use xtask::diff::{Operation, Row as Field, Side};

/// A row of the page, in its order.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) mandatory: Option<bool>,
    pub(crate) values: Vec<String>,
    pub(crate) default: Option<String>,
    /// How many cells it has.
    pub(crate) cells: usize,
}

/// The rows that were read. The table of a body is printed before those of its types.
pub(crate) fn rows(operation: &Operation, components: &[&str]) -> Vec<Row> {
    let mut found = Vec::new();
    for body in &operation.bodies {
        let place = |component: Option<&str>| components.iter().position(|name| Some(*name) == component);
        let mut tables: Vec<_> = body.tables.iter().collect();
        tables.sort_by_key(|table| place(table.layer.component));
        let cells = if body.side == Side::Request { 4 } else { 3 };
        found.extend(tables.iter().flat_map(|table| &table.rows).map(|row| Row {
            name: row.name.to_owned(),
            kind: row.kind.to_string(),
            mandatory: row.mandatory,
            values: Field::values(&row.layers, false),
            default: Field::default(&row.layers),
            cells,
        }));
    }
    found
}

/// Lines of a page.
pub(crate) type Lines = Vec<String>;

/// Whether a line begins the row of a name.
fn begins(line: &str, name: &str, form: Form) -> bool {
    let trimmed = line.trim();
    let escaped = name.replace("__", "\\__");
    match form {
        Form::Rst => {
            let cell = trimmed.strip_prefix("| ").unwrap_or(trimmed);
            [name, &escaped].iter().any(|name| {
                cell.strip_prefix(*name).is_some_and(|rest| rest.starts_with(' '))
                    && (trimmed.starts_with('|') || line.starts_with("   "))
            })
        }
        Form::Html => trimmed.contains(&format!("<p>{name}</p>")),
        Form::Compact => trimmed == format!("{name} |"),
        Form::Row => trimmed.starts_with(&format!("{name} | ")),
        Form::PadPipe => trimmed == format!("{name}  |"),
        Form::Caption => line == name,
    }
}

/// The lines of a row: of the n-th row that has the name.
pub(crate) fn find(lines: &Lines, name: &str, nth: usize, cells: usize, form: Form) -> Option<std::ops::Range<usize>> {
    let mut found = (0..lines.len()).filter(|index| begins(&lines[*index], name, form));
    let start = found.nth(nth)?;
    let end_at = |stop: &dyn Fn(&str) -> bool| {
        let after = lines[start..].iter().position(|line| stop(line));
        after.map_or(lines.len(), |after| start + after + 1)
    };
    Some(match form {
        Form::Rst if lines[start].trim_start().starts_with('|') => {
            start..end_at(&|line| line.trim_start().starts_with("+-"))
        }
        Form::Rst | Form::Row => start..start + 1,
        // The row begins before the cell on a line of its own or at the end of the one before.
        Form::Html => start..end_at(&|line| line.contains("</tr>")),
        Form::Compact => start..end_of_bars(lines, start, cells),
        Form::PadPipe => start - 1..end_of_bars(lines, start, cells) + 1,
        Form::Caption => start..end_of_paragraphs(lines, start, cells),
    })
}

fn end_of_bars(lines: &Lines, start: usize, cells: usize) -> usize {
    let ends = (start..lines.len()).filter(|index| lines[*index].trim_end().ends_with('|'));
    ends.take(cells).last().map_or(lines.len(), |last| last + 1)
}

fn end_of_paragraphs(lines: &Lines, start: usize, cells: usize) -> usize {
    // Name, type and so on are a paragraph each; the last cell may be several, up to the next line of one word.
    let mut paragraphs = 0;
    for (index, line) in lines.iter().enumerate().skip(start) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if paragraphs >= cells
            && (!line.contains(' ') || line.starts_with("Table ") || line == "Request Body" || line == "Response Body")
        {
            return index;
        }
        paragraphs += 1;
    }
    lines.len()
}
