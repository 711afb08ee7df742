//! Spec files that cannot be read or are not valid: one clear line that names the file, and nothing is written.

use std::fs;

use super::workspace_copy::WorkspaceCopy;

/// Lints and generates. Both must fail with the same text, and leave every file as it was.
fn failure(copy: &WorkspaceCopy) -> String {
    let before = copy.files();
    let failure = copy.generate(false).unwrap_err();
    assert_eq!(copy.generate(true).unwrap_err(), failure);
    let lint = xtask::lint::run(&copy.path("openapi")).map(drop);
    assert_eq!(copy.without_root(&format!("{:#}", lint.unwrap_err())), failure);
    assert!(copy.files() == before, "nothing is written");
    failure
}

/// The failure where `file` holds `text`.
fn failure_with(file: &str, text: impl AsRef<[u8]>) -> String {
    let copy = WorkspaceCopy::new();
    copy.write(&format!("openapi/{file}"), text);
    failure(&copy)
}

#[test]
fn files_that_are_missing_are_named() {
    let copy = WorkspaceCopy::new();
    fs::remove_file(copy.path("openapi/common.yaml")).unwrap();
    assert_eq!(
        failure(&copy),
        "cannot read <root>/openapi/common.yaml: No such file or directory (os error 2)"
    );

    let copy = WorkspaceCopy::new();
    for file in copy.files().into_keys() {
        let name = file.strip_prefix("openapi/").unwrap_or_default();
        if name.ends_with(".yaml") && !name.contains('/') && name != "common.yaml" {
            fs::remove_file(copy.path(&file)).unwrap();
        }
    }
    assert_eq!(failure(&copy), "<root>/openapi holds no endpoint spec (*.yaml)");

    let copy = WorkspaceCopy::new();
    fs::remove_file(copy.path("openapi/provenance/sources.yaml")).unwrap();
    assert_eq!(
        failure(&copy),
        "cannot read <root>/openapi/provenance/sources.yaml: No such file or directory (os error 2)"
    );

    let copy = WorkspaceCopy::new();
    fs::rename(copy.path("openapi"), copy.path("specs")).unwrap();
    assert_eq!(
        failure(&copy),
        "cannot read the spec folder <root>/openapi: No such file or directory (os error 2)"
    );
}

#[test]
fn texts_that_are_not_yaml_are_named_with_the_place() {
    let texts: [(&str, &[u8]); 12] = [
        ("empty", b""),
        ("a comment alone", b"# nothing\n"),
        ("an unclosed bracket", b"openapi: [3.0.3\n"),
        ("a tab", b"openapi: 3.0.3\ninfo:\n\ttitle: a\n"),
        ("a duplicate key", b"openapi: 3.0.3\ninfo:\n  title: a\n  title: b\n"),
        ("a list", b"- openapi\n- 3.0.3\n"),
        ("a text", b"openapi"),
        ("two documents", b"openapi: 3.0.3\n---\nopenapi: 3.0.3\n"),
        ("a tag", b"openapi: !version 3.0.3\n"),
        ("a key that is a number", b"responses:\n  200: {}\n"),
        ("a number that JSON lacks", b"openapi: .inf\n"),
        ("bytes that are no text", b"openapi: \xff\xfe\n"),
    ];
    let lines = texts.map(|(what, text)| {
        let failure = failure_with("pools.yaml", text);
        assert!(
            failure.contains("<root>/openapi/pools.yaml") && !failure.contains('\n'),
            "{failure}"
        );
        format!("{what}: {failure}\n")
    });
    insta::assert_snapshot!(lines.concat());
}

#[test]
fn documents_of_another_standard_are_findings() {
    assert!(failure_with("pools.yaml", "swagger: '2.0'\n").contains("openapi/pools.yaml:1: [openapi-version]"));
}

#[test]
fn references_in_a_circle_end() {
    // A type that holds itself is legal, and the walk over schemas must end.
    let copy = WorkspaceCopy::new();
    copy.edit(
        "openapi/pools.yaml",
        "        continue:\n          type: string\n",
        "        parts:\n          type: array\n          description: Further positions.\n          \
         items: {$ref: '#/components/schemas/PoolListMetadata'}\n        continue:\n          type: string\n",
    );
    copy.generate(false).unwrap();
    let client = copy.read("crates/modelarts-api/src/generated/client.rs");
    assert!(client.contains("pub parts: ::std::option::Option<::std::vec::Vec<PoolListMetadata>>"));
}
