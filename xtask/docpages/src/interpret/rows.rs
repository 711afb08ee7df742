//! The rows of a table of fields.

use super::{description, sections::caption};
use crate::{
    DefectKind, Field, Type,
    blocks::{Cell, RawTable, Row},
    vocabulary::{Caption, Columns, mandatory, table_reference},
};

/// A table of fields, read.
#[derive(Debug, Default)]
pub(crate) struct FieldTable {
    /// What the caption says.
    pub(crate) caption: Option<Caption>,
    /// The ids by which the table can be linked to.
    pub(crate) anchors: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<FieldRow>,
}

/// A row, read.
#[derive(Debug)]
pub(crate) struct FieldRow {
    /// Its facts.
    pub(crate) field: Field,
    /// The id that its type links to.
    pub(crate) link: Option<String>,
    /// The ids that the description of an object links to.
    pub(crate) see: Vec<String>,
    /// The number of the table that its description refers to.
    pub(crate) table_number: Option<u32>,
    /// Its description in small letters, where it is needed to place tables.
    pub(crate) description: String,
    /// What it lost.
    pub(crate) defects: Vec<(DefectKind, String)>,
}

impl FieldTable {
    /// Reads a table. Without a known header the number of columns tells what they are.
    pub(crate) fn read(table: RawTable) -> Self {
        let caption = caption(&table);
        let columns = Columns::of(&table.header).or(match table.header.len() {
            4 => Some(Columns::Request),
            3 => Some(Columns::Response),
            _ => None,
        });
        let has_caption = table.caption.is_some();
        let mut rows: Vec<FieldRow> = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            match FieldRow::read(&row, columns, has_caption) {
                Some(row) => rows.push(row),
                None => {
                    if let Some(last) = rows.last_mut() {
                        last.defects
                            .push((DefectKind::RowBroken, "the row after it has no name".to_owned()));
                    }
                }
            }
        }
        Self {
            caption,
            anchors: table.anchors,
            rows,
        }
    }
}

impl FieldRow {
    /// Whether the description has a word, which is given in small letters.
    pub(crate) fn speaks_of(&self, word: &str) -> bool {
        self.description
            .split(|c: char| !c.is_alphanumeric())
            .any(|other| other == word)
    }

    fn read(row: &Row, columns: Option<Columns>, has_caption: bool) -> Option<Self> {
        let mut cells = row.cells.iter();
        let name = cells.next()?.joined();
        if name.is_empty() {
            return None;
        }
        let expected = columns.map_or(row.cells.len(), Columns::count);
        let must = (columns == Some(Columns::Request)).then(|| cells.next()).flatten();
        let mut defects = Vec::new();
        let mut broken = row.broken.clone();
        if name.as_str().contains(' ') {
            broken.get_or_insert("the name has a blank in it".to_owned());
        }
        if row.cells.len() != expected {
            broken.get_or_insert(format!(
                "the row has {} cells and the header has {expected}",
                row.cells.len()
            ));
        }
        let must = must.map(|cell| cell.joined()).and_then(|cell| {
            let must = mandatory(cell.as_str());
            if must.is_none() {
                broken.get_or_insert(format!(
                    "the column of what is mandatory says `{}`",
                    brief(cell.as_str())
                ));
            }
            must
        });
        let type_cell = cells.next().map(Cell::joined).unwrap_or_default();
        // What stands in the place of a type may be prose, which is no fact.
        let Ok(mut kind) = brief(type_cell.as_str()).parse::<Type>();
        if let (true, Type::Unknown(word)) = (broken.is_some(), &mut kind) {
            word.clear();
        }
        if broken.is_none() && kind.is_unknown() {
            defects.push((
                DefectKind::TypeUnknown,
                format!("`{}` is no known type", brief(type_cell.as_str())),
            ));
        }
        defects.extend(broken.map(|detail| (DefectKind::RowBroken, detail)));
        let description = cells.next();
        let facts = description.map(description::read).unwrap_or_default();
        defects.extend(facts.defects);
        let joined = description.map(Cell::joined).unwrap_or_default();
        Some(Self {
            link: type_cell.links().first().cloned(),
            see: if kind.refers_to().is_some() {
                joined.links().to_vec()
            } else {
                Vec::new()
            },
            table_number: kind.refers_to().and_then(|_| table_reference(joined.as_str())),
            description: if has_caption {
                String::new()
            } else {
                joined.as_str().to_lowercase()
            },
            field: Field {
                name: brief(name.as_str()),
                kind,
                mandatory: must,
                values: facts.values,
                default: facts.default,
                minimum: facts.minimum,
                maximum: facts.maximum,
            },
            defects,
        })
    }
}

/// The beginning of a text that may be long.
pub(crate) fn brief(text: &str) -> String {
    const LENGTH: usize = 100;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
