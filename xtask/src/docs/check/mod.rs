//! `cargo xtask docs check`: what a page states otherwise than a recorded edition of it, and which line to edit.

mod contract;
mod report;
mod validity;

use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail};

use self::report::{ComparedPage, Located};
use super::{
    Recorded,
    draft::{Beside, UNNAMED, draft},
    exit_code, read,
};
use crate::{
    command_line::Format,
    diff::{Change, ChangeKind, Side, View, diff},
    provenance::Provenance,
    spec::{Bundle, Specs},
};

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
        exit_code(&self.errors, self.changes == 0)
    }
}

/// Checks every page; one that cannot be read keeps none of the others from being checked. `columns` is the width of
/// the terminal where there is one.
pub fn run(
    directory: &Path,
    pages: &[PathBuf],
    against: Option<&str>,
    format: Format,
    columns: Option<usize>,
) -> Report {
    let loaded = Inputs::load(directory);
    let (mut checked, mut errors) = (Vec::new(), Vec::new());
    match &loaded {
        Ok(inputs) => {
            for page in pages {
                match check(inputs, page, against).with_context(|| page.display().to_string()) {
                    Ok(one) => checked.push(one),
                    Err(error) => errors.push(format!("{error:#}")),
                }
            }
        }
        Err(error) => errors.push(format!("{error:#}")),
    }
    Report {
        printed: match format {
            Format::Text => report::text(&checked, columns),
            Format::Json => report::json(&checked),
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
        self.provenance.source(edition).map_or("", |source| &source.date)
    }
}

fn check<'a>(inputs: &'a Inputs, file: &'a Path, against: Option<&str>) -> Result<ComparedPage<'a>> {
    let bytes = std::fs::read(file).context("cannot be read")?;
    let document = read(&bytes).map_err(|error| anyhow!("{error}"))?;
    let page = View::of(&document);
    let described = page.operations.first().context("describes no operation")?;
    let contracts = View::of(&inputs.bundle.value);
    let Some(contract) = contract::find(&contracts, &inputs.records, described) else {
        let operation = described.id.unwrap_or_default().to_owned();
        let uri = format!("{} {}", described.method, described.path);
        let change = Change {
            after: Some(uri),
            ..Change::new(ChangeKind::OperationNew, Side::Any, &[], "uri", &operation)
        };
        let place = contract::line_of_new_operation(&inputs.specs);
        let mut batch = draft(&Beside::all(&inputs.specs)?, &[file.to_owned()], UNNAMED);
        return Ok(ComparedPage {
            page: file,
            operation,
            against: None,
            changes: vec![Located { change, place }],
            drafted: batch.drafts.pop(),
        });
    };
    let operation = contract.id.unwrap_or_default().to_owned();
    let (record, mut changes) = closest(inputs, &operation, &page, against)?;
    changes.extend(validity::changes(&inputs.bundle.value, contract, &page, record));
    let locate = |change| Located {
        place: contract::line_of(&inputs.specs, contract, &change),
        change,
    };
    Ok(ComparedPage {
        page: file,
        operation,
        against: Some((record, inputs.date(&record.edition))),
        changes: changes.into_iter().map(locate).collect(),
        drafted: None,
    })
}

/// The edition to compare with: the one that is named, else that with the fewest changes. Of several that is one in
/// the same form, since all forms do not state the same things, and of these the newest.
fn closest<'a>(
    inputs: &'a Inputs,
    operation: &str,
    page: &View,
    against: Option<&str>,
) -> Result<(&'a Recorded, Vec<Change>)> {
    let known = || inputs.records.iter().filter(|record| record.operation == operation);
    let candidates = known().filter(|record| against.is_none_or(|edition| record.edition == edition));
    let compared = candidates.map(|record| {
        let before = record.view();
        (record, diff(&before, page).changes, before.source != page.source)
    });
    let closest = compared.min_by_key(|(record, changes, is_other_form)| {
        (changes.len(), *is_other_form, Reverse(inputs.date(&record.edition)))
    });
    if let Some((record, changes, _)) = closest {
        return Ok((record, changes));
    }
    let editions: Vec<_> = known().map(|record| record.edition.as_str()).collect();
    let remedy = match (against, &editions[..]) {
        (Some(edition), [_, ..]) => format!(" `{edition}` is recorded; there are {}", editions.join(", ")),
        _ => " is recorded; record one with `cargo xtask docs record`".to_owned(),
    };
    bail!("describes {operation}, of which no edition{remedy}")
}
