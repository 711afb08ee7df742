//! `cargo xtask generate`: from the specs to every derived file.

use std::{fs, panic::resume_unwind, path::Path, thread};

use anyhow::{Context, Result};

use crate::{
    artefact::{Artefact, Change, Plan},
    codegen,
    lint::{self, Checked},
    publish,
    spec::files_in,
};

/// The command that a stale file's owner is told to run.
const COMMAND: &str = "cargo xtask generate";

/// Makes every artefact of specs that passed the lint, in memory.
pub fn artefacts(checked: &Checked) -> Result<Vec<Artefact>> {
    let (code, published) = thread::scope(|scope| {
        let code = scope.spawn(|| codegen::artefacts(&checked.specs, &checked.bundle));
        let published = publish::artefacts(checked);
        (code.join(), published)
    });
    let mut artefacts = code.unwrap_or_else(|panic| resume_unwind(panic))?;
    artefacts.extend(published?);
    Ok(artefacts)
}

/// Generates; with `check`, writes nothing and fails where anything is stale.
///
/// Returns what was changed, a line for each file.
pub fn run(root: &Path, check: bool) -> Result<Vec<String>> {
    apply(root, &artefacts(&lint::run(&root.join("openapi"))?)?, check)
}

/// Makes a tree hold these artefacts and no others, or with `check` compares; what it returns is that of [`run`].
pub fn apply(root: &Path, artefacts: &[Artefact], check: bool) -> Result<Vec<String>> {
    let plan = Plan::new(root, artefacts, &owned())?;
    if check {
        plan.check(COMMAND)?;
        return Ok(vec![format!("{} generated files are up to date", artefacts.len())]);
    }
    plan.apply()?;
    Ok(lines(&plan, artefacts.len()))
}

/// Generates from other contracts into another folder, which then holds crates that compile, and a test of every example.
pub fn elsewhere(root: &Path, specs: &Path, out: &Path) -> Result<Vec<String>> {
    let checked = lint::drafted(specs)?;
    let mut artefacts = artefacts(&checked)?;
    let generated: usize = artefacts.iter().map(|artefact| artefact.content.lines().count()).sum();
    let operations = checked.bundle.origins.len();
    artefacts.push(codegen::test_of_examples(&checked.specs, &checked.bundle)?);
    for package in ["crates/modelarts-api", "crates/modelarts-httpmock"] {
        for file in files_in(&[root.join(package).join("src")])? {
            let path = file.strip_prefix(root)?;
            if !codegen::GENERATED.iter().any(|generated| path.starts_with(generated)) {
                artefacts.push(read(root, path)?);
            }
        }
        artefacts.push(read(root, format!("{package}/README.md"))?);
        // Our own tests know our contracts.
        let mut manifest = read(root, format!("{package}/Cargo.toml"))?;
        let parts = manifest.content.split_once("[dev-dependencies]");
        let (head, tail) = parts.unwrap_or((&manifest.content, ""));
        let lints = tail.rfind("[lints]").and_then(|at| tail.get(at..)).unwrap_or_default();
        manifest.content = format!("{head}{lints}");
        artefacts.push(manifest);
    }
    let mut workspace = read(root, "Cargo.toml")?;
    let members = workspace.content.lines().map(|line| {
        if line.starts_with("members = ") {
            "members = [\"crates/modelarts-api\", \"crates/modelarts-httpmock\"]"
        } else {
            line
        }
    });
    workspace.content = members.map(|line| line.to_owned() + "\n").collect();
    artefacts.extend([workspace, read(root, "Cargo.lock")?]);

    fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
    let plan = Plan::new(out, &artefacts, &owned())?;
    plan.apply()?;
    let mut lines = lines(&plan, artefacts.len());
    lines.push(format!("{operations} operations, {generated} generated lines"));
    Ok(lines)
}

fn read(root: &Path, path: impl AsRef<Path>) -> Result<Artefact> {
    let path = path.as_ref();
    let content = fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Artefact::new(path, content))
}

/// Folders in which every file is generated.
fn owned() -> Vec<&'static str> {
    [&codegen::GENERATED[..], &[publish::DIST, publish::SCHEMAS]].concat()
}

fn lines(plan: &Plan<'_>, all: usize) -> Vec<String> {
    let changes = plan.changes.iter();
    let removed = changes.clone().filter(|(_, change)| *change == Change::Removed).count();
    let lines = changes.map(|(path, change)| format!("{change} {}", path.display()));
    let mut lines: Vec<String> = lines.collect();
    let kept = all + removed - plan.changes.len();
    lines.push(format!("{kept} of {all} generated files were up to date"));
    lines
}
