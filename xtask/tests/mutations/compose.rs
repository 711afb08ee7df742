//! Lays the facts of a page out as a document.

use docpages::{Field, Page, Place, Table as Facts, Type};
use serde_json::Value;

use crate::{
    doc::{Block, Cell, CellBlock, Doc, Inline, Table},
    style::{DefaultStyle, Style},
};

const REQUEST: [&str; 4] = ["Parameter", "Mandatory", "Type", "Description"];
const RESPONSE: [&str; 3] = ["Parameter", "Type", "Description"];

/// What a damaged page does not have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Damage {
    /// Fields whose values are announced, and not listed: where the table stands, and the name of the field.
    pub(crate) lists: Vec<(String, String)>,
    /// Statuses whose example is cut off.
    pub(crate) examples: Vec<u16>,
}

struct Composer<'a> {
    style: &'a Style,
    damage: &'a Damage,
    blocks: Vec<Block>,
    number: usize,
}

pub(crate) fn compose(page: &Page, style: &Style, damage: &Damage) -> Doc {
    let mut composer = Composer {
        style,
        damage,
        blocks: Vec::new(),
        number: style.first_table,
    };
    composer.sections(page);
    Doc {
        topic: page.operation.clone().unwrap_or_default(),
        title: style.title.to_owned(),
        blocks: composer.blocks,
    }
}

impl Composer<'_> {
    fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading(text.to_owned()));
    }

    fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(text.to_owned()));
    }

    fn sections(&mut self, page: &Page) {
        self.heading("Function");
        self.paragraph(["This API is used to watch the sky.", "Watch the sky."][self.style.wording % 2]);
        if self.style.debugging {
            self.heading("Debugging");
            self.paragraph("You can debug this API in a tool of ours, which also writes sample code.");
        }
        self.heading("URI");
        self.paragraph(&format!("{} {}", page.method, page.path));
        self.parameters(page, Place::Path);
        self.parameters(page, Place::Query);
        self.heading("Request Parameters");
        let before = self.blocks.len();
        self.parameters(page, Place::Header);
        self.parameters(page, Place::Body);
        self.nested(&page.request.tables, "request", true);
        if self.blocks.len() == before {
            self.paragraph("None");
        }
        self.heading("Response Parameters");
        for response in &page.responses {
            self.blocks.extend(response.status.map(Block::Status));
            let (root, nested): (Vec<_>, Vec<_>) = response
                .tables
                .iter()
                .partition(|table| table.at.contains(&String::new()));
            for root in root {
                self.table(
                    self.style.captions[4],
                    None,
                    &root.fields,
                    false,
                    "response",
                    root,
                    &response.tables,
                );
            }
            let nested: Vec<Facts> = nested.into_iter().cloned().collect();
            self.nested_of(&nested, &response.tables, "response", false);
        }
        self.heading("Example Requests");
        self.paragraph(["Look at the sky.", "This interface looks at the sky"][self.style.wording % 2]);
        for example in &page.examples.requests {
            let line = format!("{} https://{{endpoint}}{}", example.method, example.target);
            let body = example.body.as_ref().map(|body| self.payload(body));
            self.blocks.push(Block::RequestExample(line, body));
        }
        self.heading("Example Responses");
        for example in &page.examples.responses {
            self.blocks.extend(example.status.map(Block::Status));
            self.paragraph(if example.status == Some(500) {
                "Internal error"
            } else {
                self.style.fine
            });
            let payload = self.payload(&example.payload);
            self.blocks.push(
                if example
                    .status
                    .is_some_and(|status| self.damage.examples.contains(&status))
                {
                    let text = serde_json::to_string_pretty(&payload).unwrap();
                    Block::Broken(text.replacen("\" : ", "\" ", 1).replacen("\": ", "\" ", 1))
                } else {
                    Block::ResponseExample(payload)
                },
            );
        }
        self.heading("Status Codes");
        let meaning = |status: &u16| match status {
            200 | 201 => self.style.fine.to_owned(),
            400 => "Bad request".to_owned(),
            404 => "Not found".to_owned(),
            500 => "Internal error".to_owned(),
            _ => "Another one".to_owned(),
        };
        let statuses = page
            .status_codes
            .iter()
            .map(|status| (*status, meaning(status)))
            .collect();
        self.blocks.push(Block::StatusCodes(statuses));
        self.heading("Error Codes");
        self.paragraph("See Error Codes.");
    }

    fn payload(&self, value: &Value) -> Value {
        if !self.style.keys_reversed {
            return value.clone();
        }
        match value {
            Value::Object(object) => {
                let entries = object.iter().rev();
                Value::Object(entries.map(|(key, value)| (key.clone(), self.payload(value))).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.payload(item)).collect(),
            scalar => scalar.clone(),
        }
    }

    fn parameters(&mut self, page: &Page, place: Place) {
        let rows = page
            .request
            .parameters
            .iter()
            .filter(|parameter| parameter.place == place);
        let rows: Vec<Field> = rows.map(|parameter| parameter.field.clone()).collect();
        if rows.is_empty() {
            return;
        }
        let (caption, root) = match place {
            Place::Path => (0, "path"),
            Place::Query => (1, "query"),
            Place::Header => (2, "header"),
            Place::Body => (3, ""),
        };
        let facts = Facts {
            name: None,
            at: vec![root.to_owned()],
            fields: Vec::new(),
        };
        let tables = if place == Place::Body {
            page.request.tables.clone()
        } else {
            Vec::new()
        };
        self.table(
            self.style.captions[caption],
            None,
            &rows,
            true,
            "request",
            &facts,
            &tables,
        );
    }

    fn nested(&mut self, tables: &[Facts], side: &str, is_request: bool) {
        self.nested_of(tables, tables, side, is_request);
    }

    fn nested_of(&mut self, nested: &[Facts], all: &[Facts], side: &str, is_request: bool) {
        let mut order: Vec<_> = nested.iter().collect();
        if self.style.tables_reversed {
            order.reverse();
        }
        for table in order {
            let name = table.name.clone().unwrap_or_default();
            let anchor = self.anchor(side, &name);
            self.table(&name, Some(anchor), &table.fields, is_request, side, table, all);
        }
    }

    fn anchor(&self, side: &str, name: &str) -> String {
        format!("{}__{side}_{}", self.style.anchors, name.to_lowercase())
    }

    #[expect(clippy::too_many_arguments, reason = "a table is all of these")]
    fn table(
        &mut self,
        caption: &str,
        anchor: Option<String>,
        fields: &[Field],
        is_request: bool,
        side: &str,
        facts: &Facts,
        all: &[Facts],
    ) {
        let mut fields: Vec<_> = fields.iter().collect();
        if self.style.rows_reversed {
            fields.reverse();
        }
        let rows = fields.into_iter().map(|field| {
            let name = vec![CellBlock::Paragraph(vec![Inline::Plain(field.name.clone())])];
            let mandatory = match field.mandatory {
                Some(true) => "Yes",
                Some(false) => "No",
                None => "",
            };
            let mandatory = vec![CellBlock::Paragraph(vec![Inline::Plain(mandatory.to_owned())])];
            let kind = self.type_cell(field, facts, all, side);
            let description = self.description(field, facts);
            if is_request {
                vec![name, mandatory, kind, description]
            } else {
                vec![name, kind, description]
            }
        });
        let table = Table {
            caption: caption.to_owned(),
            number: self.number,
            anchor,
            header: if is_request {
                REQUEST.to_vec()
            } else {
                RESPONSE.to_vec()
            },
            rows: rows.collect(),
        };
        self.number += 1;
        self.blocks.push(Block::Table(table));
    }

    /// The type, where the name of another table is a link to it.
    fn type_cell(&self, field: &Field, facts: &Facts, all: &[Facts], side: &str) -> Cell {
        let text = field.kind.to_string();
        let place = facts.at.first().map_or("", String::as_str);
        let place = if place.is_empty() {
            field.name.clone()
        } else {
            format!("{place}.{}", field.name)
        };
        let marks = if matches!(field.kind, Type::Array(_)) { "[]" } else { "" };
        let target = all.iter().find(|table| table.at.contains(&format!("{place}{marks}")));
        let inlines = match (field.kind.refers_to(), target) {
            (Some(name), Some(target)) => {
                let (head, tail) = text.split_once(name).unwrap();
                let anchor = self.anchor(side, target.name.as_deref().unwrap_or_default());
                vec![
                    Inline::Plain(head.to_owned()),
                    Inline::Link(name.to_owned(), anchor),
                    Inline::Plain(tail.to_owned()),
                ]
            }
            _ => vec![Inline::Plain(text)],
        };
        vec![CellBlock::Paragraph(
            inlines
                .into_iter()
                .filter(|inline| !matches!(inline, Inline::Plain(text) if text.is_empty()))
                .collect(),
        )]
    }

    fn description(&self, field: &Field, facts: &Facts) -> Cell {
        let say = |text: &str| Inline::Plain(text.to_owned());
        let place = facts.at.first().map_or("", String::as_str);
        let is_lost = self
            .damage
            .lists
            .iter()
            .any(|(at, name)| at == place && *name == field.name);
        let about = match self.style.wording {
            0 => format!("What the sky knows as {}.", words(&field.name)),
            1 => format!(
                "Tells of {}, as it is seen from the ground. For details, see the guide.",
                words(&field.name)
            ),
            _ => format!("Of {}", words(&field.name)),
        };
        let bullets: Vec<Vec<Inline>> = field
            .values
            .iter()
            .map(|value| {
                let mut bullet = vec![Inline::Bold(value.clone())];
                if self.style.meanings {
                    bullet.push(say(&format!(": the sky is {} of it", words(value))));
                }
                bullet
            })
            .collect();
        let bare = || {
            field
                .values
                .iter()
                .map(|value| vec![Inline::Bold(value.clone())])
                .collect::<Vec<_>>()
        };
        let mut cell = Vec::new();
        let has_values = !field.values.is_empty() || is_lost;
        if self.style.labelled {
            cell.push(CellBlock::Paragraph(vec![
                Inline::Bold("Definition".to_owned()),
                say(&format!(": {about}")),
            ]));
            cell.push(CellBlock::Paragraph(vec![
                Inline::Bold("Constraints".to_owned()),
                say(": N/A"),
            ]));
            if has_values {
                cell.push(CellBlock::Paragraph(vec![Inline::Bold("Range".to_owned()), say(":")]));
                if !is_lost {
                    cell.push(CellBlock::Bullets(bullets));
                }
            } else {
                cell.push(CellBlock::Paragraph(vec![
                    Inline::Bold("Range".to_owned()),
                    say(": N/A"),
                ]));
            }
            let default = field.default.clone().unwrap_or_else(|| "N/A".to_owned());
            cell.push(CellBlock::Paragraph(vec![
                Inline::Bold("Default Value".to_owned()),
                say(": "),
                Inline::Bold(default),
            ]));
        } else {
            let mut first = vec![say(&about)];
            if let (Some(default), DefaultStyle::Sentence) = (&field.default, self.style.default) {
                first.extend([say(" The default value is "), Inline::Bold(default.clone()), say(".")]);
            }
            if has_values {
                first.push(say(&format!(" {}", self.style.announce)));
            }
            cell.push(CellBlock::Paragraph(first));
            if !bullets.is_empty() && !is_lost {
                cell.push(CellBlock::Bullets(bullets));
            }
            if self.style.enumeration && !field.values.is_empty() && !is_lost {
                cell.push(CellBlock::Paragraph(vec![say("Enumeration values:")]));
                cell.push(CellBlock::Bullets(bare()));
            }
            if let (Some(default), DefaultStyle::Label) = (&field.default, self.style.default) {
                cell.push(CellBlock::Paragraph(vec![
                    say("Default: "),
                    Inline::Bold(default.clone()),
                ]));
            }
        }
        for (label, limit) in [("Minimum", &field.minimum), ("Maximum", &field.maximum)] {
            if let Some(limit) = limit {
                cell.push(CellBlock::Paragraph(vec![
                    say(&format!("{label}: ")),
                    Inline::Bold(limit.clone()),
                ]));
            }
        }
        cell
    }
}

/// A name as words, so that no token of the text equals it.
fn words(name: &str) -> String {
    let spaced = name.chars().flat_map(|c| {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        [c.is_uppercase().then_some(' '), c.to_lowercase().next()]
    });
    let text: String = spaced.flatten().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
