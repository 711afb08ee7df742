//! Puts provenance back beside what it is about, as the published documents have it.

use serde_json::{Map, Value, json};

use super::{
    entries::{Deviation, Provenance},
    place::Place,
};
use crate::spec::{COMMON, Specs};

/// Keywords that provenance adds to documents. No contract has them.
pub const KEYWORDS: [&str; 4] = ["x-sources", "x-source", "x-enum-sources", "x-doc-deviation"];

impl Provenance {
    /// A bundle with its provenance beside each place, and the list of sources at its end.
    pub fn annotate(&self, bundle: &Value) -> Value {
        let mut annotated = bundle.clone();
        self.annotate_places(&mut annotated);
        annotated["x-sources"] = self.source_list();
        annotated
    }

    /// Annotates the contracts themselves, for a comparison that expects provenance in them.
    pub fn annotate_specs(&self, specs: &mut Specs) {
        for document in &mut specs.documents {
            self.annotate_places(&mut document.value);
            if document.name == COMMON {
                document.value["x-sources"] = self.source_list();
            }
        }
    }

    fn source_list(&self) -> Value {
        let sources = self.sources.iter();
        let sources: Map<_, _> = sources.map(|(id, source)| (id.clone(), json!(source))).collect();
        Value::Object(sources)
    }

    fn annotate_places(&self, document: &mut Value) {
        for (place, sources) in &self.written_from {
            set(document, &place.pointer, "x-source", json!(sources));
        }
        for entry in &self.only_in {
            for place in &entry.places {
                match &place.value {
                    None => set(document, &place.pointer, "x-source", json!(entry.sources)),
                    Some(value) => {
                        if let Some(Value::Object(schema)) = document.pointer_mut(&place.pointer) {
                            let values = schema.entry("x-enum-sources").or_insert_with(|| json!({}));
                            values[value] = json!(entry.sources);
                        }
                    }
                }
            }
        }
        for deviation in &self.deviations {
            for place in &deviation.at {
                if let Some(Value::Object(owner)) = document.pointer_mut(&place.pointer) {
                    let deviations = owner.entry("x-doc-deviation").or_insert_with(|| json!([]));
                    deviations
                        .as_array_mut()
                        .into_iter()
                        .for_each(|list| list.push(self.keyword(deviation, place)));
                }
            }
        }
    }

    fn keyword(&self, deviation: &Deviation, place: &Place) -> Value {
        let pages: Vec<_> = self.pages_at(place, &deviation.pages).collect();
        let mut keyword = json!({ "pages": pages, "aspect": deviation.aspect });
        if !deviation.quoted.is_empty() {
            keyword["quoted"] = json!(deviation.quoted);
        }
        keyword["documented"] = json!(deviation.documented);
        keyword["actual"] = json!(deviation.actual);
        keyword["reason"] = json!(deviation.reason);
        keyword
    }
}

fn set(document: &mut Value, pointer: &str, key: &str, value: Value) {
    if let Some(Value::Object(owner)) = document.pointer_mut(pointer) {
        owner.insert(key.to_owned(), value);
    }
}
