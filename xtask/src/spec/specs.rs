//! The spec files of one folder.

use std::{
    collections::HashMap,
    iter::successors,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{
    document::{COMMON, Document, Location, child},
    reference::Root,
    walk::entries,
};

/// The folder of recorded pages inside `openapi/`.
pub const PAGES: &str = "pages";

/// Every spec file of one folder.
pub struct Specs {
    /// The folder they were read from.
    pub directory: PathBuf,
    /// `common.yaml` first, then the endpoint files by name.
    pub documents: Vec<Document>,
    /// The document of each component, by kind and name.
    owners: HashMap<String, usize>,
}

impl Specs {
    /// Reads `common.yaml` and every other `*.yaml` beside it: a new endpoint is a new file, named nowhere else.
    pub fn load(directory: &Path) -> Result<Self> {
        let mut names =
            yaml_files(directory).with_context(|| format!("cannot read the spec folder {}", directory.display()))?;
        names.retain(|name| name != COMMON);
        if names.is_empty() {
            bail!("{} holds no endpoint spec (*.yaml)", directory.display());
        }
        names.insert(0, COMMON.to_owned());
        let documents = names.iter().map(|name| Document::load(directory, name));
        let documents = documents.collect::<Result<Vec<_>>>()?;
        let mut owners = HashMap::new();
        for (index, document) in documents.iter().enumerate() {
            for (kind, components) in entries(&document.value["components"]) {
                for (name, _) in entries(components) {
                    owners.entry(child(kind, name)).or_insert(index);
                }
            }
        }
        Ok(Self {
            directory: directory.to_owned(),
            documents,
            owners,
        })
    }

    /// The shared document.
    pub fn common(&self) -> &Document {
        &self.documents[0]
    }

    /// The file that has the value at a pointer.
    pub fn holder(&self, pointer: &str) -> Option<&Document> {
        if let Some(component) = pointer.strip_prefix("/components/") {
            let end = component
                .match_indices('/')
                .nth(1)
                .map_or(component.len(), |(at, _)| at);
            let owner = *self.owners.get(component.get(..end)?)?;
            return self.documents.get(owner);
        }
        let mut documents = self.documents.iter();
        documents.find(|document| document.value.pointer(pointer).is_some())
    }

    /// The file and the line of a pointer of the bundle, or of the nearest thing around it.
    pub fn location(&self, pointer: &str) -> Location {
        let around = successors(Some(pointer), |inner| Some(inner.rsplit_once('/')?.0));
        // Every file has components.
        let mut around = around.take_while(|place| place.len() > "/components".len());
        let location = around.find_map(|place| Some(self.holder(place)?.location(pointer)));
        location.unwrap_or_else(|| Location {
            file: COMMON.to_owned(),
            line: 1,
        })
    }

    /// The text of an example's file.
    pub fn text(&self, file: &str) -> Result<String> {
        std::fs::read_to_string(self.directory.join(file)).with_context(|| format!("cannot read {file}"))
    }

    /// The payload in an example's file.
    pub fn payload(&self, file: &str) -> Result<Value> {
        serde_json::from_str(&self.text(file)?).with_context(|| format!("{file} is not valid JSON"))
    }

    /// The document of that file name.
    pub fn document(&self, name: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.name == name)
    }
}

/// Operation and edition of every recorded page, `pages/<Operation>/<edition>.yaml`. No folder is no page.
pub fn recorded_pages(directory: &Path) -> Result<Vec<(String, String)>> {
    let folder = directory.join(PAGES);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let name = |path: &Path| Some(path.file_name()?.to_string_lossy().into_owned());
    let page = |file: &PathBuf| {
        let edition = name(file)?.strip_suffix(".yaml")?.to_owned();
        Some((name(file.parent()?)?, edition))
    };
    let mut pages: Vec<_> = files_in(&[folder])?.iter().filter_map(page).collect();
    pages.sort();
    Ok(pages)
}

/// The files that are named, and those in folders that are, by name.
pub fn files_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut inner = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        inner.sort();
        files.extend(files_in(&inner)?);
    }
    Ok(files)
}

/// The names of a folder's YAML files, in order.
pub fn yaml_files(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name.ends_with(".yaml"));
    names.sort();
    Ok(names)
}

impl Root for Specs {
    /// In whichever file has it: component names are unique.
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.holder(pointer)?.value.pointer(pointer)
    }
}
