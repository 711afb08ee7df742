//! The one way in which files are written: nothing is replaced before all is on disk, and each file by renaming a complete
//! one.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use similar::TextDiff;

/// A derived file: where it belongs below the workspace's root, and what it must hold.
pub struct Artefact {
    /// Path from the root.
    pub path: PathBuf,
    /// The whole content.
    pub content: String,
}

impl Artefact {
    /// A file below the root.
    pub fn new(path: impl Into<PathBuf>, content: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            content: content.into(),
        }
    }
}

/// What writing an artefact does to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The file is new.
    Created,
    /// The file had another content.
    Updated,
    /// Nothing makes this file any more.
    Removed,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Removed => "removed",
        })
    }
}

/// The difference between a tree and the artefacts it should hold.
pub struct Plan<'a> {
    root: &'a Path,
    /// Each file that differs, and how.
    pub changes: Vec<(PathBuf, Change)>,
    artefacts: &'a [Artefact],
}

impl<'a> Plan<'a> {
    /// Compares. `owned` names folders in which every file must be an artefact.
    pub fn new(root: &'a Path, artefacts: &'a [Artefact], owned: &[&str]) -> Result<Self> {
        let mut changes = Vec::new();
        for artefact in artefacts {
            let change = match read(root, &artefact.path)? {
                None => Change::Created,
                Some(content) if content != artefact.content.as_bytes() => Change::Updated,
                Some(_) => continue,
            };
            changes.push((artefact.path.clone(), change));
        }
        for folder in owned {
            let entries = match fs::read_dir(root.join(folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot read {folder}")),
            };
            for entry in entries {
                let entry = entry?;
                let path = Path::new(folder).join(entry.file_name());
                if owned.iter().any(|folder| entry.path() == root.join(folder)) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    bail!(
                        "{} is a folder, and nothing generates folders there; remove it",
                        path.display()
                    );
                }
                if artefacts.iter().all(|artefact| artefact.path != path) {
                    changes.push((path, Change::Removed));
                }
            }
        }
        changes.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self {
            root,
            changes,
            artefacts,
        })
    }

    /// Writes every change. All content is on disk before the first file takes its place.
    pub fn apply(&self) -> Result<()> {
        // Within the root, since a rename across file systems copies. It goes away, whatever happens.
        let waiting = tempfile::tempdir_in(self.root).context("cannot create a folder for new files")?;
        let mut ready = Vec::new();
        for (path, _) in &self.changes {
            let Some(artefact) = self.artefact(path) else { continue };
            let target = self.root.join(path);
            let folder = target.parent().context("an artefact lies in a folder")?;
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
            let file = waiting.path().join(ready.len().to_string());
            fs::write(&file, &artefact.content).with_context(|| format!("cannot write {}", target.display()))?;
            ready.push((file, target));
        }
        for (file, target) in ready {
            fs::rename(file, &target).with_context(|| format!("cannot replace {}", target.display()))?;
        }
        for (path, _) in self.changes.iter().filter(|(_, change)| *change == Change::Removed) {
            let target = self.root.join(path);
            fs::remove_file(&target).with_context(|| format!("cannot remove {}", target.display()))?;
        }
        Ok(())
    }

    /// Fails with a unified diff of everything that is stale, and the command that mends it.
    pub fn check(&self, command: &str) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let mut report = String::new();
        for (path, _) in &self.changes {
            let old = read(self.root, path)?.unwrap_or_default();
            let old = String::from_utf8_lossy(&old).into_owned();
            let new = self.artefact(path).map_or("", |artefact| artefact.content.as_str());
            let (a, b) = (format!("a/{}", path.display()), format!("b/{}", path.display()));
            let diff = TextDiff::from_lines(old.as_str(), new);
            report += &diff.unified_diff().header(&a, &b).to_string();
        }
        bail!("{report}{} file(s) are stale; run `{command}`", self.changes.len())
    }

    fn artefact(&self, path: &Path) -> Option<&Artefact> {
        self.artefacts.iter().find(|artefact| artefact.path == path)
    }
}

fn read(root: &Path, path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(root.join(path)) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_behind_where_a_file_cannot_be_replaced() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("file/folder")).unwrap();
        let artefacts = [Artefact::new("file", "new")];
        let changes = vec![("file".into(), Change::Created)];
        let plan = Plan {
            root: root.path(),
            changes,
            artefacts: &artefacts,
        };
        assert!(plan.apply().unwrap_err().to_string().starts_with("cannot replace "));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
