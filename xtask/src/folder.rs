//! Replacing a folder as a whole.

use std::{fs, io, path::Path};

use anyhow::{Context, Error, Result};
use tempfile::TempDir;

/// Puts the files of `source` into `folder`, in place of whatever is there: all are copied beside it before it goes. Gives
/// how many there are, and how many bytes.
pub fn replace(folder: &Path, source: &Path) -> Result<(usize, u64)> {
    let parent = folder.parent().context("the folder lies in another")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let beside =
        TempDir::with_prefix_in(".new-", parent).with_context(|| format!("cannot write into {}", parent.display()))?;
    let (new, old) = (beside.path().join("new"), beside.path().join("old"));
    fs::create_dir(&new).with_context(|| format!("cannot create {}", new.display()))?;
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(source).with_context(|| format!("cannot read {}", source.display()))? {
        let from = entry.with_context(|| format!("cannot read {}", source.display()))?;
        let copied = fs::copy(from.path(), new.join(from.file_name()));
        bytes += copied.with_context(|| format!("cannot copy {}", from.path().display()))?;
        files += 1;
    }
    match fs::rename(folder, &old) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot replace {}", folder.display()));
        }
        _ => {}
    }
    if let Err(error) = fs::rename(&new, folder) {
        return Err(put_back(folder, beside, error));
    }
    Ok((files, bytes))
}

/// Puts what was in `folder` back from `beside`, so that a failure changes nothing. Where that fails too, it stays where it
/// is, since there is no other copy, and the error says where.
fn put_back(folder: &Path, beside: TempDir, error: io::Error) -> Error {
    let failure = format!("cannot replace {}", folder.display());
    let old = beside.path().join("old");
    // Where nothing was there, nothing comes back.
    if fs::symlink_metadata(&old).is_ok()
        && let Err(second) = fs::rename(&old, folder)
    {
        let kept = beside.keep().join("old");
        let rest = format!(
            "what was in it could not be put back ({second}) and is in {}",
            kept.display()
        );
        return Error::new(error).context(format!("{failure}; {rest}"));
    }
    Error::new(error).context(failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole_or_not_at_all() {
        let root = TempDir::new().unwrap();
        let [source, folder] = ["source", "kept/corpus"].map(|name| root.path().join(name));
        fs::create_dir(&source).unwrap();
        fs::write(source.join("a"), "12").unwrap();
        assert_eq!(replace(&folder, &source).unwrap(), (1, 2));
        assert_eq!(names(&folder), ["a"]);

        fs::rename(source.join("a"), source.join("b")).unwrap();
        fs::write(source.join("c"), "345").unwrap();
        assert_eq!(replace(&folder, &source).unwrap(), (2, 5));
        assert_eq!(names(&folder), ["b", "c"]);

        // A folder among the files cannot be copied.
        fs::create_dir(source.join("d")).unwrap();
        let error = replace(&folder, &source).unwrap_err();
        assert!(format!("{error:#}").starts_with("cannot copy "), "{error:#}");
        assert_eq!(names(&folder), ["b", "c"]);
        assert_eq!(names(folder.parent().unwrap()), ["corpus"]);
    }

    #[test]
    fn what_cannot_be_put_back_is_kept() {
        let root = TempDir::new().unwrap();
        let folder = root.path().join("corpus");
        // What can be put back.
        let beside = TempDir::new_in(root.path()).unwrap();
        fs::create_dir(beside.path().join("old")).unwrap();
        fs::write(beside.path().join("old/a"), "12").unwrap();
        let error = put_back(&folder, beside, io::Error::other("refused"));
        assert_eq!(
            format!("{error:#}"),
            format!("cannot replace {}: refused", folder.display())
        );
        assert_eq!(names(&folder), ["a"]);
        assert_eq!(names(root.path()), ["corpus"]);

        // A folder that is not empty cannot be replaced.
        let beside = TempDir::new_in(root.path()).unwrap();
        let old = beside.path().join("old");
        fs::create_dir(&old).unwrap();
        fs::write(old.join("b"), "34").unwrap();
        let error = format!("{:#}", put_back(&folder, beside, io::Error::other("refused")));
        assert_eq!(names(&old), ["b"]);
        assert!(
            error.contains(&format!(" and is in {}: refused", old.display())),
            "{error}"
        );

        // Where nothing was before, nothing is kept.
        fs::remove_dir_all(old.parent().unwrap()).unwrap();
        drop(put_back(
            &folder,
            TempDir::new_in(root.path()).unwrap(),
            io::Error::other("refused"),
        ));
        assert_eq!(names(root.path()), ["corpus"]);
    }
}
