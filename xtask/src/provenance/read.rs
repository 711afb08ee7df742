//! Reads provenance files, and holds every entry against the contracts and the declared sources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;

use super::{
    entries::{Deviation, Location, OnlyIn, Problem, Provenance, Source},
    place::{Place, PlaceKind},
};
use crate::spec::{Document, Specs, child, operations};

/// The folder inside `openapi/`.
pub const FOLDER: &str = "provenance";

/// The file in that folder that declares the sources.
pub const SOURCES: &str = "provenance/sources.yaml";

/// The keys of a provenance file, apart from the sources.
const KEYS: [&str; 4] = ["written_from", "only_in", "deviations", "notes"];

impl Provenance {
    /// Reads the folder beside the contracts. A file that is not YAML is an error; a mistake in one is a problem.
    pub fn load(specs: &Specs) -> Result<Self> {
        let mut reader = Reader {
            specs,
            provenance: Self::default(),
            declared: BTreeSet::new(),
            cited: BTreeSet::new(),
            known_only_in: BTreeMap::new(),
        };
        let sources = Document::load(&specs.directory, SOURCES)?;
        reader.sources(&sources);
        for name in names(specs)? {
            reader.file(&Document::load(&specs.directory, &name)?);
        }
        reader.check_operations();
        let unused: Vec<_> = reader.declared.difference(&reader.cited).cloned().collect();
        for id in unused {
            let message = format!("nothing cites the source `{id}`; remove it");
            reader.report(&sources, &child("", &id), message);
        }
        Ok(reader.provenance)
    }
}

/// The files of the folder except that of the sources, in the order of their names.
fn names(specs: &Specs) -> Result<Vec<String>> {
    let folder = specs.directory.join(FOLDER);
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = format!("{FOLDER}/{}", entry?.file_name().to_string_lossy());
        if name.ends_with(".yaml") && name != SOURCES {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn location(document: &Document, pointer: &str) -> Location {
    Location {
        file: document.name.clone(),
        line: document.line(pointer),
    }
}

struct Reader<'a> {
    specs: &'a Specs,
    provenance: Provenance,
    declared: BTreeSet<String>,
    cited: BTreeSet<String>,
    /// Names of the places in `only_in`, and where each stands.
    known_only_in: BTreeMap<String, Location>,
}

impl Reader<'_> {
    fn report(&mut self, document: &Document, pointer: &str, message: impl Into<String>) {
        self.provenance.problems.push(Problem {
            location: location(document, pointer),
            message: message.into(),
        });
    }

    fn sources(&mut self, document: &Document) {
        for (id, value) in document.value.as_object().into_iter().flatten() {
            self.declared.insert(id.clone());
            match serde_json::from_value::<Source>(value.clone()) {
                Ok(source) => self.provenance.sources.push((id.clone(), source)),
                Err(error) => self.report(document, &child("", id), format!("not a source: {error}")),
            }
        }
    }

    fn file(&mut self, document: &Document) {
        for key in document.value.as_object().into_iter().flatten().map(|(key, _)| key) {
            if !KEYS.contains(&key.as_str()) {
                let message = format!("`{key}` is none of {}", KEYS.join(", "));
                self.report(document, &child("", key), message);
            }
        }
        self.written_from(document);
        for (pointer, mut entry) in self.entries::<OnlyIn>(document, "only_in") {
            entry.location = location(document, &pointer);
            self.check_sources(document, &child(&pointer, "sources"), &entry.sources);
            self.only_in(document, &child(&pointer, "places"), &mut entry);
            self.provenance.only_in.push(entry);
        }
        for (pointer, entry) in self.entries(document, "deviations") {
            let entry = self.deviation(document, &pointer, entry);
            let is_whole = !entry.aspect.is_empty() && !entry.reason.trim().is_empty();
            self.require(
                is_whole,
                document,
                &pointer,
                "a deviation has an `aspect` and a `reason`",
            );
            self.provenance.deviations.push(entry);
        }
        for (pointer, entry) in self.entries(document, "notes") {
            let entry = self.deviation(document, &pointer, entry);
            let is_note = entry.aspect.is_empty() && entry.quoted.is_empty() && entry.reason.is_empty();
            let message = "a note has no `aspect`, `quoted` or `reason`; else it is a deviation";
            self.require(is_note, document, &pointer, message);
            self.provenance.notes.push(entry);
        }
    }

    fn require(&mut self, holds: bool, document: &Document, pointer: &str, message: &str) {
        if !holds {
            self.report(document, pointer, message);
        }
    }

    /// The entries of a list, each with its pointer. Anything else in it is reported.
    fn entries<T: DeserializeOwned>(&mut self, document: &Document, key: &str) -> Vec<(String, T)> {
        let pointer = child("", key);
        let Some(value) = document.value.get(key) else {
            return Vec::new();
        };
        let Some(items) = value.as_array() else {
            self.report(document, &pointer, format!("`{key}` must be a list"));
            return Vec::new();
        };
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            match serde_json::from_value(item.clone()) {
                Ok(entry) => found.push((pointer, entry)),
                Err(error) => self.report(document, &pointer, format!("not an entry of `{key}`: {error}")),
            }
        }
        found
    }

    fn written_from(&mut self, document: &Document) {
        for (id, value) in document.value["written_from"].as_object().into_iter().flatten() {
            let pointer = child("/written_from", id);
            let mut place = Place::from(id.clone());
            if place.resolve(self.specs) != Some(PlaceKind::Operation) {
                self.report(document, &pointer, format!("no operation is called `{id}`"));
                continue;
            }
            match serde_json::from_value::<Vec<String>>(value.clone()) {
                Ok(sources) => {
                    self.check_sources(document, &pointer, &sources);
                    self.provenance.written_from.push((place, sources));
                }
                Err(error) => self.report(document, &pointer, format!("not a list of sources: {error}")),
            }
        }
    }

    fn check_sources(&mut self, document: &Document, pointer: &str, sources: &[String]) {
        if sources.is_empty() {
            self.report(document, pointer, "names no source");
        }
        for (index, id) in sources.iter().enumerate() {
            if !self.declared.contains(id) {
                let message = format!("no source is called `{id}`; {SOURCES} declares them");
                self.report(document, &format!("{pointer}/{index}"), message);
            }
            self.cited.insert(id.clone());
        }
    }

    /// Resolves the places of an entry, and gives what each is.
    fn places(&mut self, document: &Document, pointer: &str, places: &mut [Place]) -> Vec<Option<PlaceKind>> {
        if places.is_empty() {
            self.report(document, pointer, "names no place");
        }
        let mut kinds = Vec::new();
        for (index, place) in places.iter_mut().enumerate() {
            let kind = place.resolve(self.specs);
            if kind.is_none() {
                let message = format!("no contract has a place `{}`", place.name);
                self.report(document, &format!("{pointer}/{index}"), message);
            }
            kinds.push(kind);
        }
        kinds
    }

    fn only_in(&mut self, document: &Document, pointer: &str, entry: &mut OnlyIn) {
        let kinds = self.places(document, pointer, &mut entry.places);
        for (index, (place, kind)) in entry.places.iter().zip(kinds).enumerate() {
            let pointer = format!("{pointer}/{index}");
            if matches!(kind, Some(PlaceKind::Operation | PlaceKind::Component)) {
                let message = format!("`{}` is not a parameter, a schema, a property or a value", place.name);
                self.report(document, &pointer, message);
            }
            let here = location(document, &pointer);
            if let Some(known) = self.known_only_in.insert(place.name.clone(), here) {
                self.report(document, &pointer, format!("`{}` stands in {known} too", place.name));
            }
        }
    }

    /// Checks a deviation or a note, and resolves its places.
    fn deviation(&mut self, document: &Document, pointer: &str, mut entry: Deviation) -> Deviation {
        entry.location = location(document, pointer);
        self.check_sources(document, &child(pointer, "pages"), &entry.pages);
        let has_texts = !entry.documented.trim().is_empty() && !entry.actual.trim().is_empty();
        self.require(has_texts, document, pointer, "`documented` or `actual` is empty");
        let at = child(pointer, "at");
        let kinds = self.places(document, &at, &mut entry.at);
        for (index, (place, kind)) in entry.at.iter().zip(kinds).enumerate() {
            let Some(kind) = kind else { continue };
            let at = format!("{at}/{index}");
            if kind == PlaceKind::Value {
                let message = format!("`{}` is one value; name the schema", place.name);
                self.report(document, &at, message);
            } else if let Some(wrong) = entry.aspect.iter().find(|aspect| !aspect.applies_to(kind)) {
                let message = format!("the aspect {} does not apply to `{}`", wrong.word(), place.name);
                self.report(document, &at, message);
            }
        }
        entry
    }

    /// Every operation names the pages that it was written from.
    fn check_operations(&mut self) {
        let specs = self.specs;
        for document in &specs.documents {
            for (pointer, _, operation) in operations(&document.value) {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                if !self.provenance.written_from.iter().any(|(place, _)| place.name == id) {
                    let message =
                        format!("`written_from` in {FOLDER}/ does not say which pages `{id}` was written from");
                    self.report(document, &pointer, message);
                }
            }
        }
    }
}
