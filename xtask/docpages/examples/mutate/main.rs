//! Alters real pages in their text, a fact at a time, and prints how many alterations are found and named.
//!
//! The pages are somebody else's, so they are not part of the repository: name files or folders of them.
//! `cargo run --package docpages --example mutate -- FOLDER...`

#![expect(
    clippy::indexing_slicing,
    reason = "a tool for maintainers, whose ranges come from the lines themselves"
)]

mod rows;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use docpages::{ChangeKind, Edition, Form, Reading, compare, read};
use rows::{Lines, find, rows};

/// An altered page, and what must be said of it.
struct Altered {
    text: String,
    kinds: Vec<ChangeKind>,
    names: Vec<String>,
}

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
        for (group, text) in rewordings(&text, before.form) {
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

fn load(file: &Path) -> Option<(String, Reading)> {
    let text = std::fs::read_to_string(file).ok()?;
    match read(text.as_bytes()) {
        Ok(reading) => Some((text, reading)),
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            None
        }
    }
}

fn changes(before: &Reading, text: &str) -> Result<Vec<docpages::Change>, String> {
    fn edition(reading: &Reading) -> Edition<'_> {
        Edition {
            form: reading.form,
            page: &reading.page,
        }
    }
    let after = read(text.as_bytes()).map_err(|error| error.to_string())?;
    Ok(compare(edition(before), edition(&after)))
}

/// Found, named and alone.
fn verdict(before: &Reading, altered: &Altered) -> Result<(), String> {
    let found = changes(before, &altered.text)?;
    let right = |change: &docpages::Change| {
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

/// A token of the same length, so that columns stay where they are.
fn other(token: &str) -> String {
    let mut changed: Vec<char> = token.chars().collect();
    if let Some(last) = changed.iter_mut().rev().find(|c| c.is_ascii_alphanumeric()) {
        *last = match *last {
            '7' => '3',
            c if c.is_ascii_digit() => '7',
            'Q' => 'W',
            _ => 'Q',
        };
    }
    changed.into_iter().collect()
}

fn alterations(text: &str, before: &Reading) -> Vec<(&'static str, Altered)> {
    let lines: Lines = text.split('\n').map(str::to_owned).collect();
    let form = before.form;
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&before.page) {
        let nth = seen.entry(row.name.clone()).or_default();
        let range = find(&lines, &row.name, *nth, row.cells, form);
        *nth += 1;
        let Some(range) = range else { continue };
        let altered = |from: &str, to: &str| -> Option<String> {
            let block = lines[range.clone()].join("\n");
            let escaped = from.replace("__", "\\__");
            let from = if block.contains(from) { from } else { &escaped };
            block.contains(from).then(|| {
                let block = block.replacen(from, to, 1);
                [&lines[..range.start], &[block], &lines[range.end..]]
                    .concat()
                    .join("\n")
            })
        };
        let mut add = |group: &'static str, text: Option<String>, kinds: &[ChangeKind]| {
            let text = text.filter(|altered| altered != text_of(&lines).as_str());
            found.extend(text.map(|text| {
                (
                    group,
                    Altered {
                        text,
                        kinds: kinds.to_vec(),
                        names: vec![row.name.clone()],
                    },
                )
            }));
        };
        add(
            "renamed",
            altered(&row.name, &other(&row.name)),
            &[ChangeKind::FieldRenamed, ChangeKind::ParameterRenamed],
        );
        for (from, to) in [
            ("String", "Double"),
            ("Integer", "Boolean"),
            ("Boolean", "Integer"),
            ("Long", "Float"),
            ("Number", "String"),
            ("strings", "doubles"),
        ] {
            if row.kind == from || row.kind.ends_with(&format!(" {from}")) {
                // The name may hold the word as well; the type comes after it.
                let (bar, mark) = match form {
                    Form::Html => ("<p>", "</p>"),
                    Form::Caption | Form::Compact | Form::PadPipe => ("\n", ""),
                    Form::Rst | Form::Row => (" ", " "),
                };
                let pad = if from == "strings" { ("", mark) } else { (bar, mark) };
                let text = altered(&format!("{}{from}{}", pad.0, pad.1), &format!("{}{to}{}", pad.0, pad.1));
                let text = text.or_else(|| altered(from, to));
                add("type", text, &[ChangeKind::TypeChanged]);
            }
        }
        let dropped = match form {
            // Rows of this export share lines.
            Form::Html => drop_html(text, &row.name, *seen.get(&row.name).unwrap_or(&1) - 1),
            _ => Some([&lines[..range.start], &lines[range.end..]].concat().join("\n")),
        };
        // A row that is the only one of its table takes the table with it.
        add(
            "dropped",
            dropped,
            &[
                ChangeKind::FieldRemoved,
                ChangeKind::ParameterRemoved,
                ChangeKind::TableLost,
            ],
        );
        if let Some(mandatory) = row.mandatory {
            let (from, to) = if mandatory { ("Yes", "No ") } else { ("No ", "Yes") };
            let text = match form {
                Form::Html | Form::Caption => altered(from.trim(), to.trim()),
                Form::Compact | Form::Row | Form::PadPipe => {
                    altered(&format!("{} ", from.trim()), &format!("{} ", to.trim()))
                }
                Form::Rst => altered(from, to),
            };
            add("mandatory", text, &[ChangeKind::MandatoryChanged]);
        }
        for value in &row.values {
            let mark = |value: &str| format!("**{value}**");
            // Bare values may be listed again below, which keeps the old one.
            let twice = altered("Enumeration values:", "Enumeration values:")
                .is_some_and(|_| lines[range.clone()].join("\n").matches(&mark(value)).count() > 1);
            if !twice {
                add(
                    "value",
                    altered(&mark(value), &mark(&other(value))),
                    &[
                        ChangeKind::ValueAdded,
                        ChangeKind::ValueRemoved,
                        ChangeKind::DefaultChanged,
                    ],
                );
            }
        }
        if let Some(default) = &row.default {
            for (head, tail) in [
                ("default value is **", "**"),
                ("default value is ", "."),
                ("Default Value: ", " "),
            ] {
                let text = altered(
                    &format!("{head}{default}{tail}"),
                    &format!("{head}{}{tail}", other(default)),
                );
                add("default", text, &[ChangeKind::DefaultChanged]);
            }
        }
    }
    found.extend(others(text, before));
    found
}

fn text_of(lines: &Lines) -> String {
    lines.join("\n")
}

fn drop_html(text: &str, name: &str, nth: usize) -> Option<String> {
    let at = text.match_indices(&format!("<p>{name}</p>")).nth(nth)?.0;
    let start = text[..at].rfind("<tr>")?;
    let end = at + text[at..].find("</tr>")? + "</tr>".len();
    Some(format!("{}{}", &text[..start], &text[end..]))
}

/// The URI, the statuses and the examples.
fn others(text: &str, before: &Reading) -> Vec<(&'static str, Altered)> {
    let page = &before.page;
    let mut found = Vec::new();
    let mut add = |text: Option<String>, kinds: &[ChangeKind], name: &str| {
        found.extend(text.map(|text| {
            (
                "other",
                Altered {
                    text,
                    kinds: kinds.to_vec(),
                    names: vec![name.to_owned()],
                },
            )
        }));
    };
    let replaced = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
    let uri = format!("{} {}", page.method, page.path);
    add(
        replaced(&uri, &format!("PUT {}", page.path)),
        &[ChangeKind::MethodChanged],
        "method",
    );
    add(
        replaced(&uri, &format!("{uri}/all")),
        &[ChangeKind::PathChanged],
        "path",
    );
    if let (Form::Rst, Some(operation)) = (before.form, &page.operation) {
        let line = format!(":original_name: {operation}");
        let altered = replaced(&line, ":original_name: Other");
        add(altered, &[ChangeKind::OperationRenamed], "operation");
    }
    // The last section but one has the table, and digits of its own nowhere else.
    let (head, tail) = text.split_at(text.rfind("Status Code").unwrap_or(0));
    for status in page.status_codes.iter().map(u16::to_string) {
        let altered = tail
            .contains(&status)
            .then(|| format!("{head}{}", tail.replacen(&status, "418", 1)));
        let kinds = vec![ChangeKind::StatusCodeAdded, ChangeKind::StatusCodeRemoved];
        let names = vec![status, "418".to_owned()];
        found.extend(altered.map(|text| ("status", Altered { text, kinds, names })));
    }
    // A number of an example: it stands after a colon and a blank or two, at the end of a line or before a comma.
    for example in &page.examples.responses {
        let Some((key, value)) = number(&example.payload) else {
            continue;
        };
        for colon in ["\" : ", "\": "] {
            let from = format!("\"{key}{colon}{value}");
            if text.matches(&from).count() == 1 {
                let text = text.replacen(&from, &format!("\"{key}{colon}{}", value + 3), 1);
                let kinds = vec![ChangeKind::ExampleChanged];
                found.push((
                    "other",
                    Altered {
                        text,
                        kinds,
                        names: vec![key.clone()],
                    },
                ));
            }
        }
    }
    found
}

/// A number of a payload and its key.
fn number(payload: &serde_json::Value) -> Option<(String, i64)> {
    match payload {
        serde_json::Value::Object(object) => object.iter().find_map(|(key, value)| match value.as_i64() {
            Some(value) => Some((key.clone(), value)),
            None => number(value),
        }),
        serde_json::Value::Array(items) => items.iter().find_map(number),
        _ => None,
    }
}

fn rewordings(text: &str, form: Form) -> Vec<(&'static str, String)> {
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
    if form == Form::Rst {
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
