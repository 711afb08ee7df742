//! Whatever is altered in a recorded page is noticed.

use serde_json::{Map, Value, json};
use xtask::docs::{Recorded, coverage};

use super::{contracts, records, walk};

/// Every object that has properties, by pointer.
fn tables(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, "", &mut |pointer, _| {
        let is_table = pointer.ends_with("/properties") && !pointer.contains("/examples/");
        found.extend(is_table.then(|| pointer.to_owned()));
    });
    found
}

/// Alters one fact of one page in every place that has it, each alone, and lists where that goes unnoticed.
fn unnoticed(what: &str, alter: impl Fn(&mut Map<String, Value>, &str) -> bool) -> Vec<String> {
    let contracts = contracts();
    let baseline = coverage::Baseline::of(&contracts);
    let mut missed = Vec::new();
    let mut altered = 0;
    for record in records() {
        let found = |record: &Recorded| baseline.findings(std::slice::from_ref(record));
        // One page alone does not have what only others have.
        let unaltered = found(&record);
        for place in tables(&record.document) {
            let fields = record.document.pointer(&place).and_then(Value::as_object).unwrap();
            for name in fields.keys() {
                let mut changed = record.clone();
                let table = changed.document.pointer_mut(&place).unwrap();
                if alter(table.as_object_mut().unwrap(), name) {
                    altered += 1;
                    if found(&changed) == unaltered {
                        missed.push(format!("{what}: {} {} `{name}`", record.operation, record.edition));
                    }
                }
            }
        }
    }
    assert!(altered > 20, "{what} altered only {altered} places");
    missed
}

/// Adds keywords to a field, beside its reference.
fn add(table: &mut Map<String, Value>, name: &str, key: &str, value: Value) {
    let mut field = &mut table[name];
    if key == "enum" && field.get("items").is_some() {
        field = &mut field["items"];
    }
    if field.get("$ref").is_some() {
        *field = json!({ "allOf": [field.take()] });
    }
    match (&mut field[key], value) {
        (Value::Array(values), value) => values.push(value),
        (slot, value) if key == "enum" => *slot = json!([value]),
        (slot, value) => *slot = value,
    }
}

#[test]
fn notices_a_field_of_another_name() {
    let missed = unnoticed("renamed", |table, name| {
        let entries = std::mem::take(table).into_iter();
        table.extend(entries.map(|(key, field)| (if key == name { format!("{key}Renamed") } else { key }, field)));
        true
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_field_of_another_type() {
    let missed = unnoticed("type", |table, name| {
        let is_boolean = table[name]["type"] == "boolean";
        table[name] = json!({ "type": if is_boolean { "integer" } else { "boolean" } });
        true
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_value_more_and_a_limit_more_and_a_default() {
    let contract = contracts().bundle.value.to_string();
    for (key, value) in [
        ("enum", json!("brand-new")),
        ("maximum", json!(77)),
        ("default", json!("77")),
    ] {
        let missed = unnoticed(key, |table, name| {
            // What the contract does not have is found as such, whatever the page says of it.
            let is_known = contract.contains(&format!("\"{name}\":"));
            let is_new = is_known && (key == "enum" || table[name].get(key).is_none());
            if is_new {
                add(table, name, key, value.clone());
            }
            is_new
        });
        assert_eq!(missed, Vec::<String>::new());
    }
}

const URI: &str = "/v2/{project_id}/pools";

/// The operation of a recorded page of pools.
fn get(paths: &mut Value) -> &mut Value {
    &mut paths[URI]["get"]
}

/// Rules that must find something, by what is done to a recorded page.
#[test]
fn notices_changes_of_a_request() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 9] = [
        ("another path", |paths| {
            *paths = json!({ "/v2/{project_id}/pools/more": paths[URI] })
        }),
        ("another method", |paths| paths[URI] = json!({ "post": get(paths) })),
        ("a parameter that may be left out", |paths| {
            get(paths)["parameters"][0]["required"] = json!(false)
        }),
        ("a parameter of another type", |paths| {
            get(paths)["parameters"][1]["schema"] = json!({ "type": "integer" })
        }),
        ("a parameter of another name", |paths| {
            get(paths)["parameters"][1]["name"] = json!("workspace")
        }),
        ("another default", |paths| {
            get(paths)["parameters"][1]["schema"]["default"] = json!("1")
        }),
        ("another status", |paths| {
            get(paths)["responses"]["418"] = json!({ "description": "" })
        }),
        ("no status and no table", |paths| get(paths)["responses"] = json!({})),
        ("another payload", |paths| {
            get(paths)["responses"]["200"]["content"]["application/json"]["examples"]["example"]["value"] = json!({});
        }),
    ];
    let contracts = contracts();
    for (what, change) in changes {
        let mut records = records();
        let is_it = |record: &&mut Recorded| record.operation == "ListPools" && record.edition == "otc-2025-07";
        change(&mut records.iter_mut().find(is_it).unwrap().document["paths"]);
        assert!(
            !coverage::findings(&contracts, &records).is_empty(),
            "{what} goes unnoticed"
        );
    }
}
