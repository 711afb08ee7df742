//! What every generated client has to decode: the payloads of the published document, and variations of them.

use crate::spec::component_name;
use serde_json::{Value, json};

use super::variation;

/// Why a case is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A documentation page shows it.
    Documented,
    /// Nobody shows it; it was made for what no page shows.
    Constructed,
    /// A documented payload with a field in every object that nobody has documented.
    UnknownField,
    /// A documented payload with a new value in every place that has an open list of values.
    UnknownValue,
    /// A documented payload with null for every optional field that it does not have, or that holds text or a number.
    Null,
    /// A documented payload with a wrong type in one place. It is decoded well when it is refused.
    WrongType,
}

impl Group {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 6] = [
        Self::Documented,
        Self::Constructed,
        Self::UnknownField,
        Self::UnknownValue,
        Self::Null,
        Self::WrongType,
    ];
}

/// One payload to decode.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where the payload stands in the document, such as `ListPools doc_2025`.
    pub name: String,
    /// Why it is there.
    pub group: Group,
    /// The component that describes it.
    pub schema: String,
    /// The path of keys to the response in the document, such as `paths`, `/v2/...`, `get`, `responses`, `200`.
    pub response: Vec<String>,
    /// The payload.
    pub body: Value,
}

impl Case {
    /// What the decoders of all languages are handed.
    pub fn for_decoder(&self) -> Value {
        json!({ "schema": self.schema, "body": self.body })
    }
}

/// The payloads of a published document, each once, and their variations.
pub fn cases(document: &Value) -> Vec<Case> {
    let mut payloads: Vec<Case> = Vec::new();
    for (name, response, value) in responses(document) {
        let media = &value["content"]["application/json"];
        let Some(schema) = media["schema"]["$ref"].as_str().and_then(component_name) else {
            continue;
        };
        for (example, entry) in media["examples"].as_object().into_iter().flatten() {
            let body = entry["value"].clone();
            let known = payloads.iter().any(|case| case.schema == schema && case.body == body);
            if known || body.is_null() {
                continue;
            }
            payloads.push(Case {
                name: format!("{name} {example}"),
                group: match entry["x-constructed"] == true {
                    true => Group::Constructed,
                    false => Group::Documented,
                },
                schema: schema.to_owned(),
                response: response.clone(),
                body,
            });
        }
    }
    let documented: Vec<_> = payloads
        .iter()
        .filter(|case| case.group == Group::Documented)
        .cloned()
        .collect();
    for group in [Group::UnknownField, Group::UnknownValue, Group::Null, Group::WrongType] {
        for case in &documented {
            let schema = &document["components"]["schemas"][&case.schema];
            let body = variation::of(document, schema, &case.body, group);
            // One that has no such place says nothing.
            if body != case.body {
                payloads.push(Case {
                    group,
                    body,
                    ..case.clone()
                });
            }
        }
    }
    payloads
}

/// Every response that stands in the document itself: a name, the keys that lead to it, and the response.
fn responses(document: &Value) -> Vec<(String, Vec<String>, &Value)> {
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let id = operation["operationId"].as_str().unwrap_or(path);
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let keys = ["paths", path, method, "responses", status].map(str::to_owned);
                found.push((id.to_owned(), keys.to_vec(), response));
            }
        }
    }
    for (name, response) in document["components"]["responses"].as_object().into_iter().flatten() {
        let keys = ["components", "responses", name].map(str::to_owned);
        found.push((name.clone(), keys.to_vec(), response));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use super::*;

    fn published() -> Vec<Case> {
        let text = fs::read_to_string(crate::root().join(super::super::bench::DOCUMENT)).unwrap();
        cases(&serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn are_the_payloads_that_are_stored_each_once() {
        let cases = published();
        for (group, folder) in [
            (Group::Documented, "openapi/examples"),
            (Group::Constructed, "openapi/examples/constructed"),
        ] {
            let entries = fs::read_dir(crate::root().join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().path());
            let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
            let stored: Vec<Value> = files
                .map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
                .collect();
            let found: Vec<_> = cases.iter().filter(|case| case.group == group).collect();
            assert_eq!(found.len(), stored.len(), "{folder}");
            assert!(found.iter().all(|case| stored.contains(&case.body)), "{folder}");
        }
    }

    fn counts() -> BTreeMap<Group, usize> {
        let mut counts = BTreeMap::new();
        for case in published() {
            *counts.entry(case.group).or_default() += 1;
        }
        counts
    }

    /// The page is made on machines that have the tools, so it can be older than the payloads.
    #[test]
    fn the_page_is_about_all_of_them() {
        let page = fs::read_to_string(crate::root().join(super::super::PAGE)).unwrap();
        let table = page.lines().skip_while(|line| !line.starts_with("| language | "));
        let rows: Vec<_> = table.skip(2).take_while(|line| line.starts_with("| ")).collect();
        assert!(!rows.is_empty());
        let counts = counts();
        for row in rows {
            let cells = row.split(" | ").skip(3);
            for (group, cell) in Group::ALL.into_iter().zip(cells) {
                let counted = cell
                    .split_once(" of ")
                    .map(|(well, all)| (well.parse::<usize>(), all.parse::<usize>()));
                let Some((Ok(well), Ok(all))) = counted else {
                    panic!("no numbers for {group:?} in {row}");
                };
                let must_be_well = matches!(group, Group::Documented | Group::Constructed);
                assert!(
                    all == counts[&group] && (well == all || !must_be_well),
                    "{well} of {all} where there are {} for {group:?}; run `cargo xtask conformance`\n{row}",
                    counts[&group]
                );
            }
        }
    }

    #[test]
    fn every_documented_payload_gets_every_surprise_that_it_has_a_place_for() {
        let counts = counts();
        let documented = counts[&Group::Documented];
        for group in [Group::UnknownField, Group::Null, Group::WrongType] {
            assert_eq!(counts[&group], documented, "{group:?}");
        }
        // Statistics, limits of a workspace and failures have no open list of values.
        assert!(counts[&Group::UnknownValue] >= 4);
    }
}
