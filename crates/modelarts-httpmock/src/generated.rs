//! Code made by `cargo xtask generate`; see the header of each file.

#[rustfmt::skip]
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::unwrap_used,
    reason = "generated; a mock that is set up wrongly fails the test that does it"
)]
pub(crate) mod mocks;

#[rustfmt::skip]
mod operations;

/// The example payloads of the specs, ready to serve.
#[rustfmt::skip]
pub mod payloads;
