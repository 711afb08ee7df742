//! `cargo xtask`: the tasks of a maintainer.

use std::{path::Path, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use xtask::{
    command_line::{CommandLine, Docs, Format, Task},
    compat, conformance,
    docs::{check, coverage, draft, record, survey},
    generate, lint, page_test, programs, spec,
};

fn main() -> ExitCode {
    let CommandLine { root, task } = CommandLine::parse();
    match run(&root, task) {
        Ok(code) => code,
        Err(error) => {
            // As in `docs check`: a page that cannot be read is not a page that says something else.
            let is_unread = error.is::<record::PageNotRead>();
            tell("", &[format!("{error:#}")], if is_unread { 2 } else { 1 })
        }
    }
}

fn run(root: &Path, task: Task) -> Result<ExitCode> {
    match task {
        Task::Generate { check, specs: None, .. } => print(&generate::run(root, check)?),
        Task::Generate {
            specs: Some(specs),
            out,
            ..
        } => print(&generate::elsewhere(root, &specs, &out.unwrap_or_default())?),
        Task::Demo => {
            print(&generate::run(root, false)?);
            programs::demo(root)?;
        }
        Task::Lint { specs } => {
            let checked = lint::alone(&specs.unwrap_or_else(|| root.join("openapi")))?;
            print(&[format!("{} spec files, no findings", checked.specs.documents.len())]);
        }
        Task::Docs(Docs::Record { page, edition }) => print(&record::run(root, &page, &edition)?),
        Task::Docs(Docs::Coverage) => print(&[coverage::run(&root.join("openapi"))?]),
        Task::Docs(Docs::Check { pages, against, format }) => {
            let columns = terminal_size::terminal_size_of(std::io::stdout());
            let columns = columns.map(|(width, _)| usize::from(width.0));
            let report = check::run(&root.join("openapi"), &pages, against.as_deref(), format, columns);
            return Ok(tell(&report.printed, &report.errors, report.code()));
        }
        Task::Docs(Docs::Survey { pages }) => {
            print!("{}", survey::run(&root.join("openapi"), &spec::files_in(&pages)?)?);
        }
        Task::Docs(Docs::Draft {
            pages,
            into,
            edition,
            format,
        }) => {
            let openapi = root.join("openapi");
            let folder = into.as_deref().unwrap_or(&openapi);
            let batch = draft::run(&openapi, &spec::files_in(&pages)?, folder, edition.as_deref())?;
            return Ok(tell(&batch.report(format), &batch.errors, batch.code()));
        }
        Task::Conformance { only, check } => conformance::run(root, &only, check)?,
        Task::Bench { benchmarks } => programs::bench(root, &benchmarks)?,
        Task::Fuzz { target, options } => programs::fuzz(root, &target, &options)?,
        Task::PageTest => {
            print(&generate::run(root, false)?);
            page_test::run(root)?;
        }
        Task::Compat { base, format } => return Ok(compare(root, &base, format)),
    }
    Ok(ExitCode::SUCCESS)
}

/// A script can tell a verdict from a comparison that did not take place.
fn compare(root: &Path, base: &str, format: Format) -> ExitCode {
    match compat::run(root, base) {
        Ok(report) => tell(&report.print(format), &[], u8::from(!report.is_reflected())),
        Err(error) => tell("", &[format!("{error:#}")], 2),
    }
}

/// Prints what a task found, and what kept it from finding more.
fn tell(text: &str, errors: &[String], code: u8) -> ExitCode {
    print!("{text}");
    errors.iter().for_each(|error| eprintln!("error: {error}"));
    code.into()
}

fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}
