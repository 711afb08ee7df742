//! What a page lost, or says in two ways: each is a difference from contracts that say it once and whole.

use docpages::{Defect, DefectKind};

use super::{
    Weight,
    survey::{Survey, places_of},
};
use crate::{
    diff::{Body, Operation, View},
    docs::Recorded,
    provenance::Aspect,
};

pub(super) fn survey<'a>(survey: &mut Survey<'a>, record: &'a Recorded, page: &View, operation: &Operation) {
    for defect in &page.defects {
        let (aspect, weight) = aspect(defect.kind);
        let mut places = places(defect, operation);
        // What an example has is documented, though no table has it.
        if defect.kind == DefectKind::ExampleKeyUndocumented {
            survey.evidence.add(record, &places[0]);
        }
        places.push(operation.pointer.clone());
        let message = format!("the page is damaged at {}: {}", defect.at, defect.detail);
        survey.differ(record, aspect, places, weight, message);
    }
}

/// In what a defect makes a page differ, and whether that must be explained.
fn aspect(kind: DefectKind) -> (Aspect, Weight) {
    match kind {
        DefectKind::TableAbsent | DefectKind::TableUnplaced | DefectKind::RowBroken => (Aspect::Table, Weight::Lost),
        // Where the name stands for two types of the contract, the comparison of names demands the reason.
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

/// Where a deviation may stand that explains a defect. Never empty.
fn places(defect: &Defect, operation: &Operation) -> Vec<String> {
    let at = defect.at.strip_prefix("example ").unwrap_or(&defect.at);
    let mut words = at.splitn(3, ' ');
    let [kind, first, second] = [(); 3].map(|()| words.next().unwrap_or_default());
    let found = match kind {
        "path" | "query" => operation.body(kind).map(|body| field(body, first)),
        "response" => {
            let has_status = first.parse::<u16>().is_ok();
            let (status, path) = if has_status { (first, second) } else { ("200", first) };
            let any = format!("response {}XX", &status[..1]);
            let body = operation
                .body(&format!("response {status}"))
                .or_else(|| operation.body(&any));
            body.map(|body| field(body, path))
        }
        _ => None,
    };
    found
        .filter(|places| !places.is_empty())
        .unwrap_or_else(|| vec![operation.pointer.clone()])
}

fn field(body: &Body, path: &str) -> Vec<String> {
    if let Some((table, row)) = body.field_at(path) {
        return places_of(row, &table.layer.pointer);
    }
    // What the contract lacks is added to the closest object around it.
    let mut around = path;
    loop {
        if let Some(table) = body.table_at(around) {
            return vec![table.layer.pointer.clone()];
        }
        if around.is_empty() {
            return Vec::new();
        }
        around = around.rsplit_once('.').map_or("", |(shorter, _)| shorter);
    }
}
