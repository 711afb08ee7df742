//! Code written by `cargo xtask generate`, for tests that go over all operations; see the header of each file.

#[rustfmt::skip]
mod calls;

#[rustfmt::skip]
#[path = "../crates/modelarts-api/tests/generated/raw_types.rs"]
mod raw_types;

pub(crate) use calls::call;
pub(crate) use raw_types::raw_type;
