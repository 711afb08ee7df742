//! HTML, as the vendor's publisher exports it.

use std::fmt::Write;

use crate::mutations::{
    compose::{Block, Cell, CellBlock, Doc, Inline, Table},
    style::Style,
};

pub(crate) fn render(doc: &Doc, style: &Style) -> String {
    let mut out = format!(
        "<a name=\"{0}\"></a><a name=\"{0}\"></a>\n\n<h1 class=\"topictitle1\">{1}</h1>\n<div>",
        doc.topic, doc.title
    );
    let mut section = 0;
    for block in &doc.blocks {
        match block {
            Block::Heading(text) => {
                if section > 0 {
                    out.push_str("</div>\n");
                }
                section += 1;
                let _ = write!(out, "<div class=\"section\"><h4 class=\"sectiontitle\">{text}</h4>");
            }
            Block::Paragraph(text) if text == "See Error Codes." => {
                out.push_str("<p>See <a href=\"modelarts_03_0095.html\">Error Codes</a>.</p>\n");
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "<p>{}</p>", escape(text));
            }
            Block::Status(status) => {
                let _ = writeln!(out, "<p><strong>Status code: {status}</strong></p>");
            }
            Block::Table(table) => table_block(&mut out, table, section, style),
            Block::StatusCodes(table) => {
                let table = Table {
                    anchor: Some("status_code".to_owned()),
                    ..table.clone()
                };
                table_block(&mut out, &table, section, style);
            }
            Block::RequestExample(line, body) => {
                let body = body
                    .as_ref()
                    .map(|body| format!("\n\n{}", super::json(body, style.indent)));
                let text = format!("{line}{}", body.unwrap_or_default());
                let _ = writeln!(out, "<pre class=\"screen\">{}</pre>", escape(&text));
            }
            Block::ResponseExample(payload) => {
                let _ = writeln!(
                    out,
                    "<pre class=\"screen\">{}</pre>",
                    escape(&super::json(payload, style.indent))
                );
            }
            Block::Broken(text) => {
                let _ = writeln!(out, "<pre class=\"screen\">{}</pre>", escape(text));
            }
        }
    }
    out.push_str("</div>\n</div>\n<div>\n<div class=\"familylinks\">\n<div class=\"parentlink\"><strong>Parent topic:</strong> <a href=\"sky.html\">Sky</a></div>\n</div>\n</div>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn inline(inlines: &[Inline], topic: &str) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Plain(text) => escape(text),
            Inline::Bold(text) => format!("<strong>{}</strong>", escape(text)),
            Inline::Link(text, anchor) => format!("<a href=\"#{topic}{anchor}\">{}</a>", escape(text)),
        })
        .collect()
}

fn content(cell: &Cell) -> String {
    let mut out = String::new();
    for block in cell {
        match block {
            CellBlock::Paragraph(inlines) => {
                let _ = writeln!(out, "<p>{}</p>", inline(inlines, ""));
            }
            CellBlock::Bullets(bullets) => {
                out.push_str("<ul>");
                for bullet in bullets {
                    let _ = write!(out, "<li><p>{}</p>\n</li>", inline(bullet, ""));
                }
                out.push_str("</ul>\n");
            }
        }
    }
    out
}

fn table_block(out: &mut String, table: &Table, section: usize, style: &Style) {
    out.push_str("\n<div class=\"tablenoborder\">");
    let mut id = String::new();
    if let Some(anchor) = &table.anchor {
        let short = anchor.split_once("__").map_or(anchor.as_str(), |(_, short)| short);
        let _ = write!(out, "<a name=\"{anchor}\"></a><a name=\"{short}\"></a>");
        id = format!(" id=\"{anchor}\"");
    }
    let padding = 4 + style.padding;
    let _ = write!(
        out,
        "<table cellpadding=\"{padding}\" cellspacing=\"0\" summary=\"\"{id} frame=\"border\" border=\"1\" rules=\"all\">"
    );
    if !table.caption.is_empty() {
        let _ = write!(
            out,
            "<caption><b>Table {} </b>{}</caption>",
            table.number,
            escape(&table.caption)
        );
    }
    let column = |index: usize| {
        format!(
            "mcps1.3.{section}.{}.2.{}.1.{}",
            table.number + 2,
            table.header.len() + 1,
            index + 1
        )
    };
    out.push_str("<thead align=\"left\"><tr>");
    for (index, word) in table.header.iter().enumerate() {
        let _ = write!(
            out,
            "<th align=\"left\" class=\"cellrowborder\" valign=\"top\" width=\"20%\" id=\"{}\"><p>{word}</p>\n</th>\n",
            column(index)
        );
    }
    out.push_str("</tr>\n</thead>\n<tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (index, cell) in row.iter().enumerate() {
            let _ = writeln!(
                out,
                "<td class=\"cellrowborder\" valign=\"top\" width=\"20%\" headers=\"{} \">{}</td>",
                column(index),
                content(cell)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
