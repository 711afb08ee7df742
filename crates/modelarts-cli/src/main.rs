//! The `modelarts` command: resource pools, pool statistics and quotas of Huawei Cloud ModelArts.
//!
//! Signing, retries, limits and the meaning of responses come from the `modelarts` crate. This crate adds the command
//! line, terminal output, and `verify`, which compares responses with the bundled API specs.

mod arguments;
mod call;
mod clock;
mod commands;
mod connection;
mod demo;
mod error;
mod generated;
mod json_layout;
mod output;
mod specs;
mod spinner;
mod tables;
mod verify;

use std::process::ExitCode;

fn main() -> ExitCode {
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
    outcome.unwrap_or_else(|error| error.report(format))
}
