//! Every contradiction that was found in the documentation is settled in writing, and every source is declared.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use xtask::spec::Specs;

/// How many defects each of the five first pages has.
const DEFECTS: [(&str, usize); 5] = [("000", 13), ("001", 9), ("002", 38), ("003", 10), ("004", 22)];

fn rows() -> Vec<Vec<String>> {
    let text = fs::read_to_string(xtask::root().join("openapi/contradictions.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with('|'));
    rows.map(|row| {
        row.trim_matches('|')
            .split(" | ")
            .map(|cell| cell.trim().to_owned())
            .collect()
    })
    .collect()
}

fn specs() -> Specs {
    Specs::load(&xtask::root().join("openapi")).unwrap()
}

#[test]
fn have_a_row_each_in_order() {
    let ids: Vec<_> = rows().into_iter().map(|mut row| row.swap_remove(0)).collect();
    for (page, count) in DEFECTS {
        let expected: Vec<_> = (1..=count).map(|number| format!("{page}-{number}")).collect();
        let found: Vec<_> = ids
            .iter()
            .filter(|id| id.starts_with(&format!("{page}-")))
            .cloned()
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn are_settled_with_a_decision_and_a_place() {
    for row in rows()
        .iter()
        .filter(|row| row[0].contains('-') && !row[0].starts_with("--"))
    {
        assert_eq!(row.len(), 4, "{row:?}");
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
}

/// The last cell of a row leads to something that exists: a schema, a property, a parameter, a response or a file.
#[test]
fn are_settled_in_places_that_exist() {
    let specs = specs();
    let mut wrong = Vec::new();
    for row in rows()
        .iter()
        .filter(|row| row.len() == 4 && row[0].contains('-') && !row[0].starts_with("--"))
    {
        for place in row[3].split("; ") {
            let Some((file, names)) = place.split_once(": ") else {
                let is_file = xtask::root().join("openapi").join(place).is_file();
                if !is_file && !["no effect", "all files"].contains(&place) {
                    wrong.push(format!("{}: {place}", row[0]));
                }
                continue;
            };
            let Some(document) = specs.document(&format!("{file}.yaml")) else {
                wrong.push(format!("{}: {place}", row[0]));
                continue;
            };
            let text = document.value.to_string();
            // A keyword in backquotes is no place.
            let names = names.split('`').step_by(2).collect::<String>();
            let words = names
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|word| !word.is_empty());
            // Words that stand for a kind of place and not for a name.
            let plain = [
                "operation",
                "parameter",
                "parameters",
                "all",
                "schemas",
                "open",
                "enums",
            ];
            for word in words.filter(|word| !plain.contains(word)) {
                if !text.contains(&format!("\"{word}\"")) && !text.contains(&format!("-{word}\"")) {
                    wrong.push(format!("{}: {place}: no {word}", row[0]));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn name_sources_that_are_declared() {
    let text = fs::read_to_string(xtask::root().join("openapi/contradictions.md")).unwrap();
    let specs = specs();
    let declared = specs.common().value["x-sources"].as_object().unwrap();
    let mut named = 0;
    for code in text.split('`').skip(1).step_by(2) {
        // A source id ends in its year, its month or its version; nothing else in backquotes does.
        let ends_like_one = code
            .rsplit('-')
            .next()
            .is_some_and(|end| end.starts_with(|c: char| c.is_ascii_digit()));
        if ends_like_one && code.contains('-') && code.starts_with(|c: char| c.is_ascii_lowercase()) {
            assert!(declared.contains_key(code), "{code}");
            named += 1;
        }
    }
    assert!(named >= 5, "{named}");
}

#[test]
fn sources_are_all_in_use() {
    fn collect<'a>(value: &'a Value, used: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    match key.as_str() {
                        "x-sources" => {}
                        "x-source" | "pages" => {
                            used.extend(value.as_array().into_iter().flatten().filter_map(Value::as_str))
                        }
                        "x-enum-sources" => {
                            for (_, sources) in value.as_object().into_iter().flatten() {
                                used.extend(sources.as_array().into_iter().flatten().filter_map(Value::as_str));
                            }
                        }
                        _ => collect(value, used),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, used)),
            _ => {}
        }
    }
    let specs = specs();
    let mut used = BTreeSet::new();
    for document in &specs.documents {
        collect(&document.value, &mut used);
    }
    let declared: BTreeSet<_> = specs.common().value["x-sources"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(used, declared);
}
