//! The one way in which files are written: nothing is replaced before all is on disk, and each file by renaming a complete
//! one.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
    process,
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
                // What another run is about to rename is not for this one to remove.
                if !known.contains(path.as_path()) && !is_pending(&entry.file_name()) {
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
            ready.push(Pending::write(target, &artefact.content)?);
        }
        for file in ready {
            file.take_place()?;
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

/// What a file is called until it takes the place of `name`. Two runs at once do not write into one file.
fn pending_name(name: &OsStr) -> OsString {
    let mut pending = name.to_owned();
    pending.push(format!(".{}.new", process::id()));
    pending
}

/// Whether a run, this or another, gave that name to a file which waits.
fn is_pending(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let rest = name.strip_suffix(".new").and_then(|rest| rest.rsplit_once('.'));
    rest.is_some_and(|(_, process)| process.parse::<u32>().is_ok())
}

/// Complete content that waits beside its target. Unless it takes that place, it goes away with the value.
struct Pending {
    /// None once it is in its place.
    file: Option<PathBuf>,
    target: PathBuf,
}

impl Pending {
    fn write(target: PathBuf, content: &str) -> Result<Self> {
        let file = target.with_file_name(pending_name(target.file_name().unwrap_or_default()));
        let pending = Self {
            file: Some(file.clone()),
            target,
        };
        fs::write(&file, content).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(pending)
    }

    fn take_place(mut self) -> Result<()> {
        if let Some(file) = &self.file {
            fs::rename(file, &self.target).with_context(|| format!("cannot replace {}", self.target.display()))?;
        }
        self.file = None;
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            // What failed before is told; that this failed too changes nothing about it.
            let _ = fs::remove_file(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Change, Pending, Plan, pending_name};

    #[test]
    fn content_takes_its_place_or_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("file");
        let names = || {
            fs::read_dir(folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
        };
        fs::write(&target, "old").unwrap();
        drop(Pending::write(target.clone(), "given up").unwrap());
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        let pending = Pending::write(target.clone(), "new").unwrap();
        assert_eq!((names().count(), &*fs::read_to_string(&target).unwrap()), (2, "old"));
        pending.take_place().unwrap();
        assert_eq!((names().count(), &*fs::read_to_string(&target).unwrap()), (1, "new"));
        // A folder that is not empty cannot be replaced.
        let folder_in_the_way = folder.path().join("folder");
        fs::create_dir_all(folder_in_the_way.join("inner")).unwrap();
        let refused = Pending::write(folder_in_the_way.clone(), "new").unwrap().take_place();
        assert!(refused.unwrap_err().to_string().starts_with("cannot replace "));
        assert_eq!(names().count(), 2);
    }

    #[test]
    fn what_another_run_is_about_to_rename_is_left_to_it() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("generated");
        fs::create_dir(&folder).unwrap();
        let own = pending_name("client.rs".as_ref());
        for name in ["client.rs.4711.new", "notes.new", "a.b.new", "stale.rs"] {
            fs::write(folder.join(name), "").unwrap();
        }
        fs::write(folder.join(own), "").unwrap();
        let plan = Plan::new(root.path(), &[], &["generated"]).unwrap();
        let removed =
            ["a.b.new", "notes.new", "stale.rs"].map(|name| (Path::new("generated").join(name), Change::Removed));
        assert_eq!(plan.changes, removed);
    }
}
