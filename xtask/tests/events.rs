//! What really happened to the pages: every change between recorded editions, held against the pages by eye.

use serde_json::json;
use xtask::{
    diff::{Change, ChangeKind, View, diff, join},
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
fn pools_from_july_to_august_2025() {
    insta::assert_snapshot!(event("ListPools", "otc-2025-07", "intl-2025-08"));
}

#[test]
fn pool_statistics_from_december_2022_to_march_2025() {
    insta::assert_snapshot!(event("ShowPoolStatistics", "intl-2022-12", "eu-2025-03"));
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

/// A type that stands at several places and grows at one of them is reported there.
#[test]
fn a_shared_type_is_reported_where_it_changed() {
    let mut tried = 0;
    for record in Recorded::all(&xtask::root().join("openapi")).unwrap() {
        let view = record.view();
        let bodies = view.operations.iter().flat_map(|operation| &operation.bodies);
        for (body, table) in bodies.flat_map(|body| body.tables.iter().map(move |table| (body, table))) {
            for row in &table.rows {
                let Some(shared) = row.below.map(|below| &body.tables[below]) else {
                    continue;
                };
                let (Some(last), Some(name), 2..) = (row.layers.last(), &shared.name, shared.at.len()) else {
                    continue;
                };
                let mut document = record.document.clone();
                let mut grown = last.value.clone();
                grown["x-documented-names"] = json!([name]);
                grown["properties"]["zenith"] = json!({ "type": "string" });
                document["components"]["schemas"]["Grown"] = grown;
                let reference = &mut row.layers.iter().rev().find(|layer| layer.pointer != last.pointer);
                let pointer = &reference.take().unwrap().pointer;
                *document.pointer_mut(pointer).unwrap() = json!({ "$ref": "#/components/schemas/Grown" });
                let changes = diff(&view, &View::of(&document)).changes;
                let added: Vec<_> = changes
                    .iter()
                    .filter(|change| change.kind == ChangeKind::FieldAdded)
                    .collect();
                let place = |at: &String| format!("{} {}{}", body.label, join(at, row.name), row.kind.marks);
                let places: Vec<_> = table.at.iter().map(place).collect();
                assert_eq!(added.len(), 1, "{changes:#?}");
                assert!(
                    places.contains(&added[0].location),
                    "{} is not among {places:?}",
                    added[0].location
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "{tried}");
}
