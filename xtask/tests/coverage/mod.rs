//! The recorded documentation pages and the contracts: what a page states is in the contract, or the difference is
//! explained.
//!
//! No page is needed for that, only what was recorded of it.

mod alterations;
mod deviations;

use serde_json::Value;
use xtask::{
    docs::{Recorded, coverage},
    lint::{self, Checked, Finding},
    spec::child,
};

fn contracts() -> Checked {
    lint::run(&xtask::root().join("openapi")).unwrap()
}

fn records() -> Vec<Recorded> {
    Recorded::all(&xtask::root().join("openapi")).unwrap()
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(Finding::to_string).collect()
}

#[test]
fn covers_every_recorded_page() {
    assert_eq!(
        lines(&coverage::findings(&contracts(), &records())),
        Vec::<String>::new()
    );
}

/// The five first pages and the eight other editions, whatever has come since.
#[test]
fn holds_an_edition_of_each_page() {
    let recorded = records();
    for (operation, editions) in [
        ("ListPools", "intl-2025-08 otc-2024-06 otc-2025-07"),
        ("ShowOsQuota", "eu-2025 otc-2024-06 otc-2025-05"),
        ("ShowPoolStatistics", "eu-2025-03 intl-2022-12 otc-2024-06 otc-2025-07"),
        ("ShowWorkspaceQuotas", "legacy-2019 otc-2022-04 otc-2022-05"),
    ] {
        for edition in editions.split(' ') {
            let is_it = |record: &Recorded| record.operation == operation && record.edition == edition;
            assert!(recorded.iter().any(is_it), "{operation} {edition}");
        }
    }
}

#[test]
fn is_recorded_without_prose() {
    for Recorded {
        operation,
        edition,
        document,
    } in records()
    {
        let mut texts = Vec::new();
        walk(&document, "", &mut |pointer, value| {
            let is_fact = pointer.starts_with("/components") || pointer.contains("/parameters/");
            texts.extend(value.as_str().filter(|_| is_fact).map(str::to_owned));
        });
        for text in texts {
            // The longest names of types and fields have two words beside themselves: `Array of PoolModel objects`.
            assert!(text.split_whitespace().count() <= 4, "{operation} {edition}: {text:?}");
        }
    }
}

/// Visits everything in a document, each with its pointer.
fn walk(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(pointer, value);
    for (key, inner) in value.as_object().into_iter().flatten() {
        walk(inner, &child(pointer, key), visit);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        walk(inner, &format!("{pointer}/{index}"), visit);
    }
}
