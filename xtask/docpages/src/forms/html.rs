//! HTML, as the vendor's export writes it.
//!
//! Blocks are built from the stream of tags, without a tree: an unclosed element ends where the next of its kind begins,
//! as in browsers, and deep nesting costs nothing.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::{
    blocks::{Block, Cell, Document, RawTable, Row},
    text::{Text, anchor_id},
};

pub(crate) fn read(text: &str) -> Document {
    let mut builder = Builder::default();
    let mut emitter = DefaultEmitter::<()>::default();
    // Keeps scripts and titles as text, whatever tags they seem to contain.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    document: Document,
    text: Text,
    /// Number of open elements of bold and of hidden text.
    strong: usize,
    hidden: usize,
    code: Option<String>,
    in_heading: bool,
    anchors: Vec<String>,
    table: Option<RawTable>,
    /// Number of open tables within the table.
    nested: usize,
    row: Option<Row>,
    row_is_header: bool,
    cell: Option<Cell>,
    in_caption: bool,
    item: Item,
}

/// Whether a list item is open, and whether the cell already has a part for it.
#[derive(Default, PartialEq, Eq)]
enum Item {
    #[default]
    None,
    Fresh,
    Begun,
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes
        .get(name.as_bytes())
        .map(|value| String::from_utf8_lossy(value).into_owned())
}

impl Builder {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "script" | "style" | "title" => self.hidden += 1,
            "b" | "strong" => self.strong += 1,
            "a" => self.anchor(tag),
            "br" if self.code.is_some() => self.text("\n"),
            "pre" if self.table.is_none() => {
                self.flush();
                self.code = Some(String::new());
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.in_heading = self.table.is_none();
            }
            "table" => self.start_table(tag),
            "caption" => {
                self.flush();
                self.in_caption = self.nested == 0;
            }
            "tr" if self.nested == 0 => {
                self.end_row();
                self.row = self.table.is_some().then(Row::default);
                self.row_is_header = true;
            }
            "td" | "th" if self.nested == 0 => self.start_cell(tag, name == "td"),
            "li" => {
                self.flush();
                self.item = Item::Fresh;
            }
            "p" | "div" | "br" | "dl" | "dt" | "dd" | "section" | "article" | "tbody" | "thead" | "hr" | "pre"
            | "ul" | "ol" => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "script" | "style" | "title" => self.hidden = self.hidden.saturating_sub(1),
            "b" | "strong" => self.strong = self.strong.saturating_sub(1),
            "pre" => match self.code.take() {
                Some(code) => self.document.blocks.push(Block::Code(code)),
                None => self.flush(),
            },
            "caption" => {
                self.flush();
                self.in_caption = false;
            }
            "table" if self.nested > 0 => self.nested -= 1,
            "table" => self.end_table(),
            "tr" if self.nested == 0 => self.end_row(),
            "td" | "th" if self.nested == 0 => self.end_cell(),
            "li" | "ul" | "ol" => {
                self.flush();
                self.item = Item::None;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.in_heading = false;
            }
            "p" | "div" | "dt" | "dd" | "section" | "article" | "body" => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        match &mut self.code {
            Some(code) => code.push_str(text),
            None => self.text.push(text, self.strong > 0),
        }
    }

    fn anchor(&mut self, tag: &StartTag<()>) {
        if let Some(name) = attribute(tag, "name").or_else(|| attribute(tag, "id")) {
            if self.document.topic.is_none() && self.document.blocks.is_empty() {
                self.document.topic = Some(name.clone());
            }
            if self.table.is_none() {
                self.anchors.push(anchor_id(&name));
            }
        }
        let target = attribute(tag, "href");
        if let (None, Some((_, id))) = (&self.code, target.as_deref().and_then(|target| target.split_once('#'))) {
            self.text.push_link(id);
        }
    }

    /// Ends the current paragraph, part of a cell, heading or caption.
    fn flush(&mut self) {
        if self.text.is_empty() {
            // A link without text is dropped.
            self.text = Text::default();
            return;
        }
        let text = std::mem::take(&mut self.text);
        if let (true, Some(table)) = (self.in_caption, &mut self.table) {
            table.caption = Some(text);
        } else if let Some(cell) = &mut self.cell {
            match (&self.item, cell.parts.last_mut()) {
                (Item::Begun, Some(last)) => last.text.append(&text),
                (Item::None, _) => cell.push(text, false),
                _ => {
                    cell.push(text, true);
                    self.item = Item::Begun;
                }
            }
        } else if self.table.is_none() {
            self.anchors.clear();
            let block = if self.in_heading {
                Block::Heading(text.as_str().to_owned())
            } else {
                Block::Paragraph(text)
            };
            self.document.blocks.push(block);
        }
    }

    fn start_table(&mut self, tag: &StartTag<()>) {
        self.flush();
        if self.cell.is_some() {
            self.nested += 1;
            return;
        }
        self.end_table();
        let mut anchors = std::mem::take(&mut self.anchors);
        anchors.extend(attribute(tag, "id").map(|id| anchor_id(&id)));
        self.table = Some(RawTable {
            anchors,
            ..RawTable::default()
        });
    }

    fn start_cell(&mut self, tag: &StartTag<()>, is_data: bool) {
        self.end_cell();
        self.item = Item::None;
        if self.table.is_none() {
            return;
        }
        let row = self.row.get_or_insert_default();
        self.row_is_header &= !is_data;
        let spans = |name: &str| attribute(tag, name).is_some_and(|count| count.trim() != "1");
        if spans("colspan") || spans("rowspan") {
            row.broken
                .get_or_insert("a cell spans several rows or columns".to_owned());
        }
        self.cell = Some(Cell::default());
    }

    fn end_cell(&mut self) {
        self.flush();
        if let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) {
            row.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let (Some(row), Some(table)) = (self.row.take(), &mut self.table) else {
            return;
        };
        if self.row_is_header && table.header.is_empty() {
            table.header = row.words();
        } else if !row.cells.is_empty() {
            table.rows.push(row);
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.nested = 0;
        self.in_caption = false;
        self.document.blocks.extend(self.table.take().map(Block::Table));
    }

    fn finish(mut self) -> Document {
        self.document.blocks.extend(self.code.take().map(Block::Code));
        if let (Some(_), Some(row)) = (&self.cell, &mut self.row) {
            row.broken.get_or_insert("the page ends within the row".to_owned());
        }
        self.end_table();
        self.flush();
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::Part;

    /// The parts of each cell, with a bullet before each item.
    fn cells(source: &str) -> Vec<Vec<String>> {
        let tables = read(source).blocks.into_iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let part = |part: &Part| if part.is_item { "- " } else { "" }.to_owned() + part.text.as_str();
        let cell = |cell: &Cell| cell.parts.iter().map(part).collect::<Vec<_>>().join("|");
        let rows = tables.flat_map(|table| table.rows);
        rows.map(|row| row.cells.iter().map(cell).collect()).collect()
    }

    #[test]
    fn elements_that_are_not_closed_end_where_the_next_begins() {
        let source = "<table><tr><th>a<th>b<tr><td>1<td><p>2<ul><li><p>x</p><p>y</p><li>z</ul>3</table>";
        assert_eq!(cells(source), [["1", "2|- x y|- z|3"]]);
    }

    #[test]
    fn a_table_within_a_cell_is_text() {
        let source = "<table><tr><td>a <table><tr><td>b</td></tr></table> c</td><td>d</td></tr></table>";
        assert_eq!(cells(source).len(), 1);
    }

    #[test]
    fn hidden_texts_are_none() {
        let document = read("<title>T</title><script>if (a < b) { '<p>x' }</script><h4>URI</h4><p>GET /a</p>");
        assert_eq!(
            document.blocks,
            [
                Block::Heading("URI".to_owned()),
                Block::Paragraph(Text::plain("GET /a")),
            ]
        );
    }
}
