//! Code made by `cargo xtask generate`; see the header of each file.

#[rustfmt::skip]
#[allow(
    missing_docs,
    unreachable_pub,
    unreachable_patterns,
    clippy::all,
    clippy::unwrap_used,
    reason = "generated; the generator documents what the specs describe, and repeats status codes that a range covers"
)]
pub(crate) mod client;

#[rustfmt::skip]
mod objects;

#[rustfmt::skip]
#[allow(unreachable_pub, reason = "generated; re-exported by `types`")]
pub(crate) mod open_enums;

#[rustfmt::skip]
mod open_maps;
