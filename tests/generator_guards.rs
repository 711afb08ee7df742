//! What the linter lets pass and the generator cannot take: an error that names the cause, and nothing is written.

use xtask::{
    generate::artefacts,
    lint::Checked,
    provenance::Provenance,
    spec::{Bundle, Specs},
};

use crate::workspace_copy::WorkspaceCopy;

const FILTER: &str = "      enum: [created, failed, creating]\n";

/// Makes the artefacts of specs that the linter would not let through, after one slip.
fn failure_unlinted(file: &str, old: &str, new: &str) -> String {
    let copy = WorkspaceCopy::new();
    copy.edit(&format!("openapi/{file}"), old, new);
    let specs = Specs::load(&copy.path("openapi")).unwrap();
    let checked = Checked {
        provenance: Provenance::load(&specs).unwrap(),
        bundle: Bundle::new(&specs).unwrap(),
        specs,
    };
    format!("{:#}", artefacts(&checked).err().unwrap())
}

/// Generates after one slip, which the linter must not find.
fn failure_after(file: &str, old: &str, new: &str) -> String {
    let copy = WorkspaceCopy::new();
    copy.edit(&format!("openapi/{file}"), old, new);
    assert_eq!(copy.findings(), []);
    let before = copy.files();
    let failure = copy.generate(false).unwrap_err();
    assert!(copy.files() == before, "nothing is written");
    assert!(!failure.contains('\n'), "{failure}");
    failure
}

#[test]
fn a_panic_about_an_operation_names_it_and_its_file() {
    let encoding = "              encoding:\n                quotas:\n                  contentType: text/plain\n";
    let failure = failure_after(
        "workspace-quotas.yaml",
        "              examples:\n",
        &format!("{encoding}              examples:\n"),
    );
    assert_eq!(
        failure,
        "workspace-quotas.yaml: progenitor cannot generate operation ShowWorkspaceQuotas: \
         the generator panicked: assertion failed: mt.encoding.is_empty()"
    );
}

#[test]
fn a_panic_about_a_schema_names_the_operation_that_leads_to_it() {
    // Other operations come first, and do not know the schema.
    let symbols = "      enum: [created, '>=', '<=']\n";
    assert_eq!(
        failure_unlinted("pools.yaml", FILTER, symbols),
        "pools.yaml: progenitor cannot generate operation ListPools: \
         the generator panicked: Failed to make unique variant names for [>=,<=]"
    );
}

#[test]
fn a_type_that_no_schema_stands_for_is_refused() {
    let failure = failure_after(
        "pools.yaml",
        "          schema: {type: string}\n          example: os.modelarts/name=auto-pool-os\n",
        "          schema: {type: string, enum: [a, b]}\n          example: a\n",
    );
    assert_eq!(
        failure,
        "the generated types are not the schemas: without a type [], without a schema [\"ListPoolsLabelSelector\"]; \
         the generator has merged or invented some, so look for inline schemas and equal names"
    );
}

#[test]
fn a_panic_leaves_the_generator_usable() {
    for _ in 0..2 {
        let symbols = "      enum: ['>=', '<=', created]\n";
        failure_unlinted("pools.yaml", FILTER, symbols);
    }
    WorkspaceCopy::new().generate(false).unwrap();
}
