//! What `cargo xtask generate` makes, so that tests which go over everything need no list of it; see the header of each
//! file.

#[rustfmt::skip]
mod calls;

#[rustfmt::skip]
mod open_enums;

pub(crate) use calls::{call, raw_type};
pub(crate) use open_enums::all_open_enums;
