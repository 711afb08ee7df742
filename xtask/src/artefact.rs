//! The one way in which files are written: all of them or none, each by renaming a complete temporary file.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use similar::TextDiff;
use tempfile::NamedTempFile;

/// A derived file: where it belongs below the workspace's root, and what it must hold.
pub struct Artefact {
    /// Path from the root.
    pub path: PathBuf,
    /// The whole content.
    pub content: String,
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
            match read(root, &artefact.path)? {
                None => changes.push((artefact.path.clone(), Change::Created)),
                Some(content) if content != artefact.content.as_bytes() => {
                    changes.push((artefact.path.clone(), Change::Updated));
                }
                Some(_) => {}
            }
        }
        let known: BTreeSet<_> = artefacts.iter().map(|artefact| artefact.path.as_path()).collect();
        for folder in owned {
            let entries = match fs::read_dir(root.join(folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(|| format!("cannot read {folder}")),
            };
            for entry in entries {
                let entry = entry?;
                let path = Path::new(folder).join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    bail!(
                        "{} is a folder, and nothing generates folders there; remove it",
                        path.display()
                    );
                }
                if !known.contains(path.as_path()) {
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
        let mut ready = Vec::new();
        for (path, change) in &self.changes {
            let Some(artefact) = self.artefact(path) else {
                debug_assert_eq!(*change, Change::Removed);
                continue;
            };
            let target = self.root.join(path);
            let folder = target.parent().context("an artefact lies in a folder")?;
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
            let mut file =
                NamedTempFile::new_in(folder).with_context(|| format!("cannot write into {}", folder.display()))?;
            file.write_all(artefact.content.as_bytes())?;
            make_readable(&file)?;
            ready.push((file, target));
        }
        for (file, target) in ready {
            file.persist(&target)
                .with_context(|| format!("cannot replace {}", target.display()))?;
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
            let name = path.display();
            let diff = TextDiff::from_lines(old.as_str(), new);
            let diff = diff
                .unified_diff()
                .header(&format!("a/{name}"), &format!("b/{name}"))
                .to_string();
            report.push_str(&diff);
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

/// Temporary files are private to their owner; the tree's files are not.
#[cfg(unix)]
fn make_readable(file: &NamedTempFile) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    Ok(())
}

#[cfg(not(unix))]
fn make_readable(_: &NamedTempFile) -> Result<()> {
    Ok(())
}
