//! A maintainer edits specs and nothing else; everything derived follows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::{
    positions::BUNDLE,
    workspace_copy::{GENERATED, WorkspaceCopy},
};

/// The files that differ between two states of the tree.
fn changed(copy: &WorkspaceCopy, before: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let after = copy.files();
    let all: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter(|file| before.get(*file) != after.get(*file))
        .cloned()
        .collect()
}

#[test]
fn a_renamed_field_changes_generated_files_alone() {
    let copy = WorkspaceCopy::new();
    let old = copy.files();
    // Whatever it is called today: this must not stand in the way of who renames it for good.
    let properties = BUNDLE["components"]["schemas"]["WorkspaceQuota"]["properties"]
        .as_object()
        .unwrap();
    let field = properties
        .keys()
        .find(|name| name.starts_with("max"))
        .or(properties.keys().next_back())
        .unwrap();
    let new = "renamed_in_a_test";
    copy.edit(
        "openapi/workspace-quotas.yaml",
        &format!("        {field}:\n"),
        &format!("        {new}:\n"),
    );
    for payload in [
        "examples/workspace_quotas.doc.json",
        "examples/workspace_quotas.otc-2022.json",
        "examples/constructed/workspace_quotas.unlimited.json",
    ] {
        copy.edit(
            &format!("openapi/{payload}"),
            &format!("{field:?}"),
            &format!("{new:?}"),
        );
    }
    let by_hand = copy.files();
    copy.generate(false).unwrap();

    let generated = changed(&copy, &by_hand);
    assert!(
        generated
            .iter()
            .all(|file| GENERATED.iter().any(|folder| file.starts_with(folder))),
        "{generated:?}"
    );
    // Every file holds the digest of the specs, or the specs themselves; samples and errata do not name the field.
    let mut every = copy.files();
    every.retain(|file, _| GENERATED.iter().any(|folder| file.starts_with(folder)));
    every.remove("openapi/dist/samples.md");
    every.remove("openapi/dist/errata.md");
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
fn a_new_value_of_an_open_enum_is_a_new_variant() {
    let copy = WorkspaceCopy::new();
    let spec = "openapi/pools.yaml";
    copy.edit(spec, " Waiting]\n", " Waiting, Frozen]\n");
    copy.edit(spec, "or approval.\n", "or approval.\n        - It is frozen.\n");
    copy.generate(false).unwrap();
    let enums = copy.read("crates/modelarts-api/src/generated/open_enums.rs");
    assert!(
        enums.contains("        /// It is frozen.\n        Frozen = \"Frozen\",\n"),
        "{enums}"
    );
}

#[test]
fn an_edited_example_reaches_the_mock_and_the_published_document() {
    let copy = WorkspaceCopy::new();
    copy.edit(
        "openapi/examples/pool_statistics.doc-2025.json",
        "\"created\": 9",
        "\"created\": 4711",
    );
    copy.generate(false).unwrap();
    for file in [
        "crates/modelarts-httpmock/src/generated/payloads.rs",
        "openapi/dist/modelarts.openapi.yaml",
    ] {
        assert!(copy.read(file).contains("4711"), "{file}");
    }
}

#[test]
fn deleted_folders_are_restored_byte_for_byte() {
    let copy = WorkspaceCopy::new();
    let before = copy.files();
    for folder in GENERATED {
        fs::remove_dir_all(copy.path(folder)).unwrap();
    }
    copy.generate(false).unwrap();
    assert_eq!(changed(&copy, &before), BTreeSet::new());
    for folder in GENERATED {
        for entry in fs::read_dir(xtask::root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap());
            assert_eq!(copy.read(&name), fs::read_to_string(path).unwrap(), "{name}");
        }
    }
}
