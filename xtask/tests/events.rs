//! What really happened to the pages: every change between recorded editions, held against the pages by eye.

use xtask::{
    diff::{Change, diff},
    docs::Recorded,
};

/// A line for each change from one recorded edition to another.
fn event(operation: &str, before: &str, after: &str) -> String {
    let records = Recorded::all(&xtask::root().join("openapi")).unwrap();
    let recorded = |edition: &str| {
        let is_it = |record: &&Recorded| record.operation == operation && record.edition == edition;
        records
            .iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("{operation} has no edition {edition}"))
    };
    let changes = diff(&recorded(before).view(), &recorded(after).view()).changes;
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(change: &Change) -> String {
    let kind = serde_json::to_value(change.kind).unwrap();
    let fact = |fact: &Option<String>| fact.clone().unwrap_or_else(|| "-".to_owned());
    let Change {
        location,
        name,
        severity,
        ..
    } = change;
    let kind = kind.as_str().unwrap();
    let note = change.note.map(|note| format!(" ({note})")).unwrap_or_default();
    let (before, after) = (fact(&change.before), fact(&change.after));
    format!("{severity:<13} {kind} | {location} | {name} | {before} -> {after}{note}")
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
