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
    /// The text of the place that is open.
    text: Text,
    place: Place,
    /// Number of open elements of bold and of hidden text.
    strong: usize,
    hidden: usize,
    code: Option<String>,
    anchors: Vec<String>,
    table: Option<RawTable>,
    /// Number of open tables within the table.
    nested: usize,
    /// Whether the row that is open has no cell but of a header.
    row: Option<bool>,
}

/// What text belongs to.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    Paragraph,
    Heading,
    Caption,
    /// A table, outside of its cells.
    Table,
    Cell,
    /// An item in a cell, and whether the cell has a part for it.
    Item(bool),
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.table.is_none() => self.enter(Place::Heading),
            "table" => self.start_table(tag),
            "caption" if self.nested == 0 && self.table.is_some() => self.enter(Place::Caption),
            "tr" if self.nested == 0 => self.end_row(),
            "td" | "th" if self.nested == 0 => self.start_cell(tag, name == "td"),
            "li" if self.is_in_cell() => self.enter(Place::Item(false)),
            name if is_block(name) => self.flush(),
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
            "table" if self.nested > 0 => self.nested -= 1,
            "table" => self.end_table(),
            "tr" if self.nested == 0 => self.end_row(),
            "td" | "th" | "caption" if self.nested == 0 => self.enter(self.outside()),
            "li" | "ul" | "ol" if self.is_in_cell() => self.enter(Place::Cell),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.table.is_none() => self.enter(Place::Paragraph),
            name if is_block(name) => self.flush(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.code {
            _ if self.hidden > 0 => {}
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

    fn is_in_cell(&self) -> bool {
        matches!(self.place, Place::Cell | Place::Item(_))
    }

    /// What text outside of cells and captions belongs to.
    fn outside(&self) -> Place {
        if self.table.is_some() {
            Place::Table
        } else {
            Place::Paragraph
        }
    }

    fn enter(&mut self, place: Place) {
        self.flush();
        self.place = place;
    }

    /// Ends the current paragraph, part of a cell, heading or caption.
    fn flush(&mut self) {
        // A link without text is dropped.
        let text = Some(std::mem::take(&mut self.text)).filter(|text| !text.is_empty());
        let Some(text) = text else { return };
        let block = match (self.place, &mut self.table) {
            (Place::Heading, _) => Block::Heading(text.as_str().to_owned()),
            (_, None) => Block::Paragraph(text),
            (Place::Caption, Some(table)) => return table.caption = Some(text),
            (place, Some(table)) => {
                let cell = table.rows.last_mut().and_then(|row| row.cells.last_mut());
                match cell.filter(|_| place != Place::Table) {
                    None => {}
                    Some(cell) if place == Place::Cell => cell.push(text, false),
                    Some(cell) => match cell.parts.last_mut().filter(|_| place == Place::Item(true)) {
                        Some(part) => part.text.append(&text),
                        None => {
                            cell.push(text, true);
                            self.place = Place::Item(true);
                        }
                    },
                }
                return;
            }
        };
        self.anchors.clear();
        self.document.blocks.push(block);
    }

    fn start_table(&mut self, tag: &StartTag<()>) {
        if self.is_in_cell() {
            self.flush();
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
        self.place = Place::Table;
    }

    fn start_cell(&mut self, tag: &StartTag<()>, is_data: bool) {
        self.enter(self.outside());
        let Some(table) = &mut self.table else { return };
        if self.row.is_none() {
            table.rows.push(Row::default());
        }
        self.row = Some(self.row.unwrap_or(true) && !is_data);
        let Some(row) = table.rows.last_mut() else { return };
        let spans = |name: &str| attribute(tag, name).is_some_and(|count| count.trim() != "1");
        if spans("colspan") || spans("rowspan") {
            row.broken
                .get_or_insert("a cell spans several rows or columns".to_owned());
        }
        row.cells.push(Cell::default());
        self.place = Place::Cell;
    }

    fn end_row(&mut self) {
        self.enter(self.outside());
        let is_header = self.row.take() == Some(true);
        if let Some(table) = self.table.as_mut().filter(|table| is_header && table.header.is_empty())
            && let Some(row) = table.rows.pop()
        {
            table.header = row.words();
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.nested = 0;
        self.document.blocks.extend(self.table.take().map(Block::Table));
        self.place = Place::Paragraph;
    }

    fn finish(mut self) -> Document {
        self.document.blocks.extend(self.code.take().map(Block::Code));
        let is_cut_off = self.is_in_cell();
        let mut rows = self.table.iter_mut().flat_map(|table| &mut table.rows);
        if let Some(row) = rows.next_back().filter(|_| is_cut_off) {
            row.broken.get_or_insert("the page ends within the row".to_owned());
        }
        self.end_table();
        self.document
    }
}

/// Whether a tag ends a paragraph.
fn is_block(name: &str) -> bool {
    let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let is_part = matches!(
        name,
        "caption" | "tbody" | "thead" | "body" | "section" | "article" | "div" | "hr"
    );
    is_heading || is_part || matches!(name, "p" | "br" | "pre" | "ul" | "ol" | "li" | "dl" | "dt" | "dd")
}
