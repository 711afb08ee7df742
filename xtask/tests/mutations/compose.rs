//! A page as its author laid it out, from the facts that it states: headings, paragraphs, tables and examples, in no
//! particular markup.

use serde_json::Value;
use xtask::diff::{Body, Operation, Row, Side, Table as Facts, View, stated, values};

use super::style::{DefaultStyle, Style};

/// Words with or without a mark.
#[derive(Debug, Clone)]
pub(crate) enum Inline {
    Plain(String),
    Bold(String),
    /// The text, and the anchor of a table on the same page.
    Link(String, String),
}

/// A part of a cell.
#[derive(Debug, Clone)]
pub(crate) enum CellBlock {
    Paragraph(Vec<Inline>),
    Bullets(Vec<Vec<Inline>>),
}

pub(crate) type Cell = Vec<CellBlock>;

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) caption: String,
    pub(crate) number: usize,
    pub(crate) anchor: Option<String>,
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone)]
pub(crate) enum Block {
    Heading(String),
    Paragraph(String),
    Status(String),
    Table(Table),
    /// The table of status codes has neither caption nor number.
    StatusCodes(Table),
    /// The request line and the body.
    RequestExample(String, Option<Value>),
    ResponseExample(Value),
    /// An example that is not JSON.
    Broken(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Doc {
    pub(crate) topic: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
}

/// The text of a run of words, without its marks.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    let text = inlines.iter().map(|inline| match inline {
        Inline::Plain(text) | Inline::Bold(text) | Inline::Link(text, _) => text.as_str(),
    });
    text.collect()
}

pub(crate) fn compose(document: &Value, style: &Style) -> Doc {
    let view = View::of(document);
    let operation = &view.operations[0];
    let mut composer = Composer {
        document,
        operation,
        style,
        blocks: Vec::new(),
        number: style.first_table,
    };
    composer.sections();
    let topic = operation.id.unwrap_or_default().to_owned();
    Doc {
        topic,
        title: style.title.to_owned(),
        blocks: composer.blocks,
    }
}

struct Composer<'a> {
    document: &'a Value,
    operation: &'a Operation<'a>,
    style: &'a Style,
    blocks: Vec<Block>,
    number: usize,
}

impl<'a> Composer<'a> {
    fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading(text.to_owned()));
    }

    fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(text.to_owned()));
    }

    fn sections(&mut self) {
        let operation = self.operation;
        self.heading("Function");
        self.paragraph(["This API is used to watch the sky.", "Watch the sky."][self.style.wording % 2]);
        if self.style.debugging {
            self.heading("Debugging");
            self.paragraph("You can debug this API in a tool of ours, which also writes sample code.");
        }
        self.heading("URI");
        self.paragraph(&format!("{} {}", operation.method, operation.path));
        self.body("path", 0);
        self.body("query", 1);
        self.heading("Request Parameters");
        let before = self.blocks.len();
        self.body("header", 2);
        self.body("request body", 3);
        if self.blocks.len() == before {
            self.paragraph("None");
        }
        self.heading("Response Parameters");
        for body in operation.bodies.iter().filter(|body| body.side == Side::Response) {
            self.blocks.push(Block::Status(body.label.replace("response ", "")));
            self.body(&body.label, 4);
        }
        self.examples();
        self.heading("Status Codes");
        let meaning = |status: &String| match status.as_str() {
            "200" | "201" => self.style.fine.to_owned(),
            "400" => "Bad request".to_owned(),
            "404" => "Not found".to_owned(),
            "500" => "Internal error".to_owned(),
            _ => "Another one".to_owned(),
        };
        let cell = |text: String| vec![CellBlock::Paragraph(vec![Inline::Plain(text)])];
        let rows = operation
            .statuses
            .iter()
            .map(|status| vec![cell(status.clone()), cell(meaning(status))]);
        self.blocks.push(Block::StatusCodes(Table {
            caption: String::new(),
            number: 0,
            anchor: None,
            header: vec!["Status Code", "Description"],
            rows: rows.collect(),
        }));
        self.heading("Error Codes");
        self.paragraph("See Error Codes.");
    }

    fn examples(&mut self) {
        let value = self.operation.value;
        let examples = |holder: &'a Value| {
            holder["content"]["application/json"]["examples"]
                .as_object()
                .into_iter()
                .flatten()
        };
        self.heading("Example Requests");
        self.paragraph(["Look at the sky.", "This interface looks at the sky"][self.style.wording % 2]);
        let mut bodies = examples(&value["requestBody"]).map(|(_, example)| &example["value"]);
        for example in value["x-request-examples"].as_array().into_iter().flatten() {
            let text = |key: &str| example[key].as_str().unwrap_or_default();
            let line = match text("target") {
                "" => String::new(),
                target => format!("{} https://{{endpoint}}{target}", text("method")),
            };
            let body = example
                .get("body")
                .or_else(|| bodies.next())
                .map(|body| self.payload(body));
            self.blocks.push(Block::RequestExample(line, body));
        }
        self.heading("Example Responses");
        for (status, response) in value["responses"].as_object().into_iter().flatten() {
            for (_, example) in examples(response) {
                self.blocks.push(Block::Status(status.clone()));
                self.paragraph(if status == "500" {
                    "Internal error"
                } else {
                    self.style.fine
                });
                let payload = self.payload(&example["value"]);
                self.blocks.push(if example["x-broken"] == true {
                    let text = serde_json::to_string_pretty(&payload).unwrap();
                    Block::Broken(text.replacen("\": ", "\" ", 1))
                } else {
                    Block::ResponseExample(payload)
                });
            }
        }
    }

    fn payload(&self, value: &Value) -> Value {
        match value {
            Value::Object(object) if self.style.keys_reversed => {
                let entries = object.iter().rev();
                Value::Object(entries.map(|(key, value)| (key.clone(), self.payload(value))).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.payload(item)).collect(),
            scalar => scalar.clone(),
        }
    }

    /// The table of a body, then those of the types that it nests, in the order of the components.
    fn body(&mut self, label: &str, caption: usize) {
        let Some(body) = self.operation.body(label) else { return };
        let root = body
            .root
            .map(|root| &body.tables[root])
            .filter(|root| !root.rows.is_empty());
        if let Some(root) = root {
            self.table(body, root, self.style.captions[caption]);
        }
        let schemas = self.document["components"]["schemas"].as_object();
        let mut names: Vec<_> = schemas.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        if self.style.tables_reversed {
            names.reverse();
        }
        for name in names {
            if let Some(table) = body.tables.iter().find(|table| table.layer.name() == Some(name)) {
                self.table(body, table, table.name.as_deref().unwrap_or_default());
            }
        }
    }

    fn anchor(&self, body: &Body, name: &str) -> String {
        let side = body.label.split(' ').next().unwrap();
        format!("{}__{side}_{}", self.style.anchors, name.to_lowercase())
    }

    fn table(&mut self, body: &Body, facts: &Facts, caption: &str) {
        let is_request = body.side == Side::Request;
        let mut rows: Vec<_> = facts.rows.iter().collect();
        if self.style.rows_reversed {
            rows.reverse();
        }
        let say = |text: &str| vec![CellBlock::Paragraph(vec![Inline::Plain(text.to_owned())])];
        let rows = rows.into_iter().map(|row| {
            let mut cells = vec![say(row.name)];
            if is_request {
                cells.push(say(row.mandatory.map_or("", |yes| if yes { "Yes" } else { "No" })));
            }
            cells.extend([self.type_cell(body, row), self.description(row)]);
            if let (None, Some(below)) = (row.kind.refers_to(), row.below) {
                let name = body.tables[below].name.as_deref().unwrap_or_default();
                let link = Inline::Link("the table".to_owned(), self.anchor(body, name));
                let see = vec![Inline::Plain("For details, see ".to_owned()), link];
                cells.last_mut().unwrap().push(CellBlock::Paragraph(see));
            }
            cells
        });
        let rows = rows.collect();
        let header = if is_request {
            vec!["Parameter", "Mandatory", "Type", "Description"]
        } else {
            vec!["Parameter", "Type", "Description"]
        };
        let anchor = facts.name.as_deref().map(|name| self.anchor(body, name));
        self.blocks.push(Block::Table(Table {
            caption: caption.to_owned(),
            number: self.number,
            anchor,
            header,
            rows,
        }));
        self.number += 1;
    }

    /// The type, where the name of another table is a link to it.
    fn type_cell(&self, body: &Body, row: &Row) -> Cell {
        let text = row.kind.to_string();
        let inlines = match (row.kind.refers_to(), row.below) {
            (Some(name), Some(below)) => {
                let (head, tail) = text.split_once(name).unwrap();
                let anchor = self.anchor(body, body.tables[below].name.as_deref().unwrap_or_default());
                let link = Inline::Link(name.to_owned(), anchor);
                let parts = vec![Inline::Plain(head.to_owned()), link, Inline::Plain(tail.to_owned())];
                parts
                    .into_iter()
                    .filter(|part| !matches!(part, Inline::Plain(text) if text.is_empty()))
                    .collect()
            }
            _ => vec![Inline::Plain(text)],
        };
        vec![CellBlock::Paragraph(inlines)]
    }

    fn description(&self, row: &Row) -> Cell {
        let say = |text: &str| Inline::Plain(text.to_owned());
        let bold = |text: &str| Inline::Bold(text.to_owned());
        let style = self.style;
        let about = match style.wording {
            0 => format!("What the sky knows as {}.", words(row.name)),
            1 => format!(
                "Tells of {}, as it is seen from the ground. For details, see the guide.",
                words(row.name)
            ),
            _ => format!("Of {}", words(row.name)),
        };
        let values = values(&row.layers, false);
        let is_announced = row.layers.iter().any(|layer| layer.value["x-announced"] == true);
        let default = stated(&row.layers, "default", false);
        let bullets = values.iter().map(|value| {
            let meaning = say(&format!(": the sky is {} of it", words(value)));
            [bold(value)]
                .into_iter()
                .chain(style.meanings.then_some(meaning))
                .collect()
        });
        let bullets: Vec<Vec<Inline>> = bullets.collect();
        let mut about = vec![say(&about)];
        let mentioned = row
            .layers
            .iter()
            .filter_map(|layer| layer.value["x-mentioned"].as_array());
        for word in mentioned.flatten() {
            about.extend([say(" It goes with "), bold(word.as_str().unwrap())]);
        }
        let mut cell = Vec::new();
        let mut add = |inlines: Vec<Inline>| cell.push(CellBlock::Paragraph(inlines));
        if style.labelled {
            add([bold("Definition"), say(": ")].into_iter().chain(about).collect());
            add(vec![bold("Constraints"), say(": N/A")]);
            let has_range = is_announced || !values.is_empty();
            add(vec![bold("Range"), say(if has_range { ":" } else { ": N/A" })]);
            if !bullets.is_empty() {
                cell.push(CellBlock::Bullets(bullets));
            }
            let default = default.unwrap_or_else(|| "N/A".to_owned());
            cell.push(CellBlock::Paragraph(vec![
                bold("Default Value"),
                say(": "),
                bold(&default),
            ]));
        } else {
            let mut first = about;
            if let (Some(default), DefaultStyle::Sentence) = (&default, style.default) {
                first.extend([say(" The default value is "), bold(default), say(".")]);
            }
            if is_announced || !values.is_empty() {
                first.push(say(&format!(" {}", style.announce)));
            }
            add(first);
            if !bullets.is_empty() {
                cell.push(CellBlock::Bullets(bullets));
            }
            if style.enumeration && !values.is_empty() {
                cell.push(CellBlock::Paragraph(vec![say("Enumeration values:")]));
                cell.push(CellBlock::Bullets(
                    values.iter().map(|value| vec![bold(value)]).collect(),
                ));
            }
            if let (Some(default), DefaultStyle::Label) = (&default, style.default) {
                cell.push(CellBlock::Paragraph(vec![say("Default: "), bold(default)]));
            }
        }
        for (label, side) in [("Minimum", "min"), ("Maximum", "max")] {
            if let Some(limit) = stated(&row.layers, side, false) {
                cell.push(CellBlock::Paragraph(vec![say(&format!("{label}: ")), bold(&limit)]));
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
