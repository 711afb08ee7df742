//! Whether a documented type is the type in the spec.

use crate::spec::Specs;
use docpages::{Scalar, Type};
use serde_json::Value;

use super::places::Node;

/// Whether a reader of the page would take the same values as a reader of the spec.
pub(super) fn agree(specs: &Specs, documented: &Type, schema: &Node<'_>) -> bool {
    if schema.lineage(specs).iter().any(|node| node.value["nullable"] == true) {
        return false;
    }
    let schema = schema.resolved(specs);
    if let Some(alternatives) = alternatives(&schema) {
        return alternatives.iter().any(|one| scalar_agrees(documented, one));
    }
    match documented {
        Type::Array(element) => schema.child("items").is_some_and(|items| agree(specs, element, &items)),
        Type::Named(_) => schema.value["type"] == "object",
        Type::Map(_) => schema.value["type"] == "object" && schema.value["properties"].is_null(),
        Type::Scalar(_) => scalar_agrees(documented, schema.value),
        Type::Unknown(_) => false,
    }
}

/// The schemas of which a value follows one.
fn alternatives<'a>(schema: &Node<'a>) -> Option<&'a Vec<Value>> {
    ["anyOf", "oneOf"].iter().find_map(|key| schema.value[*key].as_array())
}

fn scalar_agrees(documented: &Type, schema: &Value) -> bool {
    let Type::Scalar(scalar) = documented else {
        return false;
    };
    let word = match scalar {
        Scalar::String => "string",
        Scalar::Integer | Scalar::Long => "integer",
        Scalar::Number | Scalar::Float | Scalar::Double => "number",
        Scalar::Boolean => "boolean",
        Scalar::Object => "object",
    };
    schema["type"] == word
}

/// The type of a schema in a few words, for a finding.
pub(super) fn describe(specs: &Specs, schema: &Node<'_>) -> String {
    let nullable = schema.lineage(specs).iter().any(|node| node.value["nullable"] == true);
    let schema = schema.resolved(specs);
    let plain = match (alternatives(&schema), schema.value["type"].as_str()) {
        (Some(alternatives), _) => {
            let words = alternatives.iter().filter_map(|one| one["type"].as_str());
            words.collect::<Vec<_>>().join(" or ")
        }
        (_, Some("array")) => match schema.child("items") {
            Some(items) => format!("array of {}", describe(specs, &items)),
            None => "array".to_owned(),
        },
        (_, Some(word)) => word.to_owned(),
        (_, None) => "anything".to_owned(),
    };
    if nullable { format!("{plain} or null") } else { plain }
}
