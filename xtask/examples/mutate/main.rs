//! Alters real pages in their text, a fact at a time, and prints how many alterations are found and named.
//!
//! The pages are somebody else's, so they are not part of the repository: name files or folders of them.
//! `cargo run --package xtask --example mutate -- FOLDER...`

mod alterations;
mod rows;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use alterations::{Altered, alterations};
use serde_json::Value;
use xtask::{
    diff::{Change, ChangeKind, View, diff},
    docs::read,
};

fn main() -> ExitCode {
    let mut files = Vec::new();
    for argument in std::env::args().skip(1).map(PathBuf::from) {
        match std::fs::read_dir(&argument) {
            Ok(entries) => files.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => files.push(argument),
        }
    }
    files.sort();
    let verbose = std::env::var_os("VERBOSE").is_some();
    let (mut missed, mut alarms) = (0, 0);
    println!(
        "{:<34} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}  {:>9}",
        "page", "renamed", "type", "dropped", "mandatory", "value", "default", "status", "other", "reworded"
    );
    for file in &files {
        let Some((text, before)) = load(file) else { continue };
        let mut score: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (group, altered) in alterations(&text, &before) {
            let entry = score.entry(group).or_default();
            entry.1 += 1;
            match verdict(&before, &altered) {
                Ok(()) => entry.0 += 1,
                Err(found) => {
                    missed += 1;
                    if verbose {
                        println!("  {group} {}: {found}", altered.names.join(", "));
                    }
                }
            }
        }
        for (group, text) in rewordings(&text, before["info"]["x-form"] == "rst") {
            let entry = score.entry("reworded").or_default();
            entry.1 += 1;
            let found = changes(&before, &text);
            if found.as_ref().is_ok_and(Vec::is_empty) {
                continue;
            }
            entry.0 += 1;
            alarms += 1;
            if verbose {
                println!("  {group}: {found:?}");
            }
        }
        let cell = |group: &str| {
            score
                .get(group)
                .map_or("-".to_owned(), |(right, all)| format!("{right}/{all}"))
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        print!("{name:<34}");
        for group in [
            "renamed",
            "type",
            "dropped",
            "mandatory",
            "value",
            "default",
            "status",
            "other",
        ] {
            print!(" {:>9}", cell(group));
        }
        println!("  {:>9}", cell("reworded"));
    }
    println!("{missed} alterations were not found, or not named, or not alone; {alarms} false alarms");
    if missed + alarms == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn load(file: &Path) -> Option<(String, Value)> {
    let text = std::fs::read_to_string(file).ok()?;
    match read(text.as_bytes()) {
        Ok(reading) => Some((text, reading)),
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            None
        }
    }
}

fn changes(before: &Value, text: &str) -> Result<Vec<Change>, String> {
    let after = read(text.as_bytes()).map_err(|error| error.to_string())?;
    Ok(diff(&View::of(before), &View::of(&after)).changes)
}

/// Found, named and alone.
fn verdict(before: &Value, altered: &Altered) -> Result<(), String> {
    let found = changes(before, &altered.text)?;
    let right = |change: &Change| {
        let is_named = |name: &String| change.name == *name || change.name.ends_with(&format!(".{name}"));
        // The only row of a table takes the table with it.
        let is_table = change.kind == ChangeKind::TableLost && change.before.as_ref() == altered.names.first();
        altered.kinds.contains(&change.kind) && (is_table || altered.names.iter().any(is_named))
    };
    if !found.is_empty() && found.iter().all(right) {
        return Ok(());
    }
    let told = found
        .iter()
        .map(|change| format!("{:?} {} {}", change.kind, change.location, change.name));
    Err(told.collect::<Vec<_>>().join("; "))
}

fn rewordings(text: &str, is_rst: bool) -> Vec<(&'static str, String)> {
    let swap = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let mut found = vec![
        // Of one length, so that columns stay where they are. No name or value has a blank in it.
        (
            "words",
            swap(&[
                (" resource pool", " RESOURCE POOL"),
                (" workspace is", " WORKSPACE IS"),
                ("Number of ", "Amount of "),
            ]),
        ),
        (
            "title",
            text.replacen("Obtaining", "Fetching ", 1)
                .replacen("Querying", "Fetching", 1),
        ),
        ("function", text.replace("This API is used to", "The API is used to")),
        (
            "end of page",
            format!("{}\n\nFeedback\nWas this page helpful?\n", text.trim_end()),
        ),
        ("ends of lines", text.replace('\n', "\r\n")),
    ];
    if is_rst {
        found.push((
            "numbers of tables",
            (1..30).rev().fold(text.to_owned(), |text, n| {
                text.replace(&format!("**Table {n}**"), &format!("**Table {}**", n + 1))
            }),
        ));
        found.push(("anchors", text.replace("en-us_topic_", "eu-de_topic_")));
    }
    found.retain(|(_, reworded)| reworded != text);
    found
}
