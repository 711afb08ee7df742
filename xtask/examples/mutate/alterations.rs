//! Altering the text of a page, a fact at a time.

use std::collections::BTreeMap;

use docpages::Form;
use serde_json::Value;
use xtask::diff::{ChangeKind, Source, View, of_responses};

use crate::rows::{Lines, find, rows};

/// An altered page, and what must be said of it.
pub(crate) struct Altered {
    pub(crate) text: String,
    pub(crate) kinds: Vec<ChangeKind>,
    pub(crate) names: Vec<String>,
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

pub(crate) fn alterations(text: &str, document: &Value) -> Vec<(&'static str, Altered)> {
    let view = View::of(document);
    let Source::Page(form) = view.source else {
        return Vec::new();
    };
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let components: Vec<_> = schemas.map(|(name, _)| name.as_str()).collect();
    let lines: Lines = text.split('\n').map(str::to_owned).collect();
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows(&view.operations[0], &components) {
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
    found.extend(others(text, &view, form));
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
fn others(text: &str, view: &View, form: Form) -> Vec<(&'static str, Altered)> {
    let page = &view.operations[0];
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
    if let (Form::Rst, Some(operation)) = (form, page.id) {
        let line = format!(":original_name: {operation}");
        let altered = replaced(&line, ":original_name: Other");
        add(altered, &[ChangeKind::OperationRenamed], "operation");
    }
    // The last section but one has the table, and digits of its own nowhere else.
    let (head, tail) = text.split_at(text.rfind("Status Code").unwrap_or(0));
    for status in page.statuses.iter().cloned() {
        let altered = tail
            .contains(&status)
            .then(|| format!("{head}{}", tail.replacen(&status, "418", 1)));
        let kinds = vec![ChangeKind::StatusCodeAdded, ChangeKind::StatusCodeRemoved];
        let names = vec![status, "418".to_owned()];
        found.extend(altered.map(|text| ("status", Altered { text, kinds, names })));
    }
    // A number of an example: it stands after a colon and a blank or two, at the end of a line or before a comma.
    for example in of_responses(view.document, page) {
        let Some((key, value)) = number(example.payload) else {
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
fn number(payload: &Value) -> Option<(String, i64)> {
    match payload {
        Value::Object(object) => object.iter().find_map(|(key, value)| match value.as_i64() {
            Some(value) => Some((key.clone(), value)),
            None => number(value),
        }),
        Value::Array(items) => items.iter().find_map(number),
        _ => None,
    }
}
