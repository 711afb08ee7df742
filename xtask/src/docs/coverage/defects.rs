//! What a page lost, or says in two ways: each is a difference from contracts that say it once and whole.

use docpages::{Defect, DefectKind};

use super::{Weight, places::places_of};
use crate::{
    diff::{Body, Operation, View},
    provenance::Aspect,
};

/// A defect of a page, as a difference from the contract.
pub(super) struct Damage<'a> {
    pub(super) defect: &'a Defect,
    pub(super) aspect: Aspect,
    pub(super) weight: Weight,
    /// Where a deviation may stand that explains it, nearest first.
    pub(super) places: Vec<String>,
}

/// Every defect of a page.
pub(super) fn of<'a>(page: &'a View, operation: &Operation) -> Vec<Damage<'a>> {
    let damages = page.defects.iter().map(|defect| {
        let (aspect, weight) = aspect(defect.kind);
        let mut places = places(defect, operation);
        places.push(operation.pointer.clone());
        Damage {
            defect,
            aspect,
            weight,
            places,
        }
    });
    damages.collect()
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
