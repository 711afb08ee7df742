//! `cargo xtask docs check`: what a page states otherwise than a recorded edition of it, and which line to edit.

mod operation;
mod places;
mod report;
mod screen;
mod validity;

use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
};

use crate::{
    command_line::ChangeFormat,
    provenance::Provenance,
    spec::{Bundle, Specs},
};
use anyhow::{Context, Result, bail};
use docpages::{Change, Edition, Reading, compare, new_operation};

use super::{Recorded, coverage::places::Node};

/// What `docs check` found.
pub struct Report {
    /// What is printed.
    pub printed: String,
    /// A sentence for each page that could not be checked.
    pub errors: Vec<String>,
    changes: usize,
}

impl Report {
    /// The exit code: 2 where a page could not be checked, else 1 where something changed, else 0.
    pub fn code(&self) -> u8 {
        match (self.errors.is_empty(), self.changes) {
            (false, _) => 2,
            (true, 0) => 0,
            (true, _) => 1,
        }
    }
}

/// A page that was compared.
struct Checked<'a> {
    page: &'a Path,
    /// The operation that it describes: that of the spec, or its own name where no spec has it.
    operation: String,
    /// The edition that it was compared with; none for an operation that is new.
    against: Option<&'a Recorded>,
    date: &'a str,
    changes: Vec<Located>,
}

/// A change, and the line of the specs to edit.
struct Located {
    change: Change,
    place: places::Line,
}

/// Checks every page; one that cannot be read keeps none of the others from being checked. `columns` is the width of
/// the terminal where there is one.
pub fn run(
    directory: &Path,
    pages: &[PathBuf],
    against: Option<&str>,
    format: ChangeFormat,
    columns: Option<usize>,
) -> Report {
    let loaded = Inputs::load(directory);
    let (mut checked, mut errors) = (Vec::new(), Vec::new());
    match &loaded {
        Ok(inputs) => {
            for page in pages {
                match check(inputs, page, against) {
                    Ok(one) => checked.push(one),
                    Err(error) => errors.push(format!("{}: {error:#}", page.display())),
                }
            }
        }
        Err(error) => errors.push(format!("{error:#}")),
    }
    Report {
        printed: match (format, columns) {
            (ChangeFormat::Text, None) => report::text(&checked),
            (ChangeFormat::Text, Some(columns)) => screen::text(&checked, columns),
            (ChangeFormat::Json, _) => report::json(&checked),
        },
        changes: checked.iter().map(|one| one.changes.len()).sum(),
        errors,
    }
}

/// What pages are compared with.
struct Inputs {
    specs: Specs,
    provenance: Provenance,
    bundle: Bundle,
    records: Vec<Recorded>,
}

impl Inputs {
    fn load(directory: &Path) -> Result<Self> {
        let specs = Specs::load(directory)?;
        Ok(Self {
            provenance: Provenance::load(&specs)?,
            bundle: Bundle::new(&specs)?,
            records: Recorded::all(directory)?,
            specs,
        })
    }

    /// When an edition was published, as far as it is known: `2025`, `2025-07`, `2025-07-28`.
    fn date(&self, edition: &str) -> &str {
        let source = self.provenance.source(edition);
        source.map(|source| source.date.as_str()).unwrap_or_default()
    }
}

fn check<'a>(inputs: &'a Inputs, file: &'a Path, against: Option<&str>) -> Result<Checked<'a>> {
    let bytes = std::fs::read(file).context("cannot be read")?;
    let reading = docpages::read(&bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
    let Some(node) = operation::find(inputs, &reading.page) else {
        let change = new_operation(&reading.page);
        return Ok(Checked {
            page: file,
            operation: change.name.clone(),
            against: None,
            date: "",
            changes: vec![Located {
                change,
                place: places::of_new_operation(&inputs.specs),
            }],
        });
    };
    let operation = node.value["operationId"].as_str().unwrap_or_default().to_owned();
    let (record, mut changes) = closest(inputs, &operation, &reading, against)?;
    changes.extend(validity::changes(inputs, &node, &reading.page, record));
    let locate = |change| Located {
        place: places::of(&inputs.specs, &node, &change),
        change,
    };
    Ok(Checked {
        page: file,
        operation,
        against: Some(record),
        date: inputs.date(&record.edition),
        changes: changes.into_iter().map(locate).collect(),
    })
}

/// The edition to compare with: the one that is named, else that with the fewest changes. Of several that is one in
/// the same form, since all forms do not state the same things, and of these the newest.
fn closest<'a>(
    inputs: &'a Inputs,
    operation: &str,
    reading: &Reading,
    against: Option<&str>,
) -> Result<(&'a Recorded, Vec<Change>)> {
    let known: Vec<&Recorded> = inputs
        .records
        .iter()
        .filter(|record| record.operation == operation)
        .collect();
    let candidates = known
        .iter()
        .filter(|record| against.is_none_or(|edition| record.edition == edition));
    let after = Edition {
        form: reading.form,
        page: &reading.page,
    };
    let compared = candidates.map(|record| {
        let before = Edition {
            form: record.form,
            page: &record.page,
        };
        (*record, compare(before, after))
    });
    let closest = compared.min_by_key(|(record, changes)| {
        (
            changes.len(),
            record.form != reading.form,
            Reverse(inputs.date(&record.edition)),
        )
    });
    match (closest, against) {
        (Some(closest), _) => Ok(closest),
        (None, _) if known.is_empty() => {
            bail!("describes {operation}, of which no edition is recorded; record one with `cargo xtask docs record`")
        }
        (None, edition) => {
            let editions: Vec<_> = known.iter().map(|record| record.edition.as_str()).collect();
            bail!(
                "describes {operation}, of which no edition `{}` is recorded; there are {}",
                edition.unwrap_or_default(),
                editions.join(", ")
            )
        }
    }
}

/// The key of a status among the responses of an operation: `404`, else `4XX`, else `default`.
fn response_key(operation: &Node, status: u16) -> Option<String> {
    let responses = operation.value["responses"].as_object()?;
    let keys = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
    keys.into_iter().find(|key| responses.contains_key(key))
}
