//! What a page lost, or says in two ways: each is a difference from specs that say it once and whole.

use crate::provenance::Aspect;
use docpages::{Defect, DefectKind};

use super::{
    Stance, Survey, Weight, parameters,
    places::{self, Node},
    tables,
};
use crate::docs::Recorded;

pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, operation: &Node<'a>) {
    for defect in &record.page.defects {
        let (aspect, weight) = aspect(defect.kind);
        let places = places_of(survey, defect, operation);
        let places: Vec<&Node<'a>> = places.iter().collect();
        // What an example has is documented, though no table has it.
        if let (DefectKind::ExampleKeyUndocumented, Some(property)) = (defect.kind, places.first()) {
            survey.mention(record, property, Stance::Has);
        }
        let message = format!("the page is damaged at {}: {}", defect.at, defect.detail);
        survey.differ(record, aspect, &places, message, weight);
    }
}

/// In what a defect makes a page differ, and whether that must be explained.
fn aspect(kind: DefectKind) -> (Aspect, Weight) {
    match kind {
        DefectKind::TableAbsent | DefectKind::TableUnplaced | DefectKind::RowBroken => (Aspect::Table, Weight::Lost),
        // Where the name stands for two types of the specs, the walk over the tables demands the reason.
        DefectKind::TableNameRepeated => (Aspect::TypeName, Weight::Silent),
        DefectKind::ListLost => (Aspect::Values, Weight::Lost),
        DefectKind::DefinitionLost => (Aspect::Definition, Weight::Lost),
        DefectKind::MarkupLeaked => (Aspect::Markup, Weight::Lost),
        DefectKind::TypeUnknown | DefectKind::ExampleContradictsTable => (Aspect::Type, Weight::Lost),
        DefectKind::ExampleBroken => (Aspect::ResponseExample, Weight::Lost),
        DefectKind::ExampleKeyUndocumented => (Aspect::Presence, Weight::Lost),
        DefectKind::ExampleUrlDiffers | DefectKind::ExampleBodyUnexpected => (Aspect::RequestExample, Weight::Lost),
        DefectKind::StatusUndescribed | DefectKind::SectionAbsent => (Aspect::Status, Weight::Silent),
        DefectKind::ExampleAbsent => (Aspect::RequestExample, Weight::Silent),
    }
}

/// Where a deviation may stand that explains a defect.
fn places_of<'a>(survey: &Survey<'a>, defect: &Defect, operation: &Node<'a>) -> Vec<Node<'a>> {
    let at = defect.at.strip_prefix("example ").unwrap_or(&defect.at);
    let mut words = at.splitn(3, ' ');
    let [kind, first, second] = [(); 3].map(|()| words.next().unwrap_or_default());
    let mut found = match kind {
        "path" | "query" => parameter(survey, operation, kind, first),
        "response" => {
            let (status, path) = match first.parse() {
                Ok(status) => (Some(status), second),
                Err(_) => (None, first),
            };
            tables::body(survey, operation, status).map_or(Vec::new(), |body| field(survey, &body, path))
        }
        _ => Vec::new(),
    };
    found.push(operation.clone());
    found
}

fn parameter<'a>(survey: &Survey<'a>, operation: &Node<'a>, place: &str, name: &str) -> Vec<Node<'a>> {
    let parameters = parameters::parameters(survey, operation);
    let found = parameters
        .into_iter()
        .find(|node| node.value["in"] == place && node.value["name"] == name);
    let Some(node) = found else {
        return Vec::new();
    };
    let schema = node.child("schema").map(|schema| schema.resolved(survey.specs));
    [Some(node), schema].into_iter().flatten().collect()
}

fn field<'a>(survey: &Survey<'a>, body: &Node<'a>, path: &str) -> Vec<Node<'a>> {
    let Some((property, object)) = places::field_at(survey.specs, body, path) else {
        return nearest_object(survey, body, path).into_iter().collect();
    };
    let mut found = tables::targets(survey, &property);
    found.push(object);
    found
}

/// The object at a place, or the closest one around it that the specs have: that is where to add what they lack.
fn nearest_object<'a>(survey: &Survey<'a>, body: &Node<'a>, path: &str) -> Option<Node<'a>> {
    let mut rest = path;
    loop {
        if let Some(object) = places::object_at(survey.specs, body, rest) {
            return Some(object);
        }
        rest = rest.rsplit_once('.').map_or("", |(around, _)| around);
        if rest.is_empty() {
            return places::object_at(survey.specs, body, rest);
        }
    }
}
