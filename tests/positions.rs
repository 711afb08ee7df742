//! Every place in a payload; shared with the tests of `modelarts-api`.

#[path = "../crates/modelarts-api/tests/wire/positions.rs"]
#[allow(dead_code, reason = "those tests need more of it")]
mod shared;

pub(crate) use shared::*;
