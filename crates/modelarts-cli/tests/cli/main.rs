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

mod command;
mod service;
#[cfg(unix)]
mod terminal;

mod configuration;
mod demo;
mod failures;
mod help;
#[cfg(unix)]
mod on_a_terminal;
mod output;
mod requests;
mod verify;
