//! `cargo xtask`: what a maintainer runs.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use xtask::{demo, fuzz, generate, lint, root};

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
        Task::Fuzz {
            targets,
            minutes,
            minimise,
        } => {
            let seconds = minutes.saturating_mul(60);
            print(&fuzz::run(
                root,
                &fuzz::Options {
                    targets,
                    seconds,
                    minimise,
                },
            )?);
        }
    }
    Ok(())
}

fn print(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}
