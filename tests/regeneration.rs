//! A maintainer edits specs and nothing else; everything derived follows.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    positions::BUNDLE,
    workspace_copy::{GENERATED, WorkspaceCopy},
};

/// The files that differ between two states of the tree.
fn changed(copy: &WorkspaceCopy, before: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let mut after = copy.files();
    let mut all = before.clone();
    all.append(&mut after.clone());
    all.retain(|file, _| before.get(file) != after.remove(file).as_ref());
    all.into_keys().collect()
}

#[test]
fn a_renamed_field_changes_generated_files_alone() {
    let copy = WorkspaceCopy::new();
    let old = copy.files();
    // Whatever it is called today: this must not stand in the way of who renames it for good.
    let properties = &BUNDLE["components"]["schemas"]["WorkspaceQuota"]["properties"];
    let mut names = properties.as_object().unwrap().keys();
    let field = names.find(|name| name.starts_with("max")).unwrap();
    let new = "renamed_in_a_test";
    let spec = "openapi/workspace-quotas.yaml";
    copy.edit(spec, &format!("        {field}:\n"), &format!("        {new}:\n"));
    for payload in [
        "workspace_quotas.doc",
        "workspace_quotas.otc-2022",
        "constructed/workspace_quotas.unlimited",
    ] {
        let file = format!("openapi/examples/{payload}.json");
        copy.edit(&file, &format!("{field:?}"), &format!("{new:?}"));
    }
    let by_hand = copy.files();
    copy.generate(false).unwrap();

    let generated = changed(&copy, &by_hand);
    // Every Rust file holds the digest of the specs, and two files hold digests of others.
    let mut every = copy.files();
    every.retain(|file, content| {
        let is_named = String::from_utf8_lossy(content).contains(new);
        let has_digests = [".rs", "dist/README.md", "SHA256SUMS"]
            .iter()
            .any(|end| file.ends_with(end));
        GENERATED.iter().any(|folder| file.starts_with(folder)) && (is_named || has_digests)
    });
    assert_eq!(generated, every.into_keys().collect());

    let text = |files: &BTreeMap<String, Vec<u8>>, file: &str| String::from_utf8(files[file].clone()).unwrap();
    let client = "crates/modelarts-api/src/generated/client.rs";
    let (before, after) = (text(&old, client), text(&copy.files(), client));
    let declared = |name: &str| format!("pub {name}: ");
    assert!(before.contains(&declared(field)) && !before.contains(new));
    assert!(after.contains(&declared(new)) && !after.contains(&declared(field)));
    let published = "openapi/dist/modelarts.openapi.json";
    let (before, after) = (text(&old, published), text(&copy.files(), published));
    // In the schema and in each example.
    let count = |text: &str, name: &str| text.matches(&format!("{name:?}")).count();
    assert_eq!((count(&before, field), count(&before, new)), (4, 0));
    assert_eq!((count(&after, field), count(&after, new)), (0, 4));
}

#[test]
fn a_new_value_of_an_open_enum_and_an_edited_example_reach_what_is_generated() {
    let copy = WorkspaceCopy::new();
    let spec = "openapi/pool-types.yaml";
    copy.edit(spec, " Waiting]\n", " Waiting, Frozen]\n");
    copy.edit(spec, "or approval.\n", "or approval.\n        - It is frozen.\n");
    let example = "openapi/examples/pool_statistics.doc-2025.json";
    copy.edit(example, "\"created\": 9", "\"created\": 4711");
    copy.generate(false).unwrap();
    for (file, expected) in [
        (
            "crates/modelarts-api/src/generated/open_enums.rs",
            "        /// It is frozen.\n        Frozen = \"Frozen\",\n",
        ),
        ("crates/modelarts-httpmock/src/generated/payloads.rs", "4711"),
        ("openapi/dist/modelarts.openapi.yaml", "4711"),
    ] {
        assert!(copy.read(file).contains(expected), "{file}");
    }
}
