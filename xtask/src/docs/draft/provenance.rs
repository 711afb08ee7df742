//! The provenance of a draft: where the page contradicts itself, and what no page says.

use docpages::DefectKind;
use serde_json::{Value, json};

use super::{
    contract::{Writer, is_same},
    settle::Contradiction,
};

impl Writer<'_> {
    /// Whether pages have a name for several types.
    fn is_shared(&self, documented: &str) -> bool {
        let shapes = self.order.iter().map(|shape| &self.shapes.0[*shape]);
        shapes
            .filter(|shape| shape.is_named && shape.documented == documented)
            .nth(1)
            .is_some()
    }

    pub(super) fn provenance(&self, number: usize, contradictions: &[&Contradiction]) -> Value {
        let page = &self.pages[number];
        let mut provenance = json!({ "written_from": { &page.id: [self.edition] } });
        let deviations = contradictions.iter().filter_map(|one| {
            let mut entry = json!({ "at": self.place(one)?, "pages": [self.edition], "aspect": one.aspect });
            if let Some(quoted) = &one.quoted {
                entry["quoted"] = json!([quoted]);
            }
            entry["documented"] = one.documented.as_str().into();
            entry["actual"] = one.actual.as_str().into();
            entry["reason"] = if one.shape.is_some() {
                "The example of the page shows it."
            } else {
                "Another part of the page says so."
            }
            .into();
            Some(entry)
        });
        let mut deviations: Vec<Value> = deviations.collect();
        deviations.extend(self.of_every_page(number));
        let own = self.own(number);
        for shape in own.filter(|shape| shape.is_named && self.is_shared(&shape.documented)) {
            deviations.push(json!({
                "at": shape.name, "pages": [self.edition], "aspect": "type-name", "quoted": [shape.documented],
                "documented": "The name is that of another type too.",
                "actual": "Each has a schema of its own.",
                "reason": "Their fields differ.",
            }));
        }
        let is_noted = |kind| {
            matches!(
                kind,
                DefectKind::ListLost | DefectKind::TableNameRepeated | DefectKind::DefinitionLost
            )
        };
        let notes = page.defects.iter().filter(|defect| is_noted(defect.kind)).map(|defect| {
            let documented = format!("{}: {}.", defect.at, defect.detail);
            json!({ "at": page.id, "pages": [self.edition], "documented": documented, "actual": "The contract does without it." })
        });
        for (key, entries) in [("deviations", deviations), ("notes", notes.collect())] {
            if !entries.is_empty() {
                provenance[key] = entries.into();
            }
        }
        provenance
    }

    /// What holds of every operation, and no page says.
    fn of_every_page(&self, number: usize) -> Vec<Value> {
        let page = &self.pages[number];
        let aspect = if page.has_credentials {
            json!("status")
        } else {
            json!(["security", "status"])
        };
        let mut entries = vec![json!({
            "at": page.id, "pages": [self.edition], "aspect": aspect,
            "documented": "Few failures are listed, and a request may have no header for credentials.",
            "actual": "The request needs a signature or a token, and any status from 400 to 599 may come.",
            "reason": "Every call is authenticated, and the gateway before the service refuses calls on its own.",
        })];
        // One entry serves every page of the edition.
        let shared = self.common["components"]["parameters"]
            .as_object()
            .filter(|_| number == 0);
        for (name, shared) in shared.into_iter().flatten() {
            let own = page.parameters.iter().find(|parameter| is_same(shared, parameter));
            let own = own.map(|parameter| &parameter["schema"]);
            if shared["schema"].get("pattern").is_some()
                && own.is_some_and(|own| own.get("x-documented-constraints").is_none())
            {
                entries.push(json!({
                    "at": format!("parameters.{name}"), "pages": [self.edition], "aspect": "limits",
                    "documented": "The value has no limits.",
                    "actual": "The value has the limits of the shared parameter.",
                    "reason": "Other operations document them.",
                }));
            }
        }
        entries
    }

    /// The place of a contradiction, as the provenance names places. None for a type that is not written, since an
    /// example has another in its place.
    pub(super) fn place(&self, one: &Contradiction) -> Option<String> {
        let Some(shape) = one.shape else {
            return Some(self.pages[one.page].id.clone());
        };
        let shape = self.order.contains(&shape).then(|| &self.shapes.0[shape])?;
        let is_field = self.fields(&shape.schema, shape.page).contains_key(&one.field);
        Some(if is_field {
            format!("{}.{}", shape.name, one.field)
        } else {
            shape.name.clone()
        })
    }
}
