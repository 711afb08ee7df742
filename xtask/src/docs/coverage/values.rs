//! Listed values and limits.

use docpages::Field;
use serde_json::Value;

use super::{Aspect, Survey, parameters::text, places::Node};
use crate::docs::Recorded;

/// The values that a schema lists. A bit mask lists its flags, as pages do.
fn known(schema: &Node<'_>) -> Vec<String> {
    let listed = ["x-extensible-enum", "enum"]
        .iter()
        .find_map(|key| schema.value[*key].as_array());
    match (listed, schema.value["x-bit-flags"].as_object()) {
        (Some(values), _) => values.iter().map(text).collect(),
        (None, Some(flags)) => flags.values().map(|flag| text(&flag["value"])).collect(),
        (None, None) => Vec::new(),
    }
}

/// Compares the list of a page with that of the schema, which is the end of its references.
pub(super) fn survey<'a>(
    survey: &mut Survey<'a>,
    record: &'a Recorded,
    places: &[&Node<'a>],
    field: &Field,
    schema: &Node<'a>,
) {
    let known = known(schema);
    for value in field.values.iter().filter(|value| !known.contains(value)) {
        let message = format!("the page lists the value {value:?}, and the spec does not");
        survey.differ(record, Aspect::Values, places, message, true);
    }
    let sources = &schema.value["x-enum-sources"];
    for value in &known {
        let sources = sources[value].as_array();
        let cited = sources.map(|sources| sources.iter().any(|source| *source == *record.edition));
        let listed = field.values.contains(value);
        match cited {
            Some(false) if listed => {
                let message = format!(
                    "`x-enum-sources` of {value:?} leaves out {}, which lists the value",
                    record.edition
                );
                survey.report(schema, "source-differs", message);
            }
            // Lists go missing from flattened pages without a trace; such a page does not speak against a source.
            Some(true) if !listed && !field.values.is_empty() => {
                let message = format!(
                    "`x-enum-sources` of {value:?} names {}, which does not list the value",
                    record.edition
                );
                survey.report(schema, "source-differs", message);
            }
            Some(_) => {}
            None if listed => {}
            None => {
                let message = format!("the spec lists the value {value:?}, and the page does not");
                survey.differ(record, Aspect::Values, places, message, !field.values.is_empty());
            }
        }
    }
}

/// A limit by its side, `min` or `max`, wherever one of the nodes states it.
pub(super) fn limit(nodes: &[&Node<'_>], side: &str) -> Option<String> {
    let keys = [format!("{side}imum"), format!("{side}Length"), format!("{side}Items")];
    nodes.iter().find_map(|node| {
        let found = |holder: &Value| keys.iter().find_map(|key| holder.get(key).map(text));
        found(&node.value["x-documented-constraints"]).or_else(|| found(node.value))
    })
}
