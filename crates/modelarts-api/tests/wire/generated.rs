//! Lists of all types, written by `cargo xtask generate`.

#[rustfmt::skip]
#[path = "../generated/open_enums.rs"]
mod open_enums;

#[rustfmt::skip]
#[path = "../generated/raw_types.rs"]
mod raw_types;

pub(crate) use open_enums::all_open_enums;
pub(crate) use raw_types::raw_type;
