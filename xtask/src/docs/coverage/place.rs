//! Findings, and where in the contracts they are.

use std::iter::successors;

use crate::{
    lint::Finding,
    provenance::Location,
    spec::{Document, Specs},
};

/// The file and the line of a pointer of the bundle, or of the nearest thing around it.
pub fn place_of<'a>(specs: &'a Specs, pointer: &str) -> (&'a Document, usize) {
    let around = successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
    // Every file has components.
    let mut around = around.take_while(|place| place.len() > "/components".len());
    match around.find_map(|place| specs.holder(place)) {
        Some(document) => (document, document.line(pointer)),
        None => (specs.common(), 1),
    }
}

/// A finding at a pointer of the bundle.
pub(super) fn finding_at(specs: &Specs, pointer: &str, rule: &'static str, message: String) -> Finding {
    let (document, line) = place_of(specs, pointer);
    let file = document.name.clone();
    finding_of(&Location { file, line }, rule, message)
}

/// A finding at a line.
pub(super) fn finding_of(Location { file, line }: &Location, rule: &'static str, message: String) -> Finding {
    let (file, line) = (file.clone(), *line);
    Finding {
        file,
        line,
        rule,
        message,
    }
}
