//! Reads provenance files, and holds every entry against the contracts and the declared sources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    entries::{Deviation, Location, OnlyIn, Provenance},
    place::{Place, PlaceKind},
};
use crate::spec::{Document, Specs, child, entries, operations, yaml_files};

/// The folder inside `openapi/`.
pub const FOLDER: &str = "provenance";

/// The file in that folder that declares the sources.
pub const SOURCES: &str = "provenance/sources.yaml";

/// The keys of a provenance file, apart from the sources.
const KEYS: [&str; 4] = ["written_from", "only_in", "deviations", "notes"];

impl Provenance {
    /// Reads the folder beside the contracts. A file that is not YAML is an error; a mistake in one is a problem.
    pub fn load(specs: &Specs) -> Result<Self> {
        let sources = Document::load(&specs.directory, SOURCES)?;
        let mut reader = Reader {
            specs,
            sources: &sources.value,
            provenance: Self::default(),
            cited: BTreeSet::new(),
            known_only_in: BTreeMap::new(),
        };
        let folder = specs.directory.join(FOLDER);
        let files = yaml_files(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for name in files.iter().map(|name| format!("{FOLDER}/{name}")) {
            if name != SOURCES {
                reader.file(&Document::load(&specs.directory, &name)?);
            }
        }
        reader.check_operations();
        let root = Spot::root(&sources);
        for (id, value) in entries(&sources.value) {
            let at = root.child(id);
            if let Some(source) = reader.parse(&at, value, "a source") {
                reader.provenance.sources.push((id.to_owned(), source));
            }
            let is_cited = reader.cited.contains(id);
            reader.require(is_cited, &at, format!("nothing cites the source `{id}`; remove it"));
        }
        Ok(reader.provenance)
    }
}

/// A place in a provenance file.
struct Spot<'a> {
    document: &'a Document,
    pointer: String,
}

impl<'a> Spot<'a> {
    fn root(document: &'a Document) -> Self {
        let pointer = String::new();
        Self { document, pointer }
    }

    fn child(&self, key: impl ToString) -> Self {
        let pointer = child(&self.pointer, &key.to_string());
        Self { pointer, ..*self }
    }

    fn location(&self) -> Location {
        Location {
            file: self.document.name.clone(),
            line: self.document.line(&self.pointer),
        }
    }
}

struct Reader<'a> {
    specs: &'a Specs,
    sources: &'a Value,
    provenance: Provenance,
    cited: BTreeSet<String>,
    /// Names of the places in `only_in`, and where each stands.
    known_only_in: BTreeMap<String, Location>,
}

impl Reader<'_> {
    fn report(&mut self, at: &Spot<'_>, message: impl Into<String>) {
        let finding = at.document.finding(&at.pointer, "provenance", message);
        self.provenance.problems.push(finding);
    }

    fn require(&mut self, holds: bool, at: &Spot<'_>, message: impl Into<String>) {
        if !holds {
            self.report(at, message);
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, at: &Spot<'_>, value: &Value, what: &str) -> Option<T> {
        let parsed = serde_json::from_value(value.clone());
        parsed
            .map_err(|error| self.report(at, format!("not {what}: {error}")))
            .ok()
    }

    fn file(&mut self, document: &Document) {
        let root = Spot::root(document);
        for (key, _) in entries(&document.value) {
            let message = format!("`{key}` is none of {}", KEYS.join(", "));
            self.require(KEYS.contains(&key), &root.child(key), message);
        }
        for (id, value) in entries(&document.value["written_from"]) {
            self.written_from(&root.child("written_from").child(id), id, value);
        }
        for (at, entry) in self.list::<OnlyIn>(&root, "only_in") {
            self.only_in(&at, entry);
        }
        for (at, entry) in self.list::<Deviation>(&root, "deviations") {
            let is_whole = !entry.aspect.is_empty() && !entry.reason.trim().is_empty();
            self.require(is_whole, &at, "a deviation has an `aspect` and a `reason`");
            let entry = self.deviation(&at, entry);
            self.provenance.deviations.push(entry);
        }
        for (at, entry) in self.list::<Deviation>(&root, "notes") {
            let is_note = entry.aspect.is_empty() && entry.quoted.is_empty() && entry.reason.is_empty();
            let message = "a note has no `aspect`, `quoted` or `reason`; else it is a deviation";
            self.require(is_note, &at, message);
            let entry = self.deviation(&at, entry);
            self.provenance.notes.push(entry);
        }
    }

    /// The entries of a list. Anything else in it is reported.
    fn list<'d, T: DeserializeOwned>(&mut self, root: &Spot<'d>, key: &str) -> Vec<(Spot<'d>, T)> {
        let list = root.child(key);
        let value = &root.document.value[key];
        let is_list = value.is_array() || value.is_null();
        self.require(is_list, &list, format!("`{key}` must be a list"));
        let mut found = Vec::new();
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            let at = list.child(index);
            let entry = self.parse(&at, item, &format!("an entry of `{key}`"));
            found.extend(entry.map(|entry| (at, entry)));
        }
        found
    }

    fn written_from(&mut self, at: &Spot<'_>, id: &str, value: &Value) {
        let mut place = Place::from(id.to_owned());
        if place.resolve(self.specs) != Some(PlaceKind::Operation) {
            return self.report(at, format!("no operation is called `{id}`"));
        }
        if let Some(sources) = self.parse::<Vec<String>>(at, value, "a list of sources") {
            self.check_sources(at, &sources);
            self.provenance.written_from.push((place, sources));
        }
    }

    fn check_sources(&mut self, at: &Spot<'_>, sources: &[String]) {
        self.require(!sources.is_empty(), at, "names no source");
        for (index, id) in sources.iter().enumerate() {
            let is_declared = self.sources.get(id).is_some();
            let message = format!("no source is called `{id}`; {SOURCES} declares them");
            self.require(is_declared, &at.child(index), message);
            self.cited.insert(id.clone());
        }
    }

    /// Resolves the places of an entry, and gives those that exist with their kind.
    fn places<'d, 'p>(&mut self, at: &Spot<'d>, places: &'p mut [Place]) -> Vec<(Spot<'d>, &'p Place, PlaceKind)> {
        self.require(!places.is_empty(), at, "names no place");
        let mut found = Vec::new();
        for (index, place) in places.iter_mut().enumerate() {
            let at = at.child(index);
            match place.resolve(self.specs) {
                Some(kind) => found.push((at, &*place, kind)),
                None => self.report(&at, format!("no contract has a place `{}`", place.name)),
            }
        }
        found
    }

    fn only_in(&mut self, at: &Spot<'_>, mut entry: OnlyIn) {
        entry.location = at.location();
        self.check_sources(&at.child("sources"), &entry.sources);
        for (at, Place { name, .. }, kind) in self.places(&at.child("places"), &mut entry.places) {
            let is_known = !matches!(kind, PlaceKind::Operation | PlaceKind::Component);
            let message = format!("`{name}` is not a parameter, a schema, a property or a value");
            self.require(is_known, &at, message);
            if let Some(known) = self.known_only_in.insert(name.clone(), at.location()) {
                self.report(&at, format!("`{name}` stands in {known} too"));
            }
        }
        self.provenance.only_in.push(entry);
    }

    /// Checks a deviation or a note, and resolves its places.
    fn deviation(&mut self, at: &Spot<'_>, mut entry: Deviation) -> Deviation {
        entry.location = at.location();
        self.check_sources(&at.child("pages"), &entry.pages);
        let has_texts = !entry.documented.trim().is_empty() && !entry.actual.trim().is_empty();
        self.require(has_texts, at, "`documented` or `actual` is empty");
        for (at, Place { name, .. }, kind) in self.places(&at.child("at"), &mut entry.at) {
            if kind == PlaceKind::Value {
                self.report(&at, format!("`{name}` is one value; name the schema"));
            } else if let Some(wrong) = entry.aspect.iter().find(|aspect| !aspect.applies_to(kind)) {
                self.report(&at, format!("the aspect {} does not apply to `{name}`", wrong.word()));
            }
        }
        entry
    }

    /// Every operation names the pages that it was written from.
    fn check_operations(&mut self) {
        for document in &self.specs.documents {
            for (pointer, _, operation) in operations(&document.value) {
                let id = operation["operationId"].as_str().unwrap_or_default();
                let is_named = self.provenance.written_from.iter().any(|(place, _)| place.name == id);
                let message = format!("`written_from` in {FOLDER}/ does not say which pages `{id}` was written from");
                self.require(id.is_empty() || is_named, &Spot { document, pointer }, message);
            }
        }
    }
}
