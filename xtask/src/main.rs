//! `cargo xtask`: what a maintainer runs.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{bench, demo, generate, lint, root};

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
    /// Generate, then call all four operations against a mock that serves the documented payloads
    Demo,
    /// Measure calls, decoding, signing and what it costs to depend on the crate, and write docs/performance.md
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let Cli { root, task } = Cli::parse();
    match run(&root, task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(root: &Path, task: Task) -> Result<()> {
    match task {
        Task::Generate { check } => print(&generate::run(root, check)?),
        Task::Lint => {
            let specs = lint::run(&root.join("openapi"))?;
            print(&[format!("{} spec files, no findings", specs.documents.len())]);
        }
        Task::Demo => {
            print(&generate::run(root, false)?);
            demo::run(root)?;
        }
        Task::Bench(options) => bench::run(root, &options)?,
    }
    Ok(())
}

fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}
