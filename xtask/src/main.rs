//! `cargo xtask`: what a maintainer runs.

use std::{path::Path, process::ExitCode};

use anyhow::Result;
use clap::Parser;
use xtask::{
    command_line::{CommandLine, Task},
    demo, generate,
    lint::LEFT_OUT,
    upkeep,
};

fn main() -> ExitCode {
    let CommandLine { root, task } = CommandLine::parse();
    run(&root, &task).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(root: &Path, task: &Task) -> Result<ExitCode> {
    match task {
        Task::Generate { check } => generate(root, *check)?,
        Task::Demo => {
            generate(root, false)?;
            demo::run(root)?;
        }
        Task::Upkeep(_) => return Ok(upkeep::run()),
    }
    Ok(ExitCode::SUCCESS)
}

fn generate(root: &Path, check: bool) -> Result<()> {
    for line in generate::run(root, check)? {
        println!("{line}");
    }
    println!("{LEFT_OUT}");
    Ok(())
}
