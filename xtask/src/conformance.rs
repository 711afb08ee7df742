//! `cargo xtask conformance`: whether the published spec reads well with the usual tools of other languages.
//!
//! Each subject is a folder of `conformance/` whose `run.sh` prints rows of a table in `docs/conformance.md`.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::{
    artefact::{Artefact, Plan},
    command_line::Subject,
    publish::DIST,
};

const PAGE: &str = "docs/conformance.md";
const COMMAND: &str = "cargo xtask conformance";

/// The exit status of a script whose tools this machine lacks.
const NOT_RUN: i32 = 77;

/// Runs every subject, or those of `only`, and fails where something disagrees with the spec.
///
/// A full run puts the rows into the tables of the page, or with `check` compares them; another prints them.
pub fn run(root: &Path, only: &[Subject], check: bool) -> Result<()> {
    let spec = root.join(DIST).join("modelarts.openapi.json");
    fs::metadata(&spec).with_context(|| format!("cannot read {}", spec.display()))?;
    let (mut clients, mut calls, mut tools, mut failed) = (String::new(), String::new(), String::new(), Vec::new());
    for subject in Subject::value_variants() {
        if !only.is_empty() && !only.contains(subject) {
            continue;
        }
        let name = subject.folder();
        eprintln!("{name}");
        let (rows, agrees) = run_script(root, &name)?;
        if !agrees {
            failed.push(name);
        }
        match subject {
            Subject::Typescript | Subject::Python | Subject::Go | Subject::Java => clients += &rows,
            Subject::Ruby | Subject::Php | Subject::Rust | Subject::Csharp | Subject::Kotlin => clients += &rows,
            Subject::Calls => calls += &rows,
            Subject::Linters | Subject::Overlay | Subject::Postman | Subject::Packages => tools += &rows,
            Subject::Prism | Subject::Schemathesis => tools += &rows,
        }
    }
    if only.is_empty() && failed.is_empty() {
        let tables = [
            ("| language |", clients),
            ("| calls from |", calls),
            ("| program |", tools),
        ];
        update_page(root, &tables, check)?;
    } else {
        print!("{clients}{calls}{tools}");
    }
    ensure!(failed.is_empty(), "the spec disagrees with: {}", failed.join(", "));
    Ok(())
}

/// Runs the script of a subject: its rows, and whether nothing disagrees. What it complains of goes to the terminal.
fn run_script(root: &Path, subject: &str) -> Result<(String, bool)> {
    let script = root.join("conformance").join(subject).join("run.sh");
    let output = Command::new("bash")
        .arg(&script)
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run {} with bash", script.display()))?;
    let rows = String::from_utf8(output.stdout).with_context(|| format!("{subject} prints text that is not UTF-8"))?;
    let agrees = output.status.success() || output.status.code() == Some(NOT_RUN);
    Ok((rows, agrees))
}

fn update_page(root: &Path, tables: &[(&str, String)], check: bool) -> Result<()> {
    let page = root.join(PAGE);
    let mut content = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    for (head, rows) in tables {
        content = replace_rows(&content, head, rows)?;
    }
    let page = [Artefact::new(PAGE, content)];
    let plan = Plan::new(root, &page, &[])?;
    match check {
        true => plan.check(COMMAND)?,
        false => plan.apply()?,
    }
    println!("{PAGE} holds the result");
    Ok(())
}

/// `page` with `rows` in the one table whose first line begins with `head`.
fn replace_rows(page: &str, head: &str, rows: &str) -> Result<String> {
    let lines: Vec<&str> = page.split_inclusive('\n').collect();
    let Some(start) = lines.iter().position(|line| line.starts_with(head)) else {
        bail!("{PAGE} has no table that begins with `{head}`");
    };
    // The second line of a table is a rule.
    let (before, table) = lines.split_at((start + 2).min(lines.len()));
    let after = table.iter().skip_while(|line| line.starts_with('|')).copied();
    Ok(before.concat() + rows + &after.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_table_are_replaced() {
        let page = "# Page\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |\n\nend\n";
        let replaced = replace_rows(page, "| c |", "| 4 |\n| 5 |\n").unwrap();
        assert_eq!(replaced, page.replace("| 3 |\n", "| 4 |\n| 5 |\n"));
        let error = replace_rows(page, "| d |", "").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{PAGE} has no table that begins with `| d |`")
        );
    }
}
