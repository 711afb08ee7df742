//! Results as tables.

pub(crate) mod events;
pub(crate) mod flavors;
pub(crate) mod networks;
pub(crate) mod nodes;
pub(crate) mod pool;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
pub(crate) mod quotas;
pub(crate) mod usage;
pub(crate) mod workloads;
pub(crate) mod workspaces;

use std::collections::BTreeMap;

use crate::output::plain;

/// A text with its state in parentheses, if there is one.
fn with_state(text: &str, state: Option<&str>) -> String {
    match state {
        None | Some("") => text.to_owned(),
        Some(state) => format!("{text} ({state})"),
    }
}

/// Amounts of resources, such as `cpu 8, memory 64Gi`.
fn amounts<T: AsRef<str>>(amounts: BTreeMap<&str, T>) -> String {
    let amounts = amounts
        .into_iter()
        .map(|(resource, amount)| format!("{resource} {}", amount.as_ref()));
    amounts.collect::<Vec<_>>().join(", ")
}

/// A text as the only note, unless it is empty.
fn note(text: &str) -> Vec<String> {
    let text = Some(text).filter(|text| !text.is_empty());
    text.map(plain).into_iter().collect()
}
