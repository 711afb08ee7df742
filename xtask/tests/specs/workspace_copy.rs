//! A copy of what `cargo xtask` reads and writes, for tests that change specs or generated files.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use xtask::{lint::Finding, provenance::Provenance, spec::Specs};

/// The folders in which every file is generated, inner ones before those around them.
pub(crate) const GENERATED: [&str; 7] = [
    "crates/modelarts-api/src/generated",
    "crates/modelarts-api/tests/generated",
    "crates/modelarts-cli/src/generated",
    "crates/modelarts-httpmock/src/generated",
    "openapi/dist/schemas",
    "openapi/dist",
    "tests/generated",
];

/// The specs and everything generated from them, in a folder of its own that goes away with the value.
pub(crate) struct WorkspaceCopy(TempDir);

impl WorkspaceCopy {
    /// The specs and the generated files.
    pub(crate) fn new() -> Self {
        let copy = Self::of_specs();
        for folder in GENERATED {
            copy_folder(&xtask::root().join(folder), &copy.path(folder));
        }
        copy
    }

    /// The specs alone.
    pub(crate) fn of_specs() -> Self {
        let copy = Self(TempDir::new().unwrap());
        copy_folder(&xtask::root().join("openapi"), &copy.path("openapi"));
        copy
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(file), text).unwrap();
    }

    /// Puts `new` in place of the first `old`, and returns the line on which `old` began, 1-based.
    pub(crate) fn edit(&self, file: &str, old: &str, new: &str) -> usize {
        let text = self.read(file);
        let at = text
            .find(old)
            .unwrap_or_else(|| panic!("{file} no longer holds {old:?}"));
        self.write(file, text.replacen(old, new, 1));
        text[..at].matches('\n').count() + 1
    }

    /// Every file below the root, with its content.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.root(), self.root(), &mut files);
        files
    }

    /// Generates, or with `check` only compares. The error is one text, as the command prints it.
    pub(crate) fn generate(&self, check: bool) -> Result<Vec<String>, String> {
        xtask::generate::run(self.root(), check).map_err(|error| self.without_root(&format!("{error:#}")))
    }

    /// What the linter finds.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let specs = Specs::load(&self.path("openapi")).unwrap();
        let provenance = Provenance::load(&specs).unwrap();
        xtask::lint::findings(&specs, &provenance)
    }

    /// `text` without the path of this copy, which differs in each run.
    pub(crate) fn without_root(&self, text: &str) -> String {
        text.replace(self.root().to_str().unwrap(), "<root>")
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        let is_generated = GENERATED
            .iter()
            .any(|folder| entry.path() == xtask::root().join(folder));
        if is_generated {
            continue;
        } else if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read(path).unwrap());
        }
    }
}
