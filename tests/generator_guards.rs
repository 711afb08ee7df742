//! Specs that pass the lint but that progenitor cannot take: an error names the cause, and nothing is written.

use xtask::{
    generate::artefacts,
    lint::Checked,
    provenance::Provenance,
    spec::{Bundle, Specs},
};

use crate::workspace_copy::WorkspaceCopy;

const FILTER: &str = "      enum: [created, failed, creating]\n";

/// Generates from specs with one slip that the lint would find.
fn failure_unlinted(file: &str, old: &str, new: &str) -> String {
    let copy = WorkspaceCopy::of_specs();
    copy.edit(&format!("openapi/{file}"), old, new);
    let specs = Specs::load(&copy.path("openapi")).unwrap();
    let checked = Checked {
        provenance: Provenance::load(&specs).unwrap(),
        bundle: Bundle::new(&specs).unwrap(),
        specs,
    };
    format!("{:#}", artefacts(&checked).err().unwrap())
}

#[test]
fn a_panic_about_a_schema_names_the_operation_that_leads_to_it_and_leaves_the_generator_usable() {
    // Other operations come first, and do not know the schema.
    for symbols in [
        "      enum: [created, '>=', '<=']\n",
        "      enum: ['>=', '<=', created]\n",
    ] {
        assert_eq!(
            failure_unlinted("pools.yaml", FILTER, symbols),
            "pools.yaml: progenitor cannot generate operation ListPools: \
             the generator panicked: Failed to make unique variant names for [>=,<=]"
        );
    }
    WorkspaceCopy::of_specs().generate(false).unwrap();
}

#[test]
fn a_type_that_no_schema_stands_for_is_refused() {
    let copy = WorkspaceCopy::new();
    copy.edit(
        "openapi/pools.yaml",
        "          schema: {type: string}\n          example: os.modelarts/name=auto-pool-os\n",
        "          schema: {type: string, enum: [a, b]}\n          example: a\n",
    );
    assert_eq!(copy.findings(), []);
    let before = copy.files();
    assert_eq!(
        copy.generate(false).unwrap_err(),
        "the generated types are not the schemas: without a type [], without a schema [\"ListPoolsLabelSelector\"]; \
         the generator has merged or invented some, so look for inline schemas and equal names"
    );
    assert!(copy.files() == before, "nothing is written");
}
