//! Rules about examples: each is a file, is valid against its schema, and names only what the schema names.

use std::collections::{BTreeSet, HashMap};

use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::schemas::LOOP;
use crate::spec::{
    Bundle, Inspection, Node, Schema, child, examples, files_in, json_schema, parameters, self_contained, validator,
};

/// Where the bundle is not what the specs mean, they have findings of other rules, for which their examples wait.
pub(super) fn check<'a>(inspection: &'a Inspection<'a>, bundle: Option<&Bundle>) {
    let specs = inspection.specs;
    let is_usable = !inspection.found(LOOP) && !inspection.found("duplicate-");
    let bundle = bundle.filter(|_| is_usable).map(|bundle| &bundle.value);
    let mut used = BTreeSet::new();
    let mut validators = HashMap::new();
    for example in examples(specs) {
        let pointer = example.pointer.clone();
        let at = Node {
            pointer,
            ..inspection.root(example.document)
        };
        used.extend(example.file());
        let payload = match example.payload(specs) {
            Ok(payload) => payload,
            Err(error) => {
                at.report("example-file", format!("{error:#}"));
                continue;
            }
        };
        let has_status = example.status.is_some_and(|status| (100..600).contains(&status));
        let has_status = has_status || at.pointer.contains("requestBody");
        let message = "an example of a shared response says in `x-status` which HTTP status it comes with";
        at.require(has_status, "example-status", message);
        if let (Some(bundle), Some(name)) = (bundle, example.schema) {
            let made = || validator(&json_schema(bundle, name));
            check_valid(&at, validators.entry(name).or_insert_with(made), &payload);
            if let Some(schema) = Schema::component(bundle, name) {
                check_known(&at, &schema, &payload, "");
            }
        }
    }
    check_unused_files(inspection, &used);
    let Some(bundle) = bundle else { return };
    for parameter in inspection.nodes(parameters) {
        // Bundling moves nothing, so the schema stands in the same place with its references made local.
        let Some(schema) = bundle.pointer(&child(&parameter.pointer, "schema")) else {
            continue;
        };
        let validator = validator(&self_contained(bundle, schema));
        for at in [parameter.child("example"), parameter.child("schema").child("default")] {
            if !at.value.is_null() {
                check_valid(&at, &validator, at.value);
            }
        }
    }
}

fn check_valid(at: &Node<'_>, validator: &Result<Validator, ValidationError<'_>>, payload: &Value) {
    const RULE: &str = "example-invalid";
    match validator {
        Ok(validator) => {
            for error in validator.iter_errors(payload) {
                at.report(RULE, format!("at `{}`: {error}", error.instance_path()));
            }
        }
        // A reference that leads nowhere has a finding of its own, and every example would repeat it.
        Err(_) if at.inspection.found("ref-") => {}
        Err(error) => at.report(RULE, format!("the schema itself is not usable: {error}")),
    }
}

/// Finds keys that no schema names and enum values that none lists: the schema is open, so validation lets them pass.
fn check_known(example: &Node<'_>, schema: &Schema<'_>, value: &Value, at: &str) {
    match value {
        // A schema without properties is a map that people fill with keys of their own.
        Value::Object(object) if schema.keyword("properties").is_some() => {
            for (key, value) in object {
                let at = child(at, key);
                match schema.property(key) {
                    Some(property) => check_known(example, &property, value, &at),
                    None => example.report("example-unknown-key", format!("no schema has a property `{at}`")),
                }
            }
        }
        Value::Array(items) => {
            let Some(schema) = schema.items() else { return };
            for (index, item) in items.iter().enumerate() {
                check_known(example, &schema, item, &format!("{at}/{index}"));
            }
        }
        Value::String(_) if schema.is_open() && !schema.known_values().contains(&value) => {
            let count = schema.known_values().len();
            let message = format!("{value} at `{at}` is not among the {count} values listed");
            example.report("example-unknown-value", message);
        }
        _ => {}
    }
}

/// A documented payload is stored once and used; a file that nobody names would rot.
fn check_unused_files<'a>(inspection: &'a Inspection<'a>, used: &BTreeSet<&str>) {
    let directory = &inspection.specs.directory;
    for path in files_in(&[directory.join("examples")]).into_iter().flatten() {
        let file = path.strip_prefix(directory).unwrap_or(&path);
        let file = file.to_string_lossy().replace('\\', "/");
        let is_used = !file.ends_with(".json") || used.contains(&*file);
        let message = format!("no spec refers to {file}; use it or remove it");
        inspection.common().require(is_used, "example-file", message);
    }
}
