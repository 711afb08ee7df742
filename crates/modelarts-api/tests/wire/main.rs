//! Wire types: what decodes, what it encodes to, and what is an error.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test does not expect fails it"
)]

mod generated;
mod positions;
mod raw_types;

mod open_enums;
mod round_trips;
mod type_changes;
mod values;

use std::sync::LazyLock;

use raw_types::{RawType, raw_type};
use serde_json::Value;
use xtask::spec::{Specs, examples};

use positions::collapsed;

/// An example payload of the specs.
struct Example {
    /// Name of its file, such as `list_pools.every_field`.
    name: String,
    operation: Option<String>,
    text: String,
}

impl Example {
    fn raw_type(&self) -> RawType {
        raw_type(self.operation.as_deref())
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let specs = Specs::load(&xtask::root().join("openapi")).unwrap();
    let all = examples(&specs).into_iter().map(|example| Example {
        name: example.file().unwrap().rsplit('/').next().unwrap().replace(".json", ""),
        operation: example.operation.map(str::to_owned),
        text: specs.text(example.file().unwrap()).unwrap(),
    });
    all.collect()
});

fn example(name: &str) -> &'static Example {
    EXAMPLES.iter().find(|example| example.name == name).unwrap()
}

/// Every example and, where it differs, the same with single elements in place of arrays.
static PAYLOADS: LazyLock<Vec<(RawType, Value)>> = LazyLock::new(|| {
    let mut payloads = Vec::new();
    for example in EXAMPLES.iter() {
        let (raw, value) = (example.raw_type(), example.value());
        let single = collapsed(&value, raw.name);
        if single != value {
            payloads.push((example.raw_type(), single));
        }
        payloads.push((raw, value));
    }
    payloads
});
