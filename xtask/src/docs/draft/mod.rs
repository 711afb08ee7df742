//! `cargo xtask docs draft`: the contract, the payloads and the provenance of a page whose operation has no contract yet.
//!
//! What a page cannot say is left as a gap that the lint names: descriptions, since no sentence of a page is copied.
//! Whatever could not be read or decided is a [`Question`], so that no draft is incomplete without saying so.
//!
//! A batch of pages goes through these modules: `page` takes each apart into parameters, bodies and `shapes`, which are the
//! types of all pages together, and `repair` saves examples with one slip. Equal shapes become one, `settle` holds them
//! against the examples, and `reuse` finds those that contracts have already, which are `known`. What is left gets a name,
//! and `contract`, `example`, `provenance` and `failures` write it, `beside` the other contracts.

mod beside;
mod contract;
mod example;
mod failures;
mod known;
mod page;
mod provenance;
mod repair;
mod reuse;
mod settle;
mod shapes;

use std::{
    fs, mem,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use docpages::{Reading, to_yaml};
use serde::Serialize;
use serde_json::{Value, json};

pub use self::{beside::Beside, page::Question, settle::Contradiction};
use self::{
    beside::foundation,
    contract::{Writer, file_of, gaps},
    failures::Failure,
    page::{Page, take_apart},
    reuse::reuse,
    settle::Settling,
    shapes::Shapes,
};
use crate::{
    artefact::{Artefact, Plan},
    command_line::Format,
    docs::exit_code,
    spec::{COMMON, Specs},
};

/// The edition of pages that nobody named.
pub const UNNAMED: &str = "unnamed";

/// The draft of one page.
#[derive(Default, Serialize)]
pub struct Draft {
    /// The page.
    pub page: PathBuf,
    /// Operation id.
    pub operation: String,
    /// Method and path.
    pub uri: String,
    /// The files to write, below the folder of the contracts: the contract first; none where there is one already.
    pub files: Vec<PathBuf>,
    /// Parameters and schemas, as far as no other page of the batch has them.
    pub read: Vec<String>,
    /// How many descriptions are to be written.
    pub gaps: usize,
    /// The contradictions of the page.
    pub settled: Vec<Contradiction>,
    /// What is open.
    pub questions: Vec<Question>,
    /// What changes or belongs elsewhere.
    pub notes: Vec<String>,
    #[serde(skip)]
    contract: Value,
    #[serde(skip)]
    artefacts: Vec<Artefact>,
    #[serde(skip)]
    failures: Vec<Failure>,
}

/// The drafts of some pages, and what could not be read.
#[derive(Default)]
pub struct Batch {
    /// A draft for each page that describes an operation.
    pub drafts: Vec<Draft>,
    /// A sentence for each of the others.
    pub errors: Vec<String>,
}

impl Batch {
    /// The exit code: 2 where a page could not be read, else 1 where there are questions, else 0.
    pub fn code(&self) -> u8 {
        exit_code(&self.errors, self.drafts.iter().all(|draft| draft.questions.is_empty()))
    }

    /// A line for each draft and each question, or a list of objects.
    pub fn report(&self, format: Format) -> String {
        if format == Format::Json {
            return format!("{:#}\n", json!(self.drafts));
        }
        let mut report = String::new();
        for draft in &self.drafts {
            let (page, operation, gaps) = (draft.page.display(), &draft.operation, draft.gaps);
            let contract = draft.files.first().map(|file| format!("created {}", file.display()));
            let contract = contract.unwrap_or("nothing created".to_owned());
            let (settled, questions) = (draft.settled.len(), draft.questions.len());
            report += &format!("{page}: {operation}, {contract}: {gaps} gaps, ");
            report += &format!("{settled} contradictions settled, {questions} questions\n");
            for Question { at, reason } in &draft.questions {
                report += &format!("  {at}: {reason}\n");
            }
            for note in &draft.notes {
                report += &format!("  {note}\n");
            }
        }
        report
    }
}

/// Drafts pages into a folder of contracts, which is made where there is none. Nothing that exists is changed, but that
/// shared responses get the failures that pages show.
pub fn run(openapi: &Path, pages: &[PathBuf], folder: &Path, edition: Option<&str>) -> Result<Batch> {
    let is_new = !folder.join(COMMON).exists();
    let beside = if is_new {
        Beside::none(openapi)?
    } else {
        Beside::all(&Specs::load(folder)?)?
    };
    let edition = edition.unwrap_or(UNNAMED);
    let mut batch = draft(&beside, pages, edition);
    let (mut contracts, mut artefacts, mut news) = (Vec::new(), Vec::new(), Vec::new());
    for draft in &mut batch.drafts {
        if let Some(existing) = draft.files.iter().find(|file| folder.join(file).exists()) {
            let reason = format!("{} exists; nothing was drafted", existing.display());
            draft.questions = vec![Question::new(&draft.uri, reason)];
            draft.files.clear();
            draft.notes.clear();
            draft.contract = Value::Null;
            draft.artefacts.clear();
            draft.failures.clear();
        }
        contracts.push(draft.contract.take());
        artefacts.append(&mut draft.artefacts);
        news.append(&mut draft.failures);
    }
    if is_new && !artefacts.is_empty() {
        artefacts.extend(foundation(openapi, &beside, &contracts.into(), &news, edition)?);
    } else if !news.is_empty() {
        artefacts.push(Artefact::new(COMMON, failures::added(folder, &news)?));
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Plan::new(folder, &artefacts, &[])?.apply()?;
    Ok(batch)
}

/// Drafts pages together, so that what they share is said once.
pub fn draft(beside: &Beside, files: &[PathBuf], edition: &str) -> Batch {
    let mut batch = Batch::default();
    let (mut pages, mut shapes) = (Vec::new(), Shapes::default());
    let mut operations = beside.operations.clone();
    for file in files {
        let mut page = match read(file, pages.len(), &mut shapes) {
            Ok(page) => page,
            Err(error) => {
                batch.errors.push(format!("{}: {error}", file.display()));
                continue;
            }
        };
        let mut draft = Draft {
            page: file.clone(),
            operation: page.id.clone(),
            uri: format!("{} {}", page.method, page.path),
            questions: mem::take(&mut page.questions),
            ..Draft::default()
        };
        let keys = [draft.uri.clone(), page.id.clone()];
        if let Some(known) = keys.iter().find_map(|key| operations.get(key)) {
            let reason = format!("{known} has the operation; nothing was drafted");
            draft.questions = vec![Question::new(&draft.uri, reason)];
        } else {
            operations.extend(keys.map(|key| (key, file_of(&page.id))));
            page.draft = batch.drafts.len();
            pages.push(page);
        }
        batch.drafts.push(draft);
    }
    write(beside, &mut batch.drafts, pages, shapes, edition);
    batch
}

/// Reads a page, which is the page of that number.
fn read(file: &Path, number: usize, shapes: &mut Shapes) -> Result<Page> {
    let Reading {
        mut document, broken, ..
    } = docpages::read(&fs::read(file)?)?;
    let repaired = repair::examples(&mut document, &broken);
    let mut page = take_apart(&document, number, shapes).context("describes no operation")?;
    page.add_repaired(repaired);
    Ok(page)
}

/// Settles what the pages contradict, names their types, and writes the files of each draft.
fn write(beside: &Beside, drafts: &mut [Draft], mut pages: Vec<Page>, mut shapes: Shapes, edition: &str) {
    let first = shapes.merge_equals();
    let mut settling = Settling::new(&mut shapes);
    // Twice, since whatever an example changed may be news to those before it, and to the rest of itself.
    for _ in 0..2 {
        for page in &mut pages {
            settling.page = page.number;
            let questions = &mut drafts[page.draft].questions;
            for (at, body) in page.bodies() {
                body.root = first[body.root];
                body.examples.retain(|example| {
                    let refusal = settling.hear(body.root, example);
                    questions.extend(refusal.map(|reason| Question::new(at, reason)));
                    refusal.is_none()
                });
            }
        }
    }
    let mut found = settling.found;
    let stated = pages.iter_mut().flat_map(|page| page.contradictions.drain(..));
    found.extend(stated.map(|one| Contradiction {
        shape: one.shape.map(|shape| first[shape]),
        ..one
    }));

    let bodies = pages.iter().flat_map(|page| [&page.success.1, &page.request]);
    let roots: Vec<_> = bodies.flatten().map(|body| body.root).collect();
    let all = shapes.reachable(roots.iter().copied());
    reuse(&beside.types, &mut shapes, &all);
    let mut order = shapes.reachable(roots.into_iter());
    order.extend(shapes.lift_lists(&order, pages.iter_mut().flat_map(Page::schemas), &beside.types));
    let operations: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
    shapes.name(&order, beside.types.names(), &operations);

    let mut writer = Writer {
        pages: &pages,
        shapes: &shapes,
        order: &order,
        beside,
        types: beside.types.clone(),
        edition,
    };
    writer.add_types();
    let mut known = beside.failures.clone();
    for page in &pages {
        let draft = &mut drafts[page.draft];
        let own = found.extract_if(.., |one| one.page == page.number);
        let settled = own.filter_map(|one| {
            Some(Contradiction {
                at: writer.place(&one)?,
                ..one
            })
        });
        draft.settled = settled.collect();
        let (mut payloads, file) = (Vec::new(), file_of(&page.id));
        let contract = writer.contract(page, &mut payloads);
        draft.failures = failures::news(&beside.common, page, &mut known, &mut payloads);
        let notes = draft.failures.iter();
        let notes = notes.map(|one| format!("{COMMON}: {} has another example, {}", one.response, one.name));
        draft.notes = writer.reused(page).into_iter().chain(notes).collect();
        draft.gaps = gaps(&contract);
        draft.read = writer.read(page);
        let provenance = (
            format!("provenance/{file}"),
            to_yaml(&writer.provenance(page, &draft.settled)),
        );
        let payloads = payloads.into_iter().map(|(file, value)| (file, format!("{value:#}\n")));
        for (path, content) in [(file, to_yaml(&contract)), provenance].into_iter().chain(payloads) {
            draft.files.push(path.clone().into());
            draft.artefacts.push(Artefact::new(path, content));
        }
        draft.contract = contract;
    }
}
