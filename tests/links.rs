//! Every page leads where it says: the files that it links to are there, and so are the headings.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The pages that people read, from the root of the repository.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![xtask::root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            // What is built or fetched, and what belongs to git, is not ours to check.
            let is_ours = !name.starts_with('.') && !["target", "node_modules"].contains(&name);
            if path.is_dir() && is_ours {
                folders.push(path);
            } else if name.ends_with(".md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// The lines of a page that are not code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// Where the links of a line lead.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// What a heading is called in a link, as the sites that show Markdown do it.
fn anchors(text: &str) -> Vec<String> {
    let headings = prose(text).filter_map(|line| line.strip_prefix('#'));
    let names = headings.map(|heading| heading.trim_start_matches('#').trim().to_lowercase());
    let kept = |letter: &char| letter.is_alphanumeric() || ['-', '_', ' '].contains(letter);
    names
        .map(|name| name.chars().filter(kept).collect::<String>().replace(' ', "-"))
        .collect()
}

/// What is wrong with a link, if anything is.
fn problem(page: &Path, target: &str) -> Option<&'static str> {
    if target.contains("://") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = match file {
        "" => page.to_owned(),
        file => page.parent().unwrap().join(file),
    };
    if !file.exists() {
        return Some("there is no such file");
    }
    let has_anchor = anchor.is_empty()
        || anchors(&fs::read_to_string(file).unwrap())
            .iter()
            .any(|name| name == anchor);
    (!has_anchor).then_some("there is no such heading")
}

#[test]
fn lead_to_files_and_headings_that_are_there() {
    let (mut links, mut problems) = (0, Vec::new());
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in prose(&text).flat_map(targets) {
            links += 1;
            if let Some(problem) = problem(&page, target) {
                problems.push(format!("{}: {target}: {problem}", page.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(links > 20, "{links} links were found");
}

#[test]
fn that_lead_nowhere_are_noticed() {
    let page = xtask::root().join("README.md");
    for (target, expected) in [
        ("docs/README.md", None),
        ("docs/authentication.md#troubleshooting", None),
        ("#install", None),
        ("docs/nowhere.md", Some("there is no such file")),
        ("docs/authentication.md#nowhere", Some("there is no such heading")),
    ] {
        assert_eq!(problem(&page, target), expected, "{target}");
    }
}
