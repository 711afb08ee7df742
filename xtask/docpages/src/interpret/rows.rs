//! Tables of fields.

use std::collections::{BTreeSet, HashMap};

use super::description::{self, Facts};
use crate::{
    blocks::{Cell, RawTable, Row},
    defect::{DefectKind, Defects},
    types::Type,
    vocabulary::{Caption, CaptionOf, Columns, mandatory, table_reference},
};

/// A table of fields.
#[derive(Debug, Default)]
pub(crate) struct FieldTable {
    pub(crate) caption: Option<Caption>,
    /// The ids by which the table can be linked to.
    pub(crate) anchors: Vec<String>,
    pub(crate) rows: Vec<FieldRow>,
    by_name: HashMap<String, usize>,
}

/// A row of a table of fields.
#[derive(Debug)]
pub(crate) struct FieldRow {
    pub(crate) field: Field,
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

/// What a row states of a field.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Type,
    pub(crate) mandatory: Option<bool>,
    pub(crate) facts: Facts,
}

impl FieldTable {
    /// Reads a table. If the header is not known, the number of columns decides.
    pub(crate) fn read(table: RawTable) -> Self {
        let columns = Columns::of(&table.header).or(match table.header.len() {
            4 => Some(Columns::Request),
            3 => Some(Columns::Response),
            _ => None,
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
                .map(|(at, row)| (row.field.name.clone(), at))
                .collect(),
            rows,
        }
    }

    /// The name of the type that the caption gives.
    pub(crate) fn type_name(&self) -> Option<&str> {
        match &self.caption.as_ref()?.of {
            CaptionOf::Named(name) => Some(name),
            _ => None,
        }
    }

    /// The row of a field.
    pub(crate) fn row(&self, name: &str) -> Option<&FieldRow> {
        self.rows.get(*self.by_name.get(name)?)
    }

    /// Number of keys that are fields of the table.
    pub(crate) fn covered(&self, keys: &BTreeSet<String>) -> usize {
        keys.iter().filter(|key| self.by_name.contains_key(*key)).count()
    }
}

impl FieldRow {
    /// Whether the description contains a word in lower case.
    pub(crate) fn speaks_of(&self, word: &str) -> bool {
        self.description
            .split(|c: char| !c.is_alphanumeric())
            .any(|other| other == word)
    }

    /// Reports the defects of the row.
    pub(crate) fn report(&self, at: &str, defects: &mut Defects) {
        for (kind, detail) in &self.defects {
            defects.add(*kind, at, detail.clone());
        }
    }

    fn read(row: &Row, columns: Option<Columns>, has_caption: bool) -> Option<Self> {
        let mut cells = row.cells.iter();
        let name = cells.next().map(Cell::joined).filter(|name| !name.is_empty())?;
        let expected = columns.map_or(row.cells.len(), Columns::count);
        let must = cells
            .by_ref()
            .take(usize::from(columns == Some(Columns::Request)))
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
        let mut kind = Type::read(&brief(type_cell.as_str()));
        let mut defects = Vec::new();
        if let Some(broken) = broken {
            // The word may be prose instead of a type.
            if let Type::Unknown(word) = &mut kind {
                word.clear();
            }
            defects.push((DefectKind::RowBroken, broken));
        } else if kind.is_unknown() {
            let detail = format!("`{}` is not a known type", brief(type_cell.as_str()));
            defects.push((DefectKind::TypeUnknown, detail));
        }
        let (facts, lost) = description.map(description::read).unwrap_or_default();
        defects.extend(lost);
        let joined = description.map(Cell::joined).unwrap_or_default();
        let is_object = kind.refers_to().is_some();
        Some(Self {
            table: None,
            link: type_cell.links().first().cloned(),
            see: if is_object { joined.links().to_vec() } else { Vec::new() },
            table_number: table_reference(joined.as_str()).filter(|_| is_object),
            description: if has_caption {
                String::new()
            } else {
                joined.as_str().to_lowercase()
            },
            field: Field {
                name: brief(name.as_str()),
                kind,
                mandatory,
                facts,
            },
            defects,
        })
    }
}

/// Truncates a long text.
pub(crate) fn brief(text: &str) -> String {
    const LENGTH: usize = 100;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
