//! The four flattenings of text. Bars, captions and lists fall where somebody's program dropped them.

use std::fmt::Write;

use docpages::Form;
use serde_json::Value;

use crate::mutations::{
    compose::{Block, Cell, CellBlock, Doc, Table, plain},
    style::Style,
};

const FEEDBACK: &str = "Feedback\nWas this page helpful?\nProvide feedbackThank you very much for your feedback. We will \
                        continue working to improve the documentation.See the reply and handling status in My Cloud VOC.\n\
                        For any further questions, feel free to contact us through the chatbot.\nChatbot";

pub(crate) fn render(doc: &Doc, style: &Style, form: Form) -> String {
    let blank = if form == Form::Caption { "\n\n" } else { "\n" };
    let mut out = String::new();
    if style.breadcrumb {
        let _ = write!(out, "Help Center> Sky> API Reference> {}{blank}", doc.title);
    }
    let _ = write!(out, "{}{blank}", doc.title);
    // In two of the forms the heading after an example is glued to it, or has a blank before it.
    let mut after_code = false;
    for block in &doc.blocks {
        let (glue, was_code) = (after_code, after_code);
        after_code = false;
        match block {
            Block::Heading(text) | Block::Paragraph(text) => {
                let is_heading = matches!(block, Block::Heading(_));
                match form {
                    Form::Row if glue => glued(&mut out, text),
                    Form::PadPipe if was_code && is_heading => {
                        let _ = writeln!(out, " {text}");
                    }
                    _ => {
                        let _ = write!(out, "{text}{blank}");
                    }
                }
            }
            Block::Status(status) => {
                let text = format!("Status code: {status}");
                if form == Form::Row && glue {
                    glued(&mut out, &text);
                } else {
                    let _ = write!(out, "{text}{blank}");
                }
            }
            Block::Table(table) | Block::StatusCodes(table) => table_block(&mut out, table, style, form),
            Block::RequestExample(line, body) => {
                let body = body.as_ref().map(|body| payload(body, style, form));
                let joint = if form == Form::Compact { " " } else { "\n" };
                let body = body.map(|body| format!("{joint}{body}")).unwrap_or_default();
                let _ = write!(out, "{line}{body}{blank}");
                after_code = true;
            }
            Block::ResponseExample(value) => {
                let _ = write!(out, "{}{blank}", payload(value, style, form));
                after_code = true;
            }
            Block::Broken(text) => {
                let _ = write!(out, "{text}{blank}");
                after_code = true;
            }
        }
    }
    if style.footer {
        out.push_str(FEEDBACK);
    }
    out
}

fn glued(out: &mut String, text: &str) {
    while out.ends_with('\n') {
        out.pop();
    }
    let _ = writeln!(out, " {text}");
}

fn payload(value: &Value, style: &Style, form: Form) -> String {
    let pretty = super::json(value, style.indent);
    match form {
        Form::Compact => pretty.lines().map(str::trim).collect::<Vec<_>>().join(" "),
        Form::Row => pretty.lines().map(str::trim).collect::<Vec<_>>().join("\n"),
        _ => pretty,
    }
}

/// The paragraphs of a cell in one line: what is left of it where lists are dropped.
fn without_lists(cell: &Cell) -> String {
    let paragraphs = cell.iter().filter_map(|block| match block {
        CellBlock::Paragraph(inlines) => Some(plain(inlines)),
        CellBlock::Bullets(_) => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
}

/// The cell with its bullets, in the one form that keeps them.
fn with_lists(cell: &Cell) -> String {
    let blocks = cell.iter().map(|block| match block {
        CellBlock::Paragraph(inlines) => plain(inlines),
        CellBlock::Bullets(bullets) => {
            let lines = bullets.iter().map(|bullet| format!("  \u{2022} {}", plain(bullet)));
            lines.collect::<Vec<_>>().join("\n")
        }
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn table_block(out: &mut String, table: &Table, style: &Style, form: Form) {
    let columns = table.header.len();
    let rule = "---|".repeat(columns);
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(without_lists).collect())
        .collect();
    match form {
        Form::Compact => {
            for word in &table.header {
                let _ = writeln!(out, "{word} |");
            }
            let _ = writeln!(out, "{rule}");
            for cell in rows.iter().flatten() {
                let _ = writeln!(out, "{cell} |");
            }
        }
        Form::Row => {
            let _ = writeln!(out, "{} |", table.header.join(" | "));
            let _ = writeln!(out, "|{rule}");
            for row in &rows {
                let _ = writeln!(out, "{} |", row.join(" | "));
            }
        }
        Form::PadPipe => {
            let inner = " ".repeat(8 + style.padding);
            let row = |cells: Vec<&str>| {
                let cells = cells.iter().map(|cell| format!("{inner}{cell}  | \n"));
                format!("| \n{}", cells.collect::<Vec<_>>().join("      \n"))
            };
            out.push_str(&row(table.header.clone()));
            let _ = writeln!(out, "     \n|{rule}");
            for cells in &rows {
                out.push_str(&row(cells.iter().map(String::as_str).collect()));
                out.push_str("     \n");
            }
        }
        Form::Caption => {
            if !table.caption.is_empty() {
                let _ = write!(out, "Table {} {}\n\n", table.number, table.caption);
            }
            for word in &table.header {
                let _ = write!(out, "{word}\n\n");
            }
            for cell in table.rows.iter().flatten() {
                let _ = write!(out, "{}\n\n", with_lists(cell));
            }
        }
        Form::Rst | Form::Html => unreachable!("not a flattened form"),
    }
}
