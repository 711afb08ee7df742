//! The command as its users see it: the real binary, against a mock of the service over HTTP, with signatures checked.
//!
//! Each run has an environment of its own and nothing of that of the tests. Nothing leaves loopback.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test does not expect fails it"
)]

#[path = "cli/command.rs"]
mod command;
#[path = "cli/service.rs"]
mod service;
#[cfg(unix)]
#[path = "cli/terminal.rs"]
mod terminal;

#[path = "cli/configuration.rs"]
mod configuration;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/failures.rs"]
mod failures;
#[path = "cli/help.rs"]
mod help;
#[cfg(unix)]
#[path = "cli/on_a_terminal.rs"]
mod on_a_terminal;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/requests.rs"]
mod requests;
#[path = "cli/verify.rs"]
mod verify;
