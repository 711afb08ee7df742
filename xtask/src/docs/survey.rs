//! `cargo xtask docs survey`: how many pages can be drafted, and how they contradict themselves.

use std::{
    collections::BTreeMap,
    fmt::Write,
    path::{Path, PathBuf},
    slice,
};

use anyhow::Result;

use super::draft::{Batch, Beside, Draft, UNNAMED, draft};

/// Kinds of contradictions: the aspect of the provenance, and what a reader calls it.
const KINDS: [(&str, &str); 10] = [
    ("type", "the example has another type"),
    ("presence", "the example has a field that no table has"),
    ("values", "the example has a value that is not listed"),
    ("mandatory", "the example leaves out a mandatory field"),
    ("default", "the table of a response states a default"),
    ("table", "the example shows a body that no table describes"),
    (
        "status",
        "a status without a body is listed beside the answer, or has a body",
    ),
    ("response-example", "the example of a response is not JSON"),
    (
        "request-example",
        "the example of a request is not JSON, has another address, or a body that is not described",
    ),
    ("markup", "markup of the publisher stands in the text"),
];

/// Drafts each page alone, in memory, and counts. Gives two tables in Markdown.
pub fn run(openapi: &Path, pages: &[PathBuf]) -> Result<String> {
    let beside = Beside::none(openapi)?;
    let batches = pages.iter().map(|page| draft(&beside, slice::from_ref(page), UNNAMED));
    let batches: Vec<Batch> = batches.collect();
    let drafts: Vec<&Draft> = batches.iter().flat_map(|batch| &batch.drafts).collect();
    let complete = drafts.iter().filter(|draft| draft.questions.is_empty()).count();
    let contradicting = drafts.iter().filter(|draft| !draft.settled.is_empty()).count();
    let mut text = format!(
        "| pages | |\n|---|--:|\n| given | {} |\n| read | {} |\n| drafted without a question | {complete} |\n| that contradict themselves | {contradicting} |\n",
        pages.len(),
        drafts.len(),
    );
    text += "\n| contradiction | pages | places |\n|---|--:|--:|\n";
    for (aspect, words) in KINDS {
        let counts = drafts.iter().filter_map(|draft| draft.kinds().get(aspect).copied());
        let (pages, places): (usize, usize) = (counts.clone().count(), counts.sum());
        writeln!(text, "| {words} | {pages} | {places} |")?;
    }
    text += "\n| operation | method and path | parameters and schemas | questions | contradictions |\n|---|---|--:|---|---|\n";
    for draft in &drafts {
        let Draft {
            operation, uri, read, ..
        } = draft;
        let questions = draft.questions.iter().map(|one| format!("{}: {}", one.at, one.reason));
        let questions = questions.collect::<Vec<_>>().join("; ").replace('|', "\\|");
        let kinds = draft.kinds().into_iter().map(|(kind, count)| format!("{kind} {count}"));
        let (read, kinds) = (read.len(), kinds.collect::<Vec<_>>().join(", "));
        writeln!(text, "| {operation} | `{uri}` | {read} | {questions} | {kinds} |")?;
    }
    for error in batches.iter().flat_map(|batch| &batch.errors) {
        writeln!(text, "| not read | | | {} | |", error.replace('|', "\\|"))?;
    }
    Ok(text)
}

impl Draft {
    /// How many contradictions there are, by aspect.
    fn kinds(&self) -> BTreeMap<&str, usize> {
        let mut kinds = BTreeMap::new();
        for settled in &self.settled {
            *kinds.entry(settled.aspect).or_default() += 1;
        }
        kinds
    }
}
