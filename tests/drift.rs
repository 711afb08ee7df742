//! The tree is what the specs make of it, and `generate --check` finds every way in which it is not.

use std::{fs, sync::LazyLock};

use xtask::{artefact::Artefact, generate, lint};

use crate::workspace_copy::{GENERATED, WorkspaceCopy};

const CLIENT: &str = "crates/modelarts-api/src/generated/client.rs";

/// What the specs make, for tests of the tree that holds it.
static MADE: LazyLock<Vec<Artefact>> =
    LazyLock::new(|| generate::artefacts(&lint::run(&xtask::root().join("openapi")).unwrap()).unwrap());

/// Brings a copy up to date, or with `check` only compares.
fn apply(copy: &WorkspaceCopy, check: bool) -> Result<Vec<String>, String> {
    generate::apply(copy.root(), &MADE, check).map_err(|error| format!("{error:#}"))
}

/// The files that are generated in this tree, in order.
fn artefacts() -> Vec<String> {
    let files = GENERATED.iter().flat_map(|folder| {
        let entries = fs::read_dir(xtask::root().join(folder)).unwrap();
        let files = entries.map(Result::unwrap).filter(|entry| entry.path().is_file());
        files.map(move |entry| format!("{folder}/{}", entry.file_name().to_str().unwrap()))
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

#[test]
fn generated_files_are_up_to_date() {
    if let Err(error) = generate::apply(xtask::root(), &MADE, true) {
        panic!("{error:#}");
    }
}

#[test]
fn the_same_specs_give_the_same_bytes_in_another_place() {
    let count = artefacts().len();
    let copy = WorkspaceCopy::of_specs();
    let lines = copy.generate(false).unwrap();
    let created = artefacts().into_iter().map(|file| format!("created {file}"));
    let summary = format!("0 of {count} generated files were up to date");
    assert_eq!(lines, created.chain([summary]).collect::<Vec<_>>());
    let here = WorkspaceCopy::new().files();
    assert!(copy.files() == here);
    // Nor do they depend on what is there already.
    assert_eq!(
        copy.generate(false).unwrap(),
        [format!("{count} of {count} generated files were up to date")]
    );
    assert!(copy.files() == here);
    assert_eq!(
        apply(&copy, true).unwrap(),
        [format!("{count} generated files are up to date")]
    );
}

/// Checks, and expects a complaint of one file. Nothing may be written.
fn complaint(copy: &WorkspaceCopy) -> String {
    let before = copy.files();
    let complaint = apply(copy, true).unwrap_err();
    assert!(copy.files() == before, "a check writes nothing");
    complaint
}

#[test]
fn a_stale_file_is_shown_as_a_diff() {
    let copy = WorkspaceCopy::new();
    let restored = copy.files();
    copy.edit(
        CLIENT,
        "/// Types used as operation parameters and responses.",
        "/// By hand.",
    );
    insta::assert_snapshot!(complaint(&copy));
    assert_eq!(
        apply(&copy, false).unwrap(),
        [
            format!("updated {CLIENT}"),
            format!(
                "{} of {} generated files were up to date",
                artefacts().len() - 1,
                artefacts().len()
            )
        ],
    );
    assert!(copy.files() == restored);
}

#[test]
fn line_ends_and_a_missing_last_one_count() {
    let copy = WorkspaceCopy::new();
    for spoil in [
        |text: String| text.replace('\n', "\r\n"),
        |text: String| text.trim_end().to_owned(),
        |text| text + "\n",
    ] {
        let good = copy.read("openapi/dist/modelarts.openapi.yaml");
        copy.write("openapi/dist/modelarts.openapi.yaml", spoil(good.clone()));
        let complaint = complaint(&copy);
        assert!(
            complaint.ends_with("1 file(s) are stale; run `cargo xtask generate`"),
            "{complaint}"
        );
        copy.write("openapi/dist/modelarts.openapi.yaml", good);
    }
    apply(&copy, true).unwrap();
}

#[test]
fn a_missing_file_is_shown_as_a_diff() {
    let copy = WorkspaceCopy::new();
    let operations = "crates/modelarts-httpmock/src/generated/operations.rs";
    fs::remove_file(copy.path(operations)).unwrap();
    let complaint = complaint(&copy);
    let diff: Vec<_> = complaint.lines().collect();
    assert_eq!(diff[0], format!("--- a/{operations}"));
    assert_eq!(diff[1], format!("+++ b/{operations}"));
    let added = diff.iter().filter(|line| line.starts_with('+')).count() - 1;
    let whole = fs::read_to_string(xtask::root().join(operations)).unwrap();
    assert_eq!(added, whole.lines().count());
    assert_eq!(diff.last(), Some(&"1 file(s) are stale; run `cargo xtask generate`"));
}

#[test]
fn a_foreign_file_is_shown_as_a_diff_and_removed() {
    for folder in GENERATED {
        let copy = WorkspaceCopy::new();
        let foreign = format!("{folder}/foreign.txt");
        copy.write(&foreign, "from a former life\n");
        assert_eq!(
            complaint(&copy),
            format!(
                "--- a/{foreign}\n+++ b/{foreign}\n@@ -1 +0,0 @@\n-from a former life\n\
                 1 file(s) are stale; run `cargo xtask generate`"
            ),
        );
        assert_eq!(apply(&copy, false).unwrap()[0], format!("removed {foreign}"));
        assert!(!copy.path(&foreign).exists());
    }
}

#[test]
fn a_foreign_folder_is_an_error_that_names_it() {
    let copy = WorkspaceCopy::new();
    let foreign = "crates/modelarts-api/src/generated/old";
    fs::create_dir(copy.path(foreign)).unwrap();
    copy.write(&format!("{foreign}/mod.rs"), "");
    let error = complaint(&copy);
    assert!(error.contains(foreign), "{error}");
}

#[test]
fn all_that_is_stale_is_reported_at_once() {
    let copy = WorkspaceCopy::new();
    for folder in GENERATED {
        fs::remove_dir_all(copy.path(folder)).unwrap();
    }
    let complaint = complaint(&copy);
    let files = complaint.lines().filter(|line| line.starts_with("+++ b/")).count();
    assert_eq!(files, artefacts().len());
    assert!(complaint.ends_with(&format!("{files} file(s) are stale; run `cargo xtask generate`")));
}

#[test]
fn files_are_readable_by_others_and_nothing_is_left_behind() {
    let copy = WorkspaceCopy::of_specs();
    apply(&copy, false).unwrap();
    for folder in GENERATED {
        for entry in fs::read_dir(copy.path(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.path() == copy.path("openapi/dist/schemas") {
                continue;
            }
            let name = entry.file_name().into_string().unwrap();
            let file = format!("{folder}/{name}");
            assert!(artefacts().contains(&file), "{file} is no artefact");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o644, "{name}");
            }
        }
    }
}
