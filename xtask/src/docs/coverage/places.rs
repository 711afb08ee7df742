//! Where something in the bundle stands in the contracts.

use crate::{
    diff::Row,
    lint::Finding,
    spec::{Document, Specs},
};

/// The file and the line of a pointer of the bundle, or of the nearest thing around it.
pub fn place_of<'a>(specs: &'a Specs, pointer: &str) -> (&'a Document, usize) {
    let mut around = pointer;
    loop {
        let holds = |document: &&Document| document.value.pointer(around).is_some();
        if let Some(document) = specs
            .documents
            .iter()
            .find(holds)
            .filter(|_| around.len() > "/components".len())
        {
            return (document, document.line(pointer));
        }
        match around.rsplit_once('/') {
            Some((shorter, _)) => around = shorter,
            None => return (specs.common(), 1),
        }
    }
}

/// A finding at a pointer of the bundle.
pub(super) fn finding_at(specs: &Specs, pointer: &str, rule: &'static str, message: String) -> Finding {
    let (document, line) = place_of(specs, pointer);
    Finding {
        file: document.name.clone(),
        line,
        rule,
        message,
    }
}

/// A row and whatever it refers to, and the operation.
pub(super) fn places_of(row: &Row, operation: &str) -> Vec<String> {
    let layers = row.layers.iter().map(|layer| layer.pointer.clone());
    [row.pointer.clone()]
        .into_iter()
        .chain(layers)
        .chain([operation.to_owned()])
        .collect()
}
