//! Tables of fields.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::{body::RowAt, description, phrase::Facts};
use crate::{
    blocks::{Cell, RawTable, Row},
    defect::{DefectKind, Defects},
    types,
    vocabulary::{COLUMNS, Caption, CaptionOf, Column, columns, mandatory, table_reference},
};

#[derive(Debug, Default)]
pub(crate) struct FieldTable {
    pub(crate) caption: Option<Caption>,
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
    /// The ids that the description of an object links to.
    pub(crate) see: Vec<String>,
    /// The number of the table that the description of an object refers to.
    pub(crate) table_number: Option<u32>,
    /// Its description in lower case, where it is needed to place tables.
    pub(crate) description: String,
    pub(crate) defects: Vec<(DefectKind, String)>,
}

impl FieldTable {
    /// Reads a table. If the header is not known, the number of columns decides.
    pub(crate) fn read(table: RawTable) -> Self {
        let columns = columns(&table.header).or_else(|| {
            let is_as_long = |columns: &&[Column]| columns.len() == table.header.len() && columns.len() > 2;
            COLUMNS.into_iter().find(is_as_long)
        });
        let has_caption = table.caption.is_some();
        let mut rows: Vec<FieldRow> = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            if let Some(row) = FieldRow::read(&row, columns, has_caption) {
                rows.push(row);
            } else if let Some(last) = rows.last_mut() {
                last.defects
                    .push((DefectKind::RowBroken, "the row after it has no name".to_owned()));
            }
        }
        Self {
            caption: table.caption.map(|caption| Caption::read(caption.as_str())),
            anchors: table.anchors,
            by_name: rows
                .iter()
                .enumerate()
                .map(|(at, row)| (row.name.clone(), at))
                .collect(),
            rows,
            users: Vec::new(),
            places: Vec::new(),
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
        let words = |row: &'_ FieldRow| {
            row.description
                .split(|c: char| !c.is_alphanumeric())
                .any(|other| other == word)
        };
        let speaking = self.rows.iter().filter(|row| words(row)).count();
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
        let mut cells = row.cells.iter();
        let name = cells.next().map(Cell::joined).filter(|name| !name.is_empty())?;
        let expected = columns.map_or(row.cells.len(), <[Column]>::len);
        let must = cells
            .by_ref()
            .take(usize::from(
                columns.is_some_and(|columns| columns.contains(&Column::Mandatory)),
            ))
            .next()
            .map(Cell::joined);
        let type_cell = cells.next().map(Cell::joined).unwrap_or_default();
        let description = cells.next();

        let mandatory = must.as_ref().and_then(|cell| mandatory(cell.as_str()));
        let broken = row.broken.clone().or_else(|| {
            if name.as_str().contains(' ') {
                Some("the name contains a blank".to_owned())
            } else if row.cells.len() != expected {
                Some(format!(
                    "the row has {} cells and the header has {expected}",
                    row.cells.len()
                ))
            } else {
                let must = must.as_ref().filter(|_| mandatory.is_none())?;
                Some(format!("the mandatory column says `{}`", brief(must.as_str())))
            }
        });
        let mut schema = types::read(&brief(type_cell.as_str()));
        let mut defects = Vec::new();
        let is_unknown = types::is_unknown(&schema);
        if let Some(broken) = broken {
            if is_unknown {
                // The word may be prose instead of a type.
                schema = types::unknown("");
            }
            defects.push((DefectKind::RowBroken, broken));
        } else if is_unknown {
            let detail = format!("`{}` is not a known type", brief(type_cell.as_str()));
            defects.push((DefectKind::TypeUnknown, detail));
        }
        let (facts, lost) = description.map(description::read).unwrap_or_default();
        defects.extend(lost);
        let joined = description.map(Cell::joined).unwrap_or_default();
        let is_object = types::refers_to(&schema).is_some();
        Some(Self {
            name: brief(name.as_str()),
            schema,
            mandatory,
            facts,
            table: None,
            link: type_cell.links().first().cloned(),
            see: if is_object { joined.links().to_vec() } else { Vec::new() },
            table_number: table_reference(joined.as_str()).filter(|_| is_object),
            description: if has_caption {
                String::new()
            } else {
                joined.as_str().to_lowercase()
            },
            defects,
        })
    }
}

pub(crate) fn brief(text: &str) -> String {
    const LENGTH: usize = 100;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
