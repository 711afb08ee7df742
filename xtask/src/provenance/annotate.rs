//! Puts provenance back beside what it is about, as the published documents have it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    entries::{OnlyIn, Provenance},
    place::Place,
};

/// Keywords that provenance adds to documents. No contract has them.
pub const KEYWORDS: [&str; 4] = ["x-sources", "x-source", "x-enum-sources", "x-doc-deviation"];

impl Provenance {
    /// A bundle with its provenance beside each place, and the list of sources at its end. `recorded` gives the recorded
    /// editions that have a place.
    pub fn annotate(&self, bundle: &Value, recorded: impl Fn(&Place) -> BTreeSet<String>) -> Value {
        let mut document = bundle.clone();
        for (place, sources) in &self.written_from {
            if let Some(operation) = document.pointer_mut(&place.pointer) {
                operation["x-source"] = json!(sources);
            }
        }
        for OnlyIn { sources, places, .. } in &self.only_in {
            for place in places {
                let recorded = recorded(place);
                let sources = self.sources_that(|id| sources.contains(id) || recorded.contains(id));
                match (document.pointer_mut(&place.pointer), &place.value) {
                    (Some(schema), Some(value)) => schema["x-enum-sources"][value] = json!(sources),
                    (Some(owner), None) => owner["x-source"] = json!(sources),
                    (None, _) => {}
                }
            }
        }
        for entry in &self.deviations {
            for place in &entry.at {
                let Some(owner) = document.pointer_mut(&place.pointer) else {
                    continue;
                };
                let mut keyword = json!(entry);
                keyword["pages"] = self.pages_at(place, entry).collect();
                match &mut owner["x-doc-deviation"] {
                    Value::Array(deviations) => deviations.push(keyword),
                    deviations => *deviations = json!([keyword]),
                }
            }
        }
        let sources = self.sources.iter().map(|(id, source)| (id.clone(), json!(source)));
        document["x-sources"] = Value::Object(sources.collect());
        document
    }
}
