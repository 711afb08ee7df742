//! Tables of fields.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::{description, phrase::Facts};
use crate::{
    blocks::{Cell, RawTable, Row},
    defect::{DefectKind, Defects},
    types,
    vocabulary::{Caption, CaptionOf, Column, columns, mandatory, table_reference},
};

/// A row: the number of its table, and its own.
pub(crate) type RowAt = (usize, usize);

#[derive(Debug, Default)]
pub(crate) struct FieldTable {
    pub(crate) caption: Option<Caption>,
    /// The ids by which the table can be linked to, its number among them.
    pub(crate) anchors: Vec<String>,
    pub(crate) rows: Vec<FieldRow>,
    by_name: HashMap<String, usize>,
    /// The rows whose type the table describes.
    pub(crate) users: Vec<RowAt>,
    /// The places of the table in the body: `items[].metadata`.
    pub(crate) places: Vec<String>,
}

/// What a row states of a field.
#[derive(Debug)]
pub(crate) struct FieldRow {
    pub(crate) name: String,
    /// Its type, in which a reference has the documented name.
    pub(crate) schema: Value,
    pub(crate) mandatory: Option<bool>,
    pub(crate) facts: Facts,
    /// The table that describes its type.
    pub(crate) table: Option<usize>,
    /// The id that its type links to.
    pub(crate) link: Option<String>,
    /// The ids that the description of an object links to, and the table that it names.
    pub(crate) see: Vec<String>,
    /// Its description in lower case, where it is needed to place tables.
    pub(crate) description: String,
    pub(crate) defects: Vec<(DefectKind, String)>,
}

impl FieldTable {
    /// Reads a table. If a word of the header is not known, the number of columns decides.
    pub(crate) fn read(table: RawTable) -> Self {
        use Column::{Description, Mandatory, Name, Type};
        let columns = columns(&table.header).or_else(|| match table.header.len() {
            3 => Some(vec![Name, Type, Description]),
            4 => Some(vec![Name, Mandatory, Type, Description]),
            _ => None,
        });
        let mut rows: Vec<FieldRow> = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            if let Some(row) = FieldRow::read(&row, columns.as_deref(), table.caption.is_some()) {
                rows.push(row);
            } else if let Some(last) = rows.last_mut() {
                last.defects
                    .push((DefectKind::RowBroken, "the row after it has no name".to_owned()));
            }
        }
        let caption = table.caption.map(|caption| Caption::read(caption.as_str()));
        let number = caption.as_ref().and_then(|caption| caption.number);
        let by_name = rows.iter().enumerate().map(|(at, row)| (row.name.clone(), at));
        Self {
            by_name: by_name.collect(),
            rows,
            anchors: table.anchors.into_iter().chain(number.map(table_id)).collect(),
            caption,
            ..Self::default()
        }
    }

    /// The name of the type that the caption gives.
    pub(crate) fn type_name(&self) -> Option<&str> {
        match &self.caption.as_ref()?.of {
            CaptionOf::Named(name) => Some(name),
            _ => None,
        }
    }

    pub(crate) fn row(&self, name: &str) -> Option<&FieldRow> {
        self.rows.get(*self.by_name.get(name)?)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// Whether most descriptions contain a word in lower case.
    pub(crate) fn speaks_of(&self, word: &str) -> bool {
        let is_other = |c: char| !c.is_alphanumeric();
        let speaks = |row: &&FieldRow| row.description.split(is_other).any(|other| other == word);
        let speaking = self.rows.iter().filter(speaks).count();
        speaking > 0 && speaking * 2 >= self.rows.len()
    }

    /// Number of keys that are fields of the table.
    pub(crate) fn covered(&self, keys: &BTreeSet<String>) -> usize {
        keys.iter().filter(|key| self.has(key)).count()
    }
}

impl FieldRow {
    /// The name of the table that describes the type, its elements or its values.
    pub(crate) fn refers_to(&self) -> Option<&str> {
        types::refers_to(&self.schema)
    }

    pub(crate) fn report(&self, at: &str, defects: &mut Defects) {
        for (kind, detail) in &self.defects {
            defects.add(*kind, at, detail.clone());
        }
    }

    fn read(row: &Row, columns: Option<&[Column]>, has_caption: bool) -> Option<Self> {
        let columns = columns.unwrap_or(&[Column::Name]);
        let cell = |of: Column| row.cells.get(columns.iter().position(|column| *column == of)?);
        let name = cell(Column::Name).map(Cell::joined).filter(|name| !name.is_empty())?;
        let must = cell(Column::Mandatory).map(Cell::joined);
        let kind = cell(Column::Type).map(Cell::joined).unwrap_or_default();
        let description = cell(Column::Description);

        let mandatory = must.as_ref().and_then(|cell| mandatory(cell.as_str()));
        let broken = row.broken.clone().or_else(|| {
            let (found, expected) = (row.cells.len(), columns.len());
            if name.as_str().contains(' ') {
                Some("the name contains a blank".to_owned())
            } else if found != expected {
                Some(format!("the row has {found} cells and the header has {expected}"))
            } else {
                let must = must.as_ref().filter(|_| mandatory.is_none())?;
                Some(format!("the mandatory column says `{}`", brief(must.as_str())))
            }
        });
        let has_type = columns.contains(&Column::Type) || broken.is_some();
        let mut schema = if has_type {
            types::read(&brief(kind.as_str()))
        } else {
            json!({})
        };
        let mut defects = Vec::new();
        let is_unknown = types::is_unknown(&schema);
        if let Some(broken) = broken {
            if is_unknown {
                // The word may be prose instead of a type.
                schema = types::unknown("");
            }
            defects.push((DefectKind::RowBroken, broken));
        } else if is_unknown {
            let detail = format!("`{}` is not a known type", brief(kind.as_str()));
            defects.push((DefectKind::TypeUnknown, detail));
        }
        let (mut facts, lost) = description.map(description::read).unwrap_or_default();
        defects.extend(lost);
        let joined = description.map(Cell::joined).unwrap_or_default();
        if name.as_str().eq_ignore_ascii_case("content-type") && facts.values.is_empty() {
            facts.values.extend(media_type(joined.as_str()));
        }
        let mut see = Vec::new();
        if types::refers_to(&schema).is_some() || types::may_be_object(&schema) {
            see.extend(joined.links().iter().cloned());
            see.extend(table_reference(joined.as_str()).map(table_id));
        }
        Some(Self {
            name: brief(name.as_str()),
            schema,
            mandatory,
            facts,
            table: None,
            link: kind.links().first().cloned(),
            see,
            description: if has_caption {
                String::new()
            } else {
                joined.as_str().to_lowercase()
            },
            defects,
        })
    }
}

/// The media type that a text names, also with blanks in it: `Application/merge-patch + JSON`.
fn media_type(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace(" + ", "+");
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let word = words.find(|word| {
        ["application/", "multipart/", "text/"]
            .iter()
            .any(|kind| word.starts_with(kind))
    })?;
    Some(word.trim_end_matches('.').to_owned())
}

/// The id by which a text names a table.
fn table_id(number: u32) -> String {
    format!("table {number}")
}

pub(crate) fn brief(text: &str) -> String {
    const LENGTH: usize = 100;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
