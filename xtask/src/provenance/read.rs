//! Reads provenance files, and holds every entry against the contracts and the declared sources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use super::{
    entries::{Deviation, Location, OnlyIn, Provenance},
    place::{Place, PlaceKind},
};
use crate::spec::{Document, Inspection, Node, Specs, operations, yaml_files};

/// The folder inside `openapi/`.
pub const FOLDER: &str = "provenance";

/// The file in that folder that declares the sources.
pub const SOURCES: &str = "provenance/sources.yaml";

/// The keys of a provenance file, apart from the sources.
const KEYS: [&str; 4] = ["written_from", "only_in", "deviations", "notes"];

/// The rule of every finding here.
const RULE: &str = "provenance";

impl Provenance {
    /// Reads the folder beside the contracts. A file that is not YAML is an error; a mistake in one is a problem.
    pub fn load(specs: &Specs) -> Result<Self> {
        let inspection = Inspection::new(specs);
        let sources = Document::load(&specs.directory, SOURCES)?;
        let mut reader = Reader {
            sources: inspection.root(&sources),
            provenance: Self::default(),
            cited: BTreeSet::new(),
            known_only_in: BTreeMap::new(),
        };
        let folder = specs.directory.join(FOLDER);
        let files = yaml_files(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for name in files.iter().map(|name| format!("{FOLDER}/{name}")) {
            if name != SOURCES {
                reader.file(&inspection.root(&Document::load(&specs.directory, &name)?));
            }
        }
        let Reader {
            sources,
            mut provenance,
            cited,
            ..
        } = reader;
        for operation in inspection.nodes(|document| {
            operations(document)
                .into_iter()
                .map(|(at, _, value)| (at, value))
                .collect()
        }) {
            let id = operation.text("operationId");
            let is_named = provenance.written_from.iter().any(|(place, _)| place.name == id);
            let message = format!("`written_from` in {FOLDER}/ does not say which pages `{id}` was written from");
            operation.require(id.is_empty() || is_named, RULE, message);
        }
        for (id, at) in sources.entries() {
            provenance
                .sources
                .extend(parse(&at, "a source").map(|source| (id.to_owned(), source)));
            at.require(
                cited.contains(id),
                RULE,
                format!("nothing cites the source `{id}`; remove it"),
            );
        }
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
    list.items()
        .filter_map(|at| parse(&at, &what).map(|entry| (at, entry)))
        .collect()
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

impl Reader<'_> {
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
            self.cite(at, &sources);
            self.provenance.written_from.push((place, sources));
        }
    }

    fn cite(&mut self, at: &Node<'_>, sources: &[String]) {
        at.require(!sources.is_empty(), RULE, "names no source");
        for (index, id) in sources.iter().enumerate() {
            let message = format!("no source is called `{id}`; {SOURCES} declares them");
            at.child(&index.to_string())
                .require(self.sources.has(id), RULE, message);
            self.cited.insert(id.clone());
        }
    }

    fn only_in(&mut self, at: &Node<'_>, mut entry: OnlyIn) {
        entry.location = Location::of(at);
        self.cite(&at.child("sources"), &entry.sources);
        for (at, Place { name, .. }, kind) in places(&at.child("places"), &mut entry.places) {
            let is_known = !matches!(kind, PlaceKind::Operation | PlaceKind::Component);
            let message = format!("`{name}` is not a parameter, a schema, a property or a value");
            at.require(is_known, RULE, message);
            if let Some(known) = self.known_only_in.insert(name.clone(), Location::of(&at)) {
                at.report(RULE, format!("`{name}` stands in {known} too"));
            }
        }
        self.provenance.only_in.push(entry);
    }

    /// Checks a deviation or a note, and resolves its places.
    fn deviation(&mut self, at: &Node<'_>, mut entry: Deviation) -> Deviation {
        entry.location = Location::of(at);
        self.cite(&at.child("pages"), &entry.pages);
        let has_texts = !entry.documented.trim().is_empty() && !entry.actual.trim().is_empty();
        at.require(has_texts, RULE, "`documented` or `actual` is empty");
        for (at, Place { name, .. }, kind) in places(&at.child("at"), &mut entry.at) {
            if kind == PlaceKind::Value {
                at.report(RULE, format!("`{name}` is one value; name the schema"));
            } else if let Some(wrong) = entry.aspect.iter().find(|aspect| !aspect.applies_to(kind)) {
                at.report(RULE, format!("the aspect {} does not apply to `{name}`", wrong.word()));
            }
        }
        entry
    }
}
