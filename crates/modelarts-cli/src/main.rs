//! The `modelarts` command: resource pools, pool statistics and quotas of Huawei Cloud ModelArts, and signed calls of
//! anything else.
//!
//! Signing, retries, limits and the meaning of responses come from the `modelarts` crate. This crate adds the command
//! line, output for people and programs, and `verify`, which compares responses with the bundled API specs.

mod answer;
mod api;
mod arguments;
mod clock;
mod commands;
mod completions;
mod connection;
mod demo;
mod document;
mod error;
mod generated;
mod json_layout;
mod lists;
mod output;
mod pools;
mod presentation;
mod show;
mod specs;
mod spinner;
mod table;
mod tables;
mod target;
mod verify;
mod watch;
mod whoami;

use std::process::ExitCode;

use clap_complete::CompleteEnv;

fn main() -> ExitCode {
    CompleteEnv::with_factory(arguments::command)
        .var(completions::VARIABLE)
        .complete();
    let arguments = arguments::Arguments::read();
    let format = arguments.global.output;
    // The worker thread handles Ctrl-C even while this one is blocked on writing output.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error::CommandError::system("cannot start", error));
    let outcome = runtime.and_then(|runtime| {
        let outcome = runtime.block_on(commands::run(arguments));
        // Exiting must not wait for a DNS lookup that is still running.
        runtime.shutdown_background();
        outcome
    });
    outcome.unwrap_or_else(|error| ExitCode::from(error.report(format)))
}
