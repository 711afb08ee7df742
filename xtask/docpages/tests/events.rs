//! What really happened to the pages: every change between recorded editions, held against the pages by eye.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, in the functions that its cases share too"
)]

use docpages::{Change, Edition, Form, Page, compare};
use serde::Deserialize;

/// A recorded edition, as it lies beside the specs.
#[derive(Deserialize)]
struct Recorded {
    form: Form,
    page: Page,
}

fn recorded(operation: &str, edition: &str) -> Recorded {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/docs");
    let text = std::fs::read_to_string(format!("{folder}/{operation}/{edition}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A line for each change.
fn event(operation: &str, before: &str, after: &str) -> String {
    let (before, after) = (recorded(operation, before), recorded(operation, after));
    let edition = |recorded: &Recorded| recorded.form;
    let changes = compare(
        Edition {
            form: edition(&before),
            page: &before.page,
        },
        Edition {
            form: edition(&after),
            page: &after.page,
        },
    );
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(change: &Change) -> String {
    let kind = serde_json::to_value(change.kind).unwrap();
    let fact = |fact: &Option<String>| fact.clone().unwrap_or_else(|| "-".to_owned());
    let Change {
        location, name, impact, ..
    } = change;
    let kind = kind.as_str().unwrap();
    let note = change
        .note
        .as_ref()
        .map(|note| format!(" ({note})"))
        .unwrap_or_default();
    let (before, after) = (fact(&change.before), fact(&change.after));
    format!("{impact:<13} {kind} | {location} | {name} | {before} -> {after}{note}")
}

#[test]
fn pools_from_june_2024_to_july_2025() {
    insta::assert_snapshot!(event("ListPools", "otc-2024-06", "otc-2025-07"));
}

#[test]
fn pool_statistics_from_june_2024_to_july_2025() {
    insta::assert_snapshot!(event("ShowPoolStatistics", "otc-2024-06", "otc-2025-07"));
}

#[test]
fn os_quotas_from_june_2024_to_may_2025() {
    insta::assert_snapshot!(event("ShowOsQuota", "otc-2024-06", "otc-2025-05"));
}

#[test]
fn workspace_quotas_from_april_to_may_2022() {
    insta::assert_snapshot!(event("ShowWorkspaceQuotas", "otc-2022-04", "otc-2022-05"));
}

#[test]
fn an_edition_is_as_itself() {
    for (operation, edition) in [("ListPools", "otc-2025-07"), ("ShowOsQuota", "otc-2024-06")] {
        assert_eq!(event(operation, edition, edition), "");
    }
}
