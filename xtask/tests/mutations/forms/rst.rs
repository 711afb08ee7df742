//! reStructuredText, as Sphinx sites keep it.

use std::fmt::Write;

use crate::mutations::{
    compose::{Block, Cell, CellBlock, Doc, Inline, Table},
    style::Style,
};

pub(crate) fn render(doc: &Doc, style: &Style) -> String {
    let mut out = format!(":original_name: {}.html\n\n.. _{}:\n\n", doc.topic, doc.topic);
    heading(&mut out, &doc.title, '=');
    for block in &doc.blocks {
        match block {
            Block::Heading(text) => heading(&mut out, text, '-'),
            Block::Paragraph(text) if text == "See Error Codes." => {
                out.push_str("See :ref:`Error Codes <modelarts_03_0095>`.\n\n")
            }
            Block::Paragraph(text) => {
                let _ = write!(out, "{text}\n\n");
            }
            Block::Status(status) if style.old_status => {
                let _ = write!(out, "**Status code**: **{status}**\n\n");
            }
            Block::Status(status) => {
                let _ = write!(out, "**Status code: {status}**\n\n");
            }
            Block::Table(table) => table_block(&mut out, table, style),
            Block::StatusCodes(table) => {
                let rows: Vec<Vec<Vec<String>>> = cells(table, style);
                simple(&mut out, "", &header(table), &rows, style);
                out.push('\n');
            }
            Block::RequestExample(line, body) => {
                let _ = write!(out, ".. code-block:: text\n\n   {line}\n\n");
                if let Some(body) = body {
                    code(&mut out, &super::json(body, style.indent));
                    out.push('\n');
                }
            }
            Block::ResponseExample(payload) => {
                out.push_str(".. code-block::\n\n");
                code(&mut out, &super::json(payload, style.indent));
                out.push('\n');
            }
            Block::Broken(text) => {
                out.push_str(".. code-block::\n\n");
                code(&mut out, text);
                out.push('\n');
            }
        }
    }
    out
}

fn heading(out: &mut String, text: &str, mark: char) {
    let _ = write!(out, "{text}\n{}\n\n", mark.to_string().repeat(text.chars().count()));
}

fn code(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "   {line}");
    }
}

fn escape(text: &str) -> String {
    text.replace("__", "\\__").replace('*', "\\*")
}

fn inline(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Plain(text) => escape(text),
            Inline::Bold(text) => format!("**{text}**"),
            Inline::Link(text, anchor) => format!(":ref:`{text} <{anchor}>`"),
        })
        .collect()
}

fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        // A role is never broken, since its text may hold blanks.
        let in_role = last.matches('`').count() % 2 == 1;
        if !last.is_empty() && last.len() + word.len() + 1 > width && !in_role {
            lines.push(format!("{indent}{word}"));
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

fn lines(cell: &Cell, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    for block in cell {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        match block {
            CellBlock::Paragraph(inlines) => lines.extend(wrap(&inline(inlines), style.wrap, "")),
            CellBlock::Bullets(bullets) => {
                for (index, bullet) in bullets.iter().enumerate() {
                    if index > 0 {
                        lines.push(String::new());
                    }
                    lines.extend(wrap(&format!("-  {}", inline(bullet)), style.wrap, "   "));
                }
            }
        }
    }
    lines
}

fn table_block(out: &mut String, table: &Table, style: &Style) {
    if let Some(anchor) = &table.anchor {
        let _ = write!(out, ".. _{anchor}:\n\n");
    }
    let _ = write!(out, ".. table:: **Table {}** {}\n\n", table.number, table.caption);
    let (header, rows) = (header(table), cells(table, style));
    let is_simple = rows
        .iter()
        .flatten()
        .all(|cell| cell.len() == 1 && !cell[0].contains("  "));
    if is_simple && !style.grids && table.anchor.is_none() {
        simple(out, "   ", &header, &rows, style);
    } else {
        grid(out, &header, &rows, style);
    }
    out.push('\n');
}

fn header(table: &Table) -> Vec<String> {
    table.header.iter().map(ToString::to_string).collect()
}

fn cells(table: &Table, style: &Style) -> Vec<Vec<Vec<String>>> {
    let rows = table.rows.iter();
    rows.map(|row| row.iter().map(|cell| lines(cell, style)).collect())
        .collect()
}

fn widths(header: &[String], rows: &[Vec<Vec<String>>], style: &Style) -> Vec<usize> {
    let width = |column: usize| {
        let cells = rows
            .iter()
            .flat_map(|row| row[column].iter())
            .map(|line| line.chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0) + style.padding
    };
    (0..header.len()).map(width).collect()
}

fn simple(out: &mut String, indent: &str, header: &[String], rows: &[Vec<Vec<String>>], style: &Style) {
    let widths = widths(header, rows, style);
    let rule = widths
        .iter()
        .map(|width| "=".repeat(*width))
        .collect::<Vec<_>>()
        .join(" ");
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        format!("{indent}{}\n", padded.collect::<Vec<_>>().join(" ").trim_end())
    };
    let _ = writeln!(out, "{indent}{rule}");
    out.push_str(&line(header.iter().map(String::as_str).collect()));
    let _ = writeln!(out, "{indent}{rule}");
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| cell[0].as_str()).collect()));
    }
    let _ = writeln!(out, "{indent}{rule}");
}

fn grid(out: &mut String, header: &[String], rows: &[Vec<Vec<String>>], style: &Style) {
    let widths = widths(header, rows, style);
    let rule = |mark: &str| {
        let cells = widths.iter().map(|width| mark.repeat(width + 2));
        format!("   +{}+\n", cells.collect::<Vec<_>>().join("+"))
    };
    let row = |cells: &[Vec<String>]| {
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        let mut text = String::new();
        for index in 0..height {
            let cells = cells.iter().zip(&widths).map(|(cell, width)| {
                let line = cell.get(index).map_or("", String::as_str);
                format!(" {line:width$} ")
            });
            let _ = writeln!(text, "   |{}|", cells.collect::<Vec<_>>().join("|"));
        }
        text
    };
    out.push_str(&rule("-"));
    out.push_str(&row(&header.iter().map(|cell| vec![cell.clone()]).collect::<Vec<_>>()));
    out.push_str(&rule("="));
    for cells in rows {
        out.push_str(&row(cells));
        out.push_str(&rule("-"));
    }
}
