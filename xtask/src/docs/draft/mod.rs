//! `cargo xtask docs draft`: the contract, the payloads and the provenance of a page whose operation has no contract yet.
//!
//! What a page cannot say is left as a gap that the lint names: descriptions, since no sentence of a page is copied.
//! Whatever could not be read or decided is a [`Question`], so that no draft is incomplete without saying so.

mod beside;
mod contract;
mod example;
mod page;
mod provenance;
mod settle;
mod shapes;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use docpages::to_yaml;
use serde::Serialize;
use serde_json::json;

pub use self::{beside::Beside, page::Question};
use self::{
    beside::foundation,
    contract::{Writer, file, gaps},
    page::{Body, Page, take_apart},
    settle::{Contradiction, Settling},
    shapes::{Shapes, for_each_reference},
};
use crate::{
    artefact::{Artefact, Plan},
    command_line::ChangeFormat,
    spec::{COMMON, Specs},
};

/// The edition of pages that nobody named.
pub const UNNAMED: &str = "unnamed";

/// A place where the page contradicts itself, and how that was settled.
#[derive(Serialize)]
pub struct Settled {
    /// The place, as the provenance names it.
    pub at: String,
    /// In what respect.
    pub aspect: &'static str,
    /// What the page says.
    pub documented: String,
    /// What the contract says.
    pub actual: String,
}

/// The draft of one page.
#[derive(Serialize)]
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
    pub settled: Vec<Settled>,
    /// What is open.
    pub questions: Vec<Question>,
    #[serde(skip)]
    artefacts: Vec<Artefact>,
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
        let is_complete = self.drafts.iter().all(|draft| draft.questions.is_empty());
        if self.errors.is_empty() {
            u8::from(!is_complete)
        } else {
            2
        }
    }

    /// A line for each draft and each question, or a list of objects.
    pub fn report(&self, format: ChangeFormat) -> String {
        if format == ChangeFormat::Json {
            return format!("{:#}\n", json!(self.drafts));
        }
        let lines = self.drafts.iter().map(
            |Draft {
                 page,
                 operation,
                 files,
                 gaps,
                 settled,
                 questions,
                 ..
             }| {
                let file = files.first().map_or_else(
                    || "nothing created".to_owned(),
                    |file| format!("created {}", file.display()),
                );
                let (page, settled) = (page.display(), settled.len());
                let lines = questions
                    .iter()
                    .map(|question| format!("  {}: {}\n", question.at, question.reason));
                let start = format!(
                    "{page}: {operation}, {file}: {gaps} gaps, {settled} contradictions settled, {} questions\n",
                    questions.len()
                );
                start + &lines.collect::<String>()
            },
        );
        lines.collect()
    }
}

/// Drafts pages into a folder of contracts, which is made where there is none. Nothing that exists is changed.
pub fn run(openapi: &Path, pages: &[PathBuf], folder: &Path, edition: Option<&str>) -> Result<Batch> {
    let is_new = !folder.join(COMMON).exists();
    let beside = if is_new {
        Beside::none(openapi)?
    } else {
        Beside::all(&Specs::load(folder)?)?
    };
    let edition = edition.unwrap_or(UNNAMED);
    let mut batch = draft(&beside, pages, edition);
    let mut artefacts: Vec<Artefact> = Vec::new();
    for draft in &mut batch.drafts {
        if let Some(existing) = draft.files.iter().find(|file| folder.join(file).exists()) {
            draft.questions = vec![Question::new(
                &draft.uri,
                &format!("{} exists; nothing was drafted", existing.display()),
            )];
            draft.files.clear();
            draft.artefacts.clear();
        }
        artefacts.append(&mut draft.artefacts);
    }
    if is_new && !artefacts.is_empty() {
        artefacts.extend(foundation(openapi, &beside, &artefacts, edition)?);
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
        let read = fs::read(file).map_err(|error| error.to_string());
        let read = read.and_then(|bytes| super::read(&bytes).map_err(|error| error.to_string()));
        let taken = read.and_then(|document| {
            take_apart(&document, pages.len(), &mut shapes).ok_or("describes no operation".to_owned())
        });
        let mut page = match taken {
            Ok(page) => page,
            Err(error) => {
                batch.errors.push(format!("{}: {error}", file.display()));
                continue;
            }
        };
        let key = format!("{} {}", page.method, page.path);
        let known = operations.get(&key).or(operations.get(&page.id));
        let known = known.map(|known| format!("{known} has the operation; nothing was drafted"));
        let mut draft = Draft {
            page: file.clone(),
            operation: page.id.clone(),
            uri: format!("{} {}", page.method.to_uppercase(), page.path),
            files: Vec::new(),
            read: Vec::new(),
            gaps: 0,
            settled: Vec::new(),
            questions: std::mem::take(&mut page.questions),
            artefacts: Vec::new(),
        };
        if let Some(reason) = known {
            draft.questions = vec![Question::new(&draft.uri, &reason)];
        } else {
            operations.extend([key, page.id.clone()].map(|key| (key, contract::file(&page.id))));
            pages.push((page, batch.drafts.len()));
        }
        batch.drafts.push(draft);
    }
    let (pages, numbers): (Vec<Page>, Vec<usize>) = pages.into_iter().unzip();
    write(beside, &mut batch.drafts, pages, &numbers, shapes, edition);
    batch
}

/// Settles what the pages contradict, names their types, and writes the files of each draft.
fn write(
    beside: &Beside,
    drafts: &mut [Draft],
    mut pages: Vec<Page>,
    numbers: &[usize],
    mut shapes: Shapes,
    edition: &str,
) {
    let first = shapes.first_of_equals();
    for shape in &mut shapes.0 {
        for_each_reference(&mut shape.schema, &mut |inner| *inner = first[*inner]);
    }
    let mut settling = Settling {
        shapes: &mut shapes,
        found: Vec::new(),
        page: 0,
    };
    for (number, page) in pages.iter_mut().enumerate() {
        settling.page = number;
        for (at, body) in page.bodies() {
            body.root = first[body.root];
            body.examples.retain(|example| {
                let refusal = settling.hear(body.root, example);
                drafts[numbers[number]]
                    .questions
                    .extend(refusal.map(|reason| Question::new(at, reason)));
                refusal.is_none()
            });
        }
    }
    // Whatever an example changed may be news to those before it, and to the rest of itself.
    for (number, page) in pages.iter_mut().enumerate() {
        settling.page = number;
        for (_, Body { root, examples }) in page.bodies() {
            for example in examples {
                settling.hear(*root, example);
            }
        }
    }
    let mut found = settling.found;
    found.extend(pages.iter_mut().flat_map(|page| page.contradictions.drain(..)));

    let bodies = pages
        .iter()
        .flat_map(|page| [&page.success.1, &page.request].into_iter().flatten());
    let mut order = shapes.reachable(bodies.map(|body| body.root));
    let parameters = pages.iter().enumerate().flat_map(|(number, page)| {
        let own = page.parameters.iter();
        own.map(move |parameter| {
            (
                number,
                format!("{} {}", page.id, parameter["name"]),
                parameter["schema"].clone(),
            )
        })
    });
    let mut parameters: Vec<_> = parameters.collect();
    order.extend(shapes.lift_lists(&order, &mut parameters));
    for (parameter, (.., schema)) in pages.iter_mut().flat_map(|page| &mut page.parameters).zip(parameters) {
        parameter["schema"] = schema;
    }
    let operations: Vec<&str> = pages.iter().map(|page| page.id.as_str()).collect();
    shapes.name(&order, beside.schemas.clone(), &operations);

    let writer = Writer {
        pages: &pages,
        shapes: &shapes,
        order: &order,
        common: &beside.common,
        tags: &beside.tags,
        edition,
    };
    for (number, index) in numbers.iter().enumerate() {
        let draft = &mut drafts[*index];
        let own: Vec<&Contradiction> = found.iter().filter(|one| one.page == number).collect();
        (draft.artefacts, draft.gaps) = files(&writer, number, &own);
        draft.files = draft.artefacts.iter().map(|artefact| artefact.path.clone()).collect();
        draft.read = writer.read(number);
        draft.settled = own
            .iter()
            .filter_map(|one| {
                let (documented, actual) = (one.documented.clone(), one.actual.clone());
                Some(Settled {
                    at: writer.place(one)?,
                    aspect: one.aspect,
                    documented,
                    actual,
                })
            })
            .collect();
    }
}

/// The files of a page, below the folder of the contracts, and how many gaps the first one has, the contract.
fn files(writer: &Writer, number: usize, contradictions: &[&Contradiction]) -> (Vec<Artefact>, usize) {
    let file = file(&writer.pages[number].id);
    let mut payloads = Vec::new();
    let contract = writer.contract(number, &mut payloads);
    let provenance = writer.provenance(number, contradictions);
    let documents = [
        (file.clone(), to_yaml(&contract)),
        (format!("provenance/{file}"), to_yaml(&provenance)),
    ];
    let payloads = payloads.into_iter().map(|(file, value)| (file, format!("{value:#}\n")));
    let artefacts = documents.into_iter().chain(payloads).map(|(path, content)| Artefact {
        path: path.into(),
        content,
    });
    (artefacts.collect(), gaps(&contract))
}
