//! The rule that each example is valid against its schema.

use serde_json::Value;

use super::{Finding, Lint};
use crate::spec::{Bundle, Document, Specs, child, examples, json_schema, parameters, self_contained};

/// The rule's name.
const RULE: &str = "example-invalid";

/// Checks every example of a body or a parameter, once the specs can be bundled.
pub(super) fn check(lint: &mut Lint) {
    // A spec with a loop, or that cannot be bundled, has findings already; its examples wait until those are mended.
    if !lint.findings.iter().any(|finding| finding.rule == super::LOOP)
        && let Ok(bundle) = Bundle::new(lint.specs)
    {
        let examples = Examples {
            specs: lint.specs,
            bundle: &bundle.value,
            has_dead_reference: lint.findings.iter().any(|finding| finding.rule.starts_with("ref-")),
        };
        let mut findings = examples.of_bodies();
        findings.extend(examples.of_parameters());
        lint.findings.extend(findings);
    }
}

/// The examples beside the schemas that describe them.
struct Examples<'a> {
    specs: &'a Specs,
    bundle: &'a Value,
    has_dead_reference: bool,
}

impl Examples<'_> {
    fn of_bodies(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for example in examples(self.specs) {
            // A file that cannot be read is a finding of another rule.
            if let (Some(schema), Ok(payload)) = (example.schema, example.payload(self.specs)) {
                let errors = self.errors(&json_schema(self.bundle, schema), &payload);
                findings.extend(errors.into_iter().map(finding(example.document, &example.pointer)));
            }
        }
        findings
    }

    fn of_parameters(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for document in &self.specs.documents {
            for (pointer, parameter) in parameters(&document.value) {
                let schema_pointer = child(&pointer, "schema");
                // Bundling moves nothing, so the schema stands in the same place with its references made local.
                let Some(schema) = self.bundle.pointer(&schema_pointer) else {
                    continue;
                };
                let plain = self_contained(self.bundle, schema);
                for (place, value) in [
                    (child(&pointer, "example"), parameter.get("example")),
                    (child(&schema_pointer, "default"), schema.get("default")),
                ] {
                    let errors = value.map(|value| self.errors(&plain, value)).unwrap_or_default();
                    findings.extend(errors.into_iter().map(finding(document, &place)));
                }
            }
        }
        findings
    }

    fn errors(&self, schema: &Value, payload: &Value) -> Vec<String> {
        let options = jsonschema::draft7::options().should_validate_formats(true);
        match options.build(schema) {
            Ok(validator) => {
                let errors = validator.iter_errors(payload);
                errors
                    .map(|error| format!("at `{}`: {error}", error.instance_path()))
                    .collect()
            }
            // A reference that leads nowhere has a finding of its own, and every example would repeat it.
            Err(_) if self.has_dead_reference => Vec::new(),
            Err(error) => vec![format!("the schema itself is not usable: {error}")],
        }
    }
}

/// Makes findings of what is wrong in one place.
fn finding<'a>(document: &'a Document, pointer: &'a str) -> impl Fn(String) -> Finding + 'a {
    move |message| Finding {
        file: document.name.clone(),
        line: document.line(pointer),
        rule: RULE,
        message,
    }
}
