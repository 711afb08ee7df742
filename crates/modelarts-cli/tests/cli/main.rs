//! The command as its users see it: the real binary, against a mock of the service over HTTP that checks signatures.
//!
//! No run inherits the environment of the tests. Nothing leaves loopback.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a surprise fails the test"
)]

mod command;
mod service;
#[cfg(unix)]
mod terminal;

mod configuration;
mod demo;
mod errors;
mod help;
mod lists;
#[cfg(unix)]
mod on_a_terminal;
mod output;
mod pool_contents;
mod requests;
mod verify;
