//! The command `modelarts`: resource pools, pool statistics and quotas of Huawei Cloud ModelArts.
//!
//! It is thin: signing, retries, limits and the meaning of the responses are the crate `modelarts`. What is here is the
//! command line, how things look on a terminal, and `verify`, which holds what the service sends against the specs.

mod arguments;
mod clock;
mod commands;
mod connection;
mod demo;
mod failure;
mod generated;
mod interrupt;
mod json_layout;
mod output;
mod spinner;
mod tables;
mod verify;

use std::process::ExitCode;

// Generated code finds these at the root.
use generated::{Operation, Payload};

fn main() -> ExitCode {
    let arguments = arguments::Arguments::read();
    let format = arguments.global.output;
    // The second thread sees Ctrl-C even while this one is held up by whoever reads the output.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => {
            let outcome = runtime.block_on(commands::run(arguments));
            // A name that is still being looked up must not hold up the end.
            runtime.shutdown_background();
            outcome
        }
        Err(error) => Err(failure::Failure::system("cannot start", error)),
    };
    outcome.unwrap_or_else(|failure| failure.report(format))
}
