//! `cargo xtask generate`: from the specs to every derived file.

use std::path::Path;

use anyhow::Result;

use crate::{
    artefact::{Artefact, Change, Plan},
    codegen,
    lint::{self, Checked},
    publish,
};

/// The command that a stale file's owner is told to run.
const COMMAND: &str = "cargo xtask generate";

/// Makes every artefact of specs that passed the lint, in memory.
pub fn artefacts(checked: &Checked) -> Result<Vec<Artefact>> {
    let mut artefacts = codegen::artefacts(&checked.specs, &checked.bundle)?;
    artefacts.extend(publish::artefacts(checked)?);
    Ok(artefacts)
}

/// Generates; with `check`, writes nothing and fails where anything is stale.
///
/// Returns what was changed, a line for each file.
pub fn run(root: &Path, check: bool) -> Result<Vec<String>> {
    let artefacts = artefacts(&lint::run(&root.join("openapi"))?)?;
    let owned: Vec<_> = codegen::GENERATED
        .into_iter()
        .chain([publish::DIST, publish::SCHEMAS])
        .collect();
    let plan = Plan::new(root, &artefacts, &owned)?;
    if check {
        plan.check(COMMAND)?;
        return Ok(vec![format!("{} generated files are up to date", artefacts.len())]);
    }
    plan.apply()?;
    let lines = plan.changes.iter().map(|(path, change)| {
        let verb = match change {
            Change::Created => "created",
            Change::Updated => "updated",
            Change::Removed => "removed",
        };
        format!("{verb} {}", path.display())
    });
    let mut lines: Vec<String> = lines.collect();
    let kept = artefacts.len()
        - plan
            .changes
            .iter()
            .filter(|(_, change)| *change != Change::Removed)
            .count();
    lines.push(format!("{kept} of {} generated files were up to date", artefacts.len()));
    Ok(lines)
}
