//! `cargo xtask`: what a maintainer runs.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{
    bench, compat, conformance, demo,
    docs::{check, coverage, record},
    fuzz, generate, lint, page_test, root,
};

/// Lints the OpenAPI specs and generates everything that is derived from them.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    /// The workspace to work on
    #[arg(long, global = true, value_name = "DIR", default_value_os_t = root().to_owned(), hide_default_value = true, hide_short_help = true)]
    root: PathBuf,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Generate the raw client, the typed mock and the published spec from openapi/*.yaml
    Generate {
        /// Write nothing; fail with a diff where a generated file is stale
        #[arg(long)]
        check: bool,
    },
    /// Check the specs against every rule and report all findings
    Lint,
    /// Read documentation pages: record their facts, and prove that the specs cover them
    #[command(subcommand)]
    Docs(DocsTask),
    /// Put the published spec through the usual generators of other languages, and decode every payload with each client
    Conformance {
        /// Only these, separated by commas; prints the result and leaves docs/conformance.md alone
        #[arg(long, value_enum, value_delimiter = ',', value_name = "NAMES")]
        only: Vec<conformance::Subject>,
        /// Write nothing; fail with a diff where docs/conformance.md says something else
        #[arg(long, conflicts_with = "only")]
        check: bool,
    },
    /// Generate, then ask a mock that serves the documented payloads for pools, statistics and quotas
    Demo,
    /// Measure calls, decoding, signing and what it costs to depend on the crate, and write docs/performance.md
    Bench(bench::Options),
    /// Fuzz what reads and what signs, with cargo-fuzz on a nightly toolchain
    Fuzz {
        /// The targets to run; all where none is named
        targets: Vec<String>,
        /// For how long each
        #[arg(long, default_value_t = 10)]
        minutes: u64,
        /// Run nothing; bring the committed corpora up to date
        #[arg(long)]
        minimise: bool,
    },
    /// Generate, then try the reference page in Chromium (needs chromium, node and npm)
    PageTest,
    /// Tell what changed in the specs since a revision, and whether the versions reflect it
    ///
    /// Exit status 1 says that a version is too low, 2 that nothing could be compared.
    Compat {
        /// The revision to compare with: a tag, a branch or a commit
        #[arg(long, value_name = "GIT-REV")]
        base: String,
        /// For whom to write
        #[arg(long, value_enum, default_value_t = compat::Format::Text)]
        format: compat::Format,
    },
}

#[derive(Subcommand)]
enum DocsTask {
    /// Write the facts of a page to openapi/docs/<operation>/<edition>.json
    Record {
        /// The page: reStructuredText, HTML, or one of the flattened text layouts
        page: PathBuf,
        /// The edition that it is: an id of `x-sources` in openapi/common.yaml
        #[arg(long, value_name = "NAME")]
        edition: String,
    },
    /// Prove that the specs cover every recorded page, or explain each difference
    Coverage,
    /// Say what pages state otherwise than a recorded edition; exit 0 for nothing, 1 for something, 2 for a page that cannot be read
    Check {
        /// The pages: reStructuredText, HTML, or one of the flattened text layouts
        #[arg(required = true, value_name = "PAGE")]
        pages: Vec<PathBuf>,
        /// The recorded edition to compare with [default: the closest one]
        #[arg(long, value_name = "EDITION")]
        against: Option<String>,
        /// How the changes are printed
        #[arg(long, value_enum, default_value_t)]
        format: check::Format,
    },
}

fn main() -> ExitCode {
    let Cli { root, task } = Cli::parse();
    match run(&root, task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            // As in `docs check`: a page that cannot be read is not a page that says something else.
            if error.is::<docpages::Unreadable>() {
                2.into()
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn run(root: &Path, task: Task) -> Result<ExitCode> {
    match task {
        Task::Generate { check } => print(&generate::run(root, check)?),
        Task::Lint => {
            let specs = lint::run(&root.join("openapi"))?;
            print(&[format!("{} spec files, no findings", specs.documents.len())]);
        }
        Task::Docs(DocsTask::Record { page, edition }) => print(&record::run(root, &page, &edition)?),
        Task::Docs(DocsTask::Coverage) => print(&[coverage::run(&root.join("openapi"))?]),
        Task::Docs(DocsTask::Check { pages, against, format }) => {
            let columns = terminal_size::terminal_size_of(std::io::stdout());
            let columns = columns.map(|(width, _)| usize::from(width.0));
            let report = check::run(&root.join("openapi"), &pages, against.as_deref(), format, columns);
            print!("{}", report.printed);
            for error in &report.errors {
                eprintln!("error: {error}");
            }
            return Ok(report.code().into());
        }
        Task::Conformance { only, check } => conformance::run(root, &only, check)?,
        Task::Bench(options) => bench::run(root, &options)?,
        Task::Demo => {
            print(&generate::run(root, false)?);
            demo::run(root)?;
        }
        Task::Fuzz {
            targets,
            minutes,
            minimise,
        } => {
            let seconds = minutes.saturating_mul(60);
            let options = fuzz::Options {
                targets,
                seconds,
                minimise,
            };
            print(&fuzz::run(root, &options)?);
        }
        Task::PageTest => {
            print(&generate::run(root, false)?);
            page_test::run(root)?;
        }
        Task::Compat { base, format } => return Ok(compare(root, &base, format)),
    }
    Ok(ExitCode::SUCCESS)
}

/// A script can tell a verdict from a comparison that did not take place.
fn compare(root: &Path, base: &str, format: compat::Format) -> ExitCode {
    let report = compat::run(root, base);
    match report.and_then(|report| Ok((report.print(format)?, report.is_reflected()))) {
        Ok((text, is_reflected)) => {
            print!("{text}");
            if is_reflected {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(1)
            }
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}
