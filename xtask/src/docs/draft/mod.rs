//! `cargo xtask docs draft`: the contract, the payloads and the provenance of a page whose operation has no contract yet.
//!
//! What a page cannot say is left as a gap that the lint names: descriptions, since no sentence of a page is copied.
//! Whatever could not be read or decided is a [`Question`], so that no draft is incomplete without saying so.

mod contract;
mod example;
mod page;
mod settle;
mod shapes;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use docpages::DefectKind;
use serde::Serialize;
use serde_json::{Value, json};

use self::{
    contract::Writer,
    page::{Page, take_apart},
    settle::Settling,
    shapes::{Shapes, for_each_reference},
};
use crate::{
    artefact::{Artefact, Plan},
    command_line::ChangeFormat,
    provenance::SOURCES,
    spec::{COMMON, Document, Specs, entries, operations, reachable},
};

/// The edition of pages that nobody named.
const UNNAMED: &str = "unnamed";

/// What the page, or the reader, leaves open.
#[derive(Debug, Serialize)]
pub struct Question {
    /// Where on the page.
    pub at: String,
    /// Why it is open.
    pub reason: String,
}

/// A place where the page contradicts itself, and how that was settled.
#[derive(Debug, Serialize)]
pub struct Settled {
    /// The place, as the provenance names it.
    pub at: String,
    /// In what respect.
    pub aspect: &'static str,
    /// What the table says, and what the example.
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
    /// The files that were written, below the folder of the contracts; none where there is a contract already.
    pub files: Vec<PathBuf>,
    /// Descriptions to write.
    pub gaps: usize,
    /// Contradictions of the page.
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
        match (
            self.errors.is_empty(),
            self.drafts.iter().all(|draft| draft.questions.is_empty()),
        ) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        }
    }
}

/// The contracts beside which drafts are written.
pub struct Beside {
    common: Value,
    /// Names of schemas that are taken.
    schemas: BTreeSet<String>,
    /// The file of each operation, by method and path, and by id.
    operations: BTreeMap<String, String>,
}

impl Beside {
    /// No contracts, but the common document of these ones.
    pub fn none(openapi: &Path) -> Result<Self> {
        let common = Document::load(openapi, COMMON)?.value;
        let schemas = entries(&common["components"]["schemas"])
            .map(|(name, _)| name.to_owned())
            .collect();
        Ok(Self {
            common,
            schemas,
            operations: BTreeMap::new(),
        })
    }

    fn load(folder: &Path) -> Result<Self> {
        let specs = Specs::load(folder)?;
        let mut beside = Self::none(folder)?;
        for document in &specs.documents {
            beside
                .schemas
                .extend(entries(&document.value["components"]["schemas"]).map(|(name, _)| name.to_owned()));
            for (pointer, path, operation) in operations(&document.value) {
                let method = pointer.rsplit('/').next().unwrap_or_default();
                beside
                    .operations
                    .insert(format!("{method} {path}"), document.name.clone());
                let id = operation["operationId"].as_str().unwrap_or_default();
                beside.operations.insert(id.to_owned(), document.name.clone());
            }
        }
        Ok(beside)
    }
}

/// Drafts pages into a folder of contracts, which is made where there is none. Nothing that exists is changed.
pub fn run(openapi: &Path, pages: &[PathBuf], folder: &Path, edition: Option<&str>) -> Result<Batch> {
    let is_new = !folder.join(COMMON).exists();
    let beside = if is_new {
        Beside::none(openapi)?
    } else {
        Beside::load(folder)?
    };
    let edition = edition.unwrap_or(UNNAMED);
    let mut batch = draft(&beside, pages, edition);
    let mut artefacts: Vec<Artefact> = Vec::new();
    for draft in &mut batch.drafts {
        let existing = draft
            .artefacts
            .iter()
            .find(|artefact| folder.join(&artefact.path).exists());
        if let Some(existing) = existing {
            let reason = format!(
                "{} exists and is not written over; nothing was drafted",
                existing.path.display()
            );
            draft.questions.push(Question {
                at: draft.uri.clone(),
                reason,
            });
            draft.artefacts.clear();
            draft.files.clear();
        }
        artefacts.append(&mut draft.artefacts);
    }
    if is_new && !artefacts.is_empty() {
        artefacts.extend(foundation(openapi, &beside, &artefacts, &batch, edition)?);
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Plan::new(folder, &artefacts, &[])?.apply()?;
    Ok(batch)
}

/// What contracts in a new folder need beside them: of the common document as much as they refer to, and the edition.
fn foundation(
    openapi: &Path,
    beside: &Beside,
    contracts: &[Artefact],
    batch: &Batch,
    edition: &str,
) -> Result<Vec<Artefact>> {
    let mut common = beside.common.clone();
    let start = format!("{COMMON}#");
    let words = contracts
        .iter()
        .flat_map(|artefact| artefact.content.split([' ', '\'', '"', '}', '\n']));
    let targets: BTreeSet<&str> = words.filter_map(|word| word.strip_prefix(start.as_str())).collect();
    let targets: Vec<Value> = targets
        .iter()
        .map(|target| json!({ "$ref": format!("#{target}") }))
        .collect();
    let targets = Value::from(targets);
    let used = reachable(&beside.common, &targets);
    for (kind, components) in common["components"]
        .as_object_mut()
        .into_iter()
        .flatten()
        .filter(|(kind, _)| *kind != "securitySchemes")
    {
        if let Value::Object(components) = components {
            components.retain(|name, _| used.contains(format!("/components/{kind}/{name}").as_str()));
        }
    }
    let tags: BTreeSet<String> = batch
        .drafts
        .iter()
        .filter_map(|draft| draft.uri.split_once(' '))
        .map(|(_, path)| contract::tag(path))
        .collect();
    common["tags"] = tags
        .into_iter()
        .map(|name| json!({ "name": name, "description": "" }))
        .collect();
    let mut payloads = BTreeSet::new();
    for_each_payload(&common, &mut |file| {
        payloads.insert(file.to_owned());
    });
    let sources = json!({ edition: { "title": "Pages that were drafted", "date": "" } });
    let mut artefacts = vec![
        Artefact {
            path: COMMON.into(),
            content: docpages::to_yaml(&common),
        },
        Artefact {
            path: SOURCES.into(),
            content: docpages::to_yaml(&sources),
        },
    ];
    for file in payloads {
        let content = std::fs::read_to_string(openapi.join(&file)).with_context(|| format!("cannot read {file}"))?;
        artefacts.push(Artefact {
            path: file.into(),
            content,
        });
    }
    Ok(artefacts)
}

fn for_each_payload(value: &Value, found: &mut impl FnMut(&str)) {
    if let Some(file) = value["externalValue"].as_str() {
        found(file);
    }
    value
        .as_object()
        .into_iter()
        .flatten()
        .for_each(|(_, inner)| for_each_payload(inner, found));
    value
        .as_array()
        .into_iter()
        .flatten()
        .for_each(|inner| for_each_payload(inner, found));
}

/// Drafts pages together, so that what they share is said once.
pub fn draft(beside: &Beside, files: &[PathBuf], edition: &str) -> Batch {
    let mut batch = Batch::default();
    let (mut pages, mut shapes) = (Vec::new(), Shapes::default());
    let mut operations = beside.operations.clone();
    for file in files {
        let read = std::fs::read(file).map_err(|error| error.to_string());
        let document = match read.and_then(|bytes| super::read(&bytes).map_err(|error| error.to_string())) {
            Ok(document) => document,
            Err(error) => {
                batch.errors.push(format!("{}: {error}", file.display()));
                continue;
            }
        };
        let Some(page) = take_apart(&document, pages.len(), &mut shapes) else {
            continue;
        };
        let uri = format!("{} {}", page.method, page.path);
        let mut draft = Draft {
            page: file.clone(),
            operation: page.id.clone(),
            uri: format!("{} {}", page.method.to_uppercase(), page.path),
            files: Vec::new(),
            gaps: 0,
            settled: Vec::new(),
            questions: Vec::new(),
            artefacts: Vec::new(),
        };
        let known = operations.get(&uri).or(operations.get(&page.id)).cloned();
        if let Some(known) = known {
            let reason = format!("{known} has the operation; nothing was drafted");
            draft.questions.push(Question {
                at: draft.uri.clone(),
                reason,
            });
        } else {
            for key in [uri, page.id.clone()] {
                operations.insert(key, contract::file(&page.id));
            }
            draft.questions = questions(&page);
            pages.push((page, batch.drafts.len()));
        }
        batch.drafts.push(draft);
    }
    write(beside, &mut batch, pages, shapes, edition);
    batch
}

/// What a page leaves open.
fn questions(page: &Page) -> Vec<Question> {
    let lost = |kind: DefectKind, at: &str| match kind {
        // A section on status codes often is a link to them.
        DefectKind::TableAbsent => at != "status codes",
        kind => matches!(
            kind,
            DefectKind::TableUnplaced | DefectKind::RowBroken | DefectKind::TypeUnknown | DefectKind::ExampleBroken
        ),
    };
    let defects = page.defects.iter().filter(|defect| lost(defect.kind, &defect.at));
    let defects = defects.map(|defect| (defect.at.clone(), defect.detail.clone()));
    defects
        .chain(page.questions.iter().cloned())
        .map(|(at, reason)| Question { at, reason })
        .collect()
}

/// Settles what the pages contradict, names their types, and writes the files of each draft.
fn write(beside: &Beside, batch: &mut Batch, pages: Vec<(Page, usize)>, mut shapes: Shapes, edition: &str) {
    let (mut pages, drafts): (Vec<Page>, Vec<usize>) = pages.into_iter().unzip();
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
        for body in [&mut page.request, &mut page.response.body].into_iter().flatten() {
            body.root = first[body.root];
            body.examples
                .iter()
                .for_each(|example| settling.hear(body.root, example));
        }
    }
    let found = settling.found;

    let mut lists = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let own = page.parameters.iter().map(|parameter| {
            (
                number,
                format!("{}-{}", page.id, parameter["name"]),
                parameter["schema"].clone(),
            )
        });
        lists.extend(own);
    }
    let roots = pages.iter().flat_map(|page| {
        [&page.response.body, &page.request]
            .into_iter()
            .flatten()
            .map(|body| body.root)
    });
    let mut order = shapes.reachable(roots);
    order.extend(shapes.name_lists(&order, &mut lists));
    for (parameter, (.., schema)) in pages.iter_mut().flat_map(|page| &mut page.parameters).zip(lists) {
        parameter["schema"] = schema;
    }
    let operations: Vec<String> = pages.iter().map(|page| page.id.clone()).collect();
    shapes.name(&order, &mut beside.schemas.clone(), &operations);

    let writer = Writer {
        pages: &pages,
        shapes: &shapes,
        order: &order,
        common: &beside.common,
        edition,
    };
    for (number, index) in drafts.into_iter().enumerate() {
        let draft = &mut batch.drafts[index];
        draft.artefacts = writer.files(number, &found);
        draft.files = draft.artefacts.iter().map(|artefact| artefact.path.clone()).collect();
        draft.gaps = draft.artefacts[0].content.matches("description: ''").count();
        draft.settled = writer.settled(number, &found);
    }
}

/// A line for each draft and each question, or a list of objects.
pub fn report(batch: &Batch, format: ChangeFormat) -> String {
    if format == ChangeFormat::Json {
        return format!("{:#}\n", json!(batch.drafts));
    }
    let mut text = String::new();
    for draft in &batch.drafts {
        let written = draft.files.first().map_or_else(
            || "not drafted".to_owned(),
            |file| format!("created {}", file.display()),
        );
        text += &format!(
            "{}: {} ({}), {written}: {} descriptions to write, {} contradictions settled, {} questions\n",
            draft.page.display(),
            draft.operation,
            draft.uri,
            draft.gaps,
            draft.settled.len(),
            draft.questions.len()
        );
        for question in &draft.questions {
            text += &format!("  {}: {}\n", question.at, question.reason);
        }
    }
    text
}
