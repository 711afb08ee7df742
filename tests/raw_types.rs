//! The raw type of a payload; shared with the tests of `modelarts-api`.

use modelarts_httpmock::Payload;

#[path = "../crates/modelarts-api/tests/wire/raw_types.rs"]
mod shared;

pub(crate) use shared::{RawType, decode, without_nulls};

/// Type of a payload.
pub(crate) fn raw_type(payload: &Payload) -> RawType {
    shared::raw_type(payload.operation)
}
