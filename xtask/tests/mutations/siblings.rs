//! Other pages of the publisher, composed anew from the facts that were read of them, with one fact altered at a time.
//!
//! The pages are those beside the page reader; `DOCPAGES_SIBLINGS` names a folder that has more.

use std::path::{Path, PathBuf};

use docpages::Form;
use serde_json::Value;
use xtask::diff::{Change, ChangeKind};

use crate::mutations::{
    Score, changes,
    mutate::{Mutation, sample},
    reading, render,
    style::Style,
};

/// How many pages are altered.
const PAGES: usize = 20;

fn siblings() -> Vec<(String, Value)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("docpages/tests/siblings/pages");
    let mut waiting = vec![std::env::var_os("DOCPAGES_SIBLINGS").map_or(own, PathBuf::from)];
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rst") {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, xtask::docs::read(&std::fs::read(path).unwrap()).unwrap())
    };
    // Evenly, whatever folders they are in.
    let step = (files.len() / PAGES).max(1);
    files.iter().step_by(step).take(PAGES).map(read).collect()
}

#[test]
fn a_sample_of_mutations_is_found_and_named_and_nothing_else() {
    let form = Form::Rst;
    let mut score = Score::default();
    for (name, page) in siblings() {
        let before = reading(&render(&page, &Style::plain(), form), form);
        for Mutation { document, expected, .. } in sample(&before) {
            let after = reading(&render(&document, &Style::plain(), form), form);
            let mut found = changes(&before, &after);
            // What is wrong with an example goes with it.
            let is_of =
                |change: &Change, at: &str| change.kind == ChangeKind::DefectGone && change.location.starts_with(at);
            found.retain(|change| {
                !expected
                    .iter()
                    .any(|(_, at, _)| at.starts_with("example") && is_of(change, at))
            });
            score.check(&name, &found, expected);
        }
    }
    score.assert("mutations of siblings found");
}

#[test]
fn no_rewording_of_a_sibling_is_a_change() {
    let form = Form::Rst;
    let mut score = Score::default();
    for (name, page) in siblings() {
        let before = reading(&render(&page, &Style::plain(), form), form);
        for (style, reworded) in Style::rewordings() {
            let after = reading(&render(&page, &reworded, form), form);
            score.check(&format!("{name}: {style}"), &changes(&before, &after), Vec::new());
        }
    }
    score.assert("silent rewordings of siblings");
}
