//! The provenance of a draft: where the page contradicts itself, and what no page says.

use docpages::DefectKind;
use serde_json::{Value, json};

use super::{
    contract::{Writer, is_same},
    page::Page,
    settle::Contradiction,
};
use crate::spec::entries;

impl Writer<'_> {
    /// The provenance of a page with contradictions.
    pub(super) fn provenance(&self, page: &Page, contradictions: &[Contradiction]) -> Value {
        let mut provenance = json!({ "written_from": { &page.id: [self.edition] } });
        let deviations = contradictions.iter().map(|one| {
            let mut entry = json!({ "at": one.at, "pages": [self.edition], "aspect": one.aspect });
            if let Some(quoted) = &one.quoted {
                entry["quoted"] = json!([quoted]);
            }
            entry["documented"] = one.documented.as_str().into();
            entry["actual"] = one.actual.as_str().into();
            entry["reason"] = match one.shape {
                Some(_) if one.aspect == "default" => "A default is a rule for requests.".into(),
                Some(_) => "The example of the page shows it.".into(),
                None => "Another part of the page says so.".into(),
            };
            entry
        });
        let mut deviations: Vec<Value> = deviations.collect();
        deviations.extend(self.of_every_page(page));
        let shared = self
            .own(page)
            .filter(|shape| shape.is_named && self.is_shared(&shape.documented));
        deviations.extend(shared.map(|shape| {
            json!({
                "at": shape.name, "pages": [self.edition], "aspect": "type-name", "quoted": [shape.documented],
                "documented": "The name is that of another type too.",
                "actual": "Each has a schema of its own.",
                "reason": "Their fields differ.",
            })
        }));
        let noted = [
            DefectKind::ListLost,
            DefectKind::TableNameRepeated,
            DefectKind::DefinitionLost,
        ];
        let noted = page.defects.iter().filter(|defect| noted.contains(&defect.kind));
        let notes = noted.map(|defect| {
            let documented = format!("{}: {}.", defect.at, defect.detail);
            let actual = "The contract does without it.";
            json!({ "at": page.id, "pages": [self.edition], "documented": documented, "actual": actual })
        });
        for (key, entries) in [("deviations", deviations), ("notes", notes.collect())] {
            if !entries.is_empty() {
                provenance[key] = entries.into();
            }
        }
        provenance
    }

    /// Whether pages have a name for several types.
    fn is_shared(&self, documented: &str) -> bool {
        let shapes = self.order.iter().map(|shape| &self.shapes.0[*shape]);
        let mut same = shapes.filter(|shape| shape.is_named && shape.documented == documented);
        same.nth(1).is_some()
    }

    /// What holds of every operation, and no page says.
    fn of_every_page(&self, page: &Page) -> Vec<Value> {
        let aspect = if page.has_credentials {
            json!("status")
        } else {
            json!(["security", "status"])
        };
        let mut deviations = vec![json!({
            "at": page.id, "pages": [self.edition], "aspect": aspect,
            "documented": "Few failures are listed, and a request may have no header for credentials.",
            "actual": "The request needs a signature or a token, and any status from 400 to 599 may come.",
            "reason": "Every call is authenticated, and the gateway before the service refuses calls on its own.",
        })];
        // One entry serves every page of the edition.
        let shared = entries(&self.beside.common["components"]["parameters"]).filter(|_| page.number == 0);
        for (name, shared) in shared.filter(|(_, shared)| shared["schema"].get("pattern").is_some()) {
            let mut own = page.parameters.iter().filter(|parameter| is_same(shared, parameter));
            if own
                .next()
                .is_some_and(|own| own["schema"].get("x-documented-constraints").is_none())
            {
                deviations.push(json!({
                    "at": format!("parameters.{name}"), "pages": [self.edition], "aspect": "limits",
                    "documented": "The value has no limits.",
                    "actual": "The value has the limits of the shared parameter.",
                    "reason": "Other operations document them.",
                }));
            }
        }
        deviations
    }

    /// The place of a contradiction, as the provenance names places. None for a type that is not written, since an
    /// example has another in its place.
    pub(super) fn place(&self, one: &Contradiction) -> Option<String> {
        let Some(shape) = one.shape else {
            return Some(self.pages[one.page].id.clone());
        };
        let name = &self.shapes.0[shape].name;
        let field = self.types.get(name)?.schema["properties"].get(&one.field);
        Some(field.map_or_else(|| name.clone(), |_| format!("{name}.{}", one.field)))
    }
}
