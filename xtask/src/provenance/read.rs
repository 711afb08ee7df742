//! Reads provenance files, and holds every entry against the contracts and the declared sources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use super::{
    entries::{Deviation, OnlyIn, Provenance},
    place::{Place, PlaceKind},
};
use crate::spec::{
    Document, Inspection, Location, Node, Root, Specs, operations, reachable, recorded_pages, word, yaml_files,
};

/// The folder inside `openapi/`.
pub const FOLDER: &str = "provenance";

/// The file in that folder that declares the sources.
pub const SOURCES: &str = "provenance/sources.yaml";

/// Stands for every operation, as the place of a deviation.
const OPERATIONS: &str = "operations";

/// The keys of a provenance file, apart from the sources.
const KEYS: [&str; 4] = ["written_from", "only_in", "deviations", "notes"];

/// The rule of every finding here.
const RULE: &str = "provenance";

impl Provenance {
    /// Reads the folder beside the contracts. A file that is not YAML is an error; a mistake in one is a problem.
    pub fn load(specs: &Specs) -> Result<Self> {
        let inspection = Inspection::new(specs);
        let sources = Document::load(&specs.directory, SOURCES)?;
        let mut reader = Reader::new(inspection.root(&sources), recorded_pages(&specs.directory)?);
        let folder = specs.directory.join(FOLDER);
        let files = yaml_files(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for name in files.iter().map(|name| format!("{FOLDER}/{name}")) {
            if name != SOURCES {
                reader.file(&inspection.root(&Document::load(&specs.directory, &name)?));
            }
        }
        reader.complete_written_from(&inspection);
        for (id, at) in reader.sources.entries() {
            let message = format!("nothing cites the source `{id}`; remove it");
            at.require(reader.cited.contains(id), RULE, message);
        }
        let mut provenance = reader.provenance;
        provenance.problems = inspection.findings.take();
        Ok(provenance)
    }
}

fn parse<T: DeserializeOwned>(at: &Node<'_>, what: &str) -> Option<T> {
    let parsed = serde_json::from_value(at.value.clone());
    parsed
        .map_err(|error| at.report(RULE, format!("not {what}: {error}")))
        .ok()
}

/// The entries of a list. Anything else in it is reported.
fn list<'a, T: DeserializeOwned>(root: &Node<'a>, key: &str) -> Vec<(Node<'a>, T)> {
    let list = root.child(key);
    let is_list = list.value.is_array() || !root.has(key);
    list.require(is_list, RULE, format!("`{key}` must be a list"));
    let what = format!("an entry of `{key}`");
    let entries = list.items().filter_map(|at| parse(&at, &what).map(|entry| (at, entry)));
    entries.collect()
}

/// Resolves the places of an entry, and gives those that exist with their kind.
fn places<'a, 'p>(at: &Node<'a>, places: &'p mut [Place]) -> Vec<(Node<'a>, &'p Place, PlaceKind)> {
    at.require(!places.is_empty(), RULE, "names no place");
    let mut found = Vec::new();
    for (index, place) in places.iter_mut().enumerate() {
        let at = at.child(&index.to_string());
        match place.resolve(at.inspection.specs) {
            Some(kind) => found.push((at, &*place, kind)),
            None => at.report(RULE, format!("no contract has a place `{}`", place.name)),
        }
    }
    found
}

struct Reader<'a> {
    sources: Node<'a>,
    provenance: Provenance,
    cited: BTreeSet<String>,
    /// Names of the places in `only_in`, and where each stands.
    known_only_in: BTreeMap<String, Location>,
}

impl<'a> Reader<'a> {
    fn new(sources: Node<'a>, recorded: Vec<(String, String)>) -> Self {
        let mut reader = Self {
            provenance: Provenance::default(),
            cited: recorded.iter().map(|(_, edition)| edition.clone()).collect(),
            known_only_in: BTreeMap::new(),
            sources,
        };
        for (id, at) in reader.sources.entries() {
            let source = parse(&at, "a source").map(|source| (id.to_owned(), source));
            reader.provenance.sources.extend(source);
        }
        for (operation, edition) in recorded {
            let specs = reader.sources.inspection.specs;
            let mut place = Place::from(operation);
            if let Some(operation) = place.resolve(specs).and_then(|_| specs.at(&place.pointer)) {
                let about = reachable(specs, operation).into_iter().map(str::to_owned);
                let about = about.chain([place.pointer]).collect();
                reader.provenance.recorded.push((edition, about));
            }
        }
        reader
    }

    fn file(&mut self, root: &Node<'_>) {
        for (key, at) in root.entries() {
            let message = format!("`{key}` is none of {}", KEYS.join(", "));
            at.require(KEYS.contains(&key), RULE, message);
        }
        for (id, at) in root.child("written_from").entries() {
            self.written_from(&at, id);
        }
        for (at, entry) in list(root, "only_in") {
            self.only_in(&at, entry);
        }
        for (at, entry) in list::<Deviation>(root, "deviations") {
            let is_whole = !entry.aspect.is_empty() && !entry.reason.trim().is_empty();
            at.require(is_whole, RULE, "a deviation has an `aspect` and a `reason`");
            let entry = self.deviation(&at, entry);
            self.provenance.deviations.push(entry);
        }
        for (at, entry) in list::<Deviation>(root, "notes") {
            let is_note = entry.aspect.is_empty() && entry.quoted.is_empty() && entry.reason.is_empty();
            let message = "a note has no `aspect`, `quoted` or `reason`; else it is a deviation";
            at.require(is_note, RULE, message);
            let entry = self.deviation(&at, entry);
            self.provenance.notes.push(entry);
        }
    }

    fn written_from(&mut self, at: &Node<'_>, id: &str) {
        let mut place = Place::from(id.to_owned());
        if place.resolve(at.inspection.specs) != Some(PlaceKind::Operation) {
            return at.report(RULE, format!("no operation is called `{id}`"));
        }
        if let Some(sources) = parse::<Vec<String>>(at, "a list of sources") {
            at.require(!sources.is_empty(), RULE, "names no source");
            self.cite(at);
            self.refuse_recorded(at, &place);
            self.provenance.written_from.push((place, sources));
        }
    }

    /// Adds the recorded pages of each operation to those that its file names.
    fn complete_written_from(&mut self, inspection: &'a Inspection<'a>) {
        let named = std::mem::take(&mut self.provenance.written_from);
        let all = inspection.nodes(|document| {
            let found = operations(document).into_iter();
            found.map(|(at, _, operation)| (at, operation)).collect()
        });
        for operation in all {
            let mut place = Place::from(operation.text("operationId").to_owned());
            if place.resolve(inspection.specs).is_none() {
                continue;
            }
            let named = named.iter().filter(|(other, _)| other.name == place.name);
            let named: BTreeSet<&String> = named.flat_map(|(_, pages)| pages).collect();
            let provenance = &mut self.provenance;
            let is_meant = |source: &String| named.contains(source) || provenance.is_recorded(&place, source);
            let pages = provenance.sources_that(is_meant);
            let nowhere = format!("no page of `{}` is recorded", place.name);
            let message = format!("{nowhere}, and `written_from` in {FOLDER}/ names none");
            operation.require(!pages.is_empty(), RULE, message);
            provenance.written_from.push((place, pages));
        }
    }

    /// What recorded pages have is derived, so that nobody has to keep it right by hand.
    fn refuse_recorded(&self, sources: &Node<'_>, place: &Place) {
        for source in sources.items() {
            let id = word(source.value);
            let message = format!("the page `{id}` is recorded, and what it has is derived from that; drop it here");
            source.require(!self.provenance.is_recorded(place, id), RULE, message);
        }
    }

    fn cite(&mut self, sources: &Node<'_>) {
        for source in sources.items() {
            let id = word(source.value);
            let message = format!("no source is called `{id}`; {SOURCES} declares them");
            source.require(self.sources.has(id), RULE, message);
            self.cited.insert(id.to_owned());
        }
    }

    fn only_in(&mut self, at: &Node<'_>, mut entry: OnlyIn) {
        entry.location = at.location();
        let sources = at.child("sources");
        self.cite(&sources);
        for (at, place, kind) in places(&at.child("places"), &mut entry.places) {
            let name = &place.name;
            self.refuse_recorded(&sources, place);
            let is_known = !matches!(kind, PlaceKind::Operation | PlaceKind::Component);
            let message = format!("`{name}` is not a parameter, a schema, a property or a value");
            at.require(is_known, RULE, message);
            if let Some(known) = self.known_only_in.insert(name.clone(), at.location()) {
                at.report(RULE, format!("`{name}` stands in {known} too"));
            }
        }
        self.provenance.only_in.push(entry);
    }

    /// Checks a deviation or a note, and resolves its places.
    fn deviation(&mut self, at: &Node<'_>, mut entry: Deviation) -> Deviation {
        entry.location = at.location();
        if at.text("at") == OPERATIONS {
            let ids = at.inspection.documents().flat_map(|root| operations(root.value));
            let ids = ids.filter_map(|(_, _, operation)| operation["operationId"].as_str());
            entry.at = ids.map(|id| Place::from(id.to_owned())).collect();
        }
        let has_texts = !entry.documented.trim().is_empty() && !entry.actual.trim().is_empty();
        at.require(has_texts, RULE, "`documented` or `actual` is empty");
        for (at, Place { name, .. }, kind) in places(&at.child("at"), &mut entry.at) {
            if kind == PlaceKind::Value {
                at.report(RULE, format!("`{name}` is one value; name the schema"));
            } else if let Some(wrong) = entry.aspect.iter().find(|aspect| !aspect.applies_to(kind)) {
                at.report(RULE, format!("the aspect {} does not apply to `{name}`", wrong.word()));
            }
        }
        entry.is_general = !at.has("pages");
        if entry.is_general {
            let is_recorded = |id: &String| entry.at.iter().any(|place| self.provenance.is_recorded(place, id));
            entry.pages = self.provenance.sources_that(is_recorded);
        }
        let is_nowhere = entry.at.iter().all(|place| place.pointer.is_empty());
        let has_pages = !entry.pages.is_empty() || is_nowhere;
        at.require(has_pages, RULE, "names no page, and none is recorded");
        self.cited.extend(entry.pages.iter().cloned());
        self.cite(&at.child("pages"));
        entry
    }
}
