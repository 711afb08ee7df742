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
    let mut pages = Vec::new();
    let unreadable = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(&folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let operation = entry.file_name().to_string_lossy().into_owned();
        let files = yaml_files(&entry.path()).with_context(unreadable)?.into_iter();
        pages.extend(files.map(|file| (operation.clone(), file.trim_end_matches(".yaml").to_owned())));
    }
    pages.sort();
    Ok(pages)
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
