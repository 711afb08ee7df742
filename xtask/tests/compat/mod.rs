//! What `cargo xtask compat` makes of changes of the contracts.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use drift::ChangeClass;
use semver::Version;
use serde_json::{Value, json};
use xtask::{
    compat::{Product, changes, place, required_version, severity_for, summary},
    diff::Severity::{self, Additive, Breaking, Documentation},
    lint, publish,
    spec::{child, operations},
};

/// The document as it is published.
static PUBLISHED: LazyLock<Value> =
    LazyLock::new(|| publish::published(&lint::run(&xtask::root().join("openapi")).unwrap()).unwrap());

/// The pointer of a place: a component, a part of the operation that lists pools, or any.
fn pointer(place: &str) -> String {
    match place.strip_prefix("pools/") {
        Some(rest) => format!("/paths/~1v2~1{{project_id}}~1pools/get/{rest}"),
        None if place.starts_with('/') => place.to_owned(),
        None => format!("/components/schemas/{place}"),
    }
}

/// Edits the document, as the cases say it.
fn apply(document: &mut Value, edit: &str) {
    let (place, value) = match (edit.strip_prefix("- "), edit.split_once(" = "), edit.split_once(" < ")) {
        (Some(place), ..) => (place, None),
        (_, Some((place, value)), _) => (place, Some(serde_json::from_str(value).unwrap())),
        (_, _, Some((place, other))) => (place, Some(document.pointer(&pointer(other)).unwrap().clone())),
        _ => panic!("not an edit: {edit}"),
    };
    put(document, &pointer(place), value);
}

fn put(document: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}"));
    match (parent, value, key.parse::<usize>()) {
        (Value::Object(object), Some(value), _) => drop(object.insert(key, value)),
        (Value::Object(object), None, _) => assert!(object.remove(&key).is_some(), "no {pointer}"),
        (Value::Array(items), Some(value), Ok(index)) => items[index] = value,
        (Value::Array(items), Some(value), Err(_)) => items.push(value),
        (Value::Array(items), None, index) => drop(items.remove(index.unwrap())),
        _ => panic!("{pointer} leads into a scalar"),
    }
}

fn edited(edits: &str) -> Value {
    let mut document = PUBLISHED.clone();
    edits.split("; ").for_each(|edit| apply(&mut document, edit));
    document
}

/// Edits that belong together, the severity that they amount to, and a line that tells so.
fn cases() -> impl Iterator<Item = (&'static str, Severity, String)> {
    let lines = include_str!("cases.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let (edits, told) = line.split_once(" => ").unwrap();
        let severity = match told.split_once(' ').unwrap().0 {
            "breaking" => Breaking,
            "additive" => Additive,
            _ => Documentation,
        };
        (edits, severity, told.to_owned())
    })
}

#[test]
fn each_change_is_judged_and_placed() {
    assert_eq!(changes(&PUBLISHED, &PUBLISHED), []);
    for (edits, severity, expected) in cases() {
        let found = changes(&PUBLISHED, &edited(edits));
        let told = found
            .iter()
            .map(|one| format!("{} {}: {}", one.severity, place(one), summary(one)));
        let told: Vec<_> = told.collect();
        let different: BTreeSet<_> = told.iter().collect();
        assert_eq!(different.len(), told.len(), "{edits} tells something twice: {told:#?}");
        assert_eq!(
            found.first().map(|change| change.severity),
            Some(severity),
            "{edits}: {told:#?}"
        );
        let (at, words) = expected.split_once(": ").unwrap();
        let is_it = |line: &String| {
            line.strip_prefix(&format!("{at}: "))
                .is_some_and(|rest| rest.contains(words))
        };
        assert!(told.iter().any(is_it), "{expected} is not among {told:#?}");
    }
}

#[test]
fn what_another_library_sees_on_the_wire_is_never_taken_for_words() {
    let mut seen = 0;
    for (edits, severity, _) in cases() {
        let theirs = drift::compare(&PUBLISHED, &edited(edits)).unwrap();
        let mut theirs = theirs.iter().flat_map(|change| &change.changes);
        if theirs.any(|change| change.class != ChangeClass::Trivial) {
            assert_ne!(severity, Documentation, "{edits}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn shared_types_name_every_operation_they_occur_in() {
    let found = changes(&PUBLISHED, &edited("- ErrorBody/properties/error_msg"));
    let all = operations(&PUBLISHED).into_iter();
    let mut ids: Vec<_> = all
        .filter_map(|(_, _, operation)| operation["operationId"].as_str())
        .collect();
    ids.sort_unstable();
    assert_eq!(found[0].operations, ids);
    let found = changes(&PUBLISHED, &edited("- WorkspaceQuota/properties/used_quota"));
    assert_eq!(
        (found[0].operations.as_slice(), found.len()),
        (&["ShowWorkspaceQuotas".to_owned()][..], 1)
    );
}

/// Every scalar of the document but those inside payloads, by its pointer.
fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object
                .iter()
                .filter(|(key, _)| *key != "value" || pointer.contains("/x-bit-flags"))
            {
                leaves(inner, child(&pointer, key), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                leaves(inner, format!("{pointer}/{index}"), found);
            }
        }
        _ if pointer == "/info/version" => {}
        _ => found.push(pointer),
    }
}

/// The kind of place that a pointer leads to: its keywords, without names and positions.
fn kind(pointer: &str) -> String {
    const NAMED: [&str; 8] = [
        "paths",
        "schemas",
        "properties",
        "parameters",
        "responses",
        "examples",
        "x-bit-flags",
        "content",
    ];
    let mut before = "";
    let keywords = pointer.split('/').map(|key| {
        let is_name = NAMED.contains(&before) || key.parse::<usize>().is_ok();
        before = if is_name { "" } else { key };
        if is_name { "*" } else { key }
    });
    keywords.collect::<Vec<_>>().join("/")
}

/// The document with one operation alone: that which a place is in, or which refers to the component that it is in.
fn around(pointer: &str) -> Value {
    let component = pointer.split('/').take(4).collect::<Vec<_>>().join("/");
    let reference = format!("\"#{component}\"");
    let is_it = |(path, item): (&String, &Value)| {
        pointer.starts_with(&format!("{}/", child("/paths", path))) || item.to_string().contains(&reference)
    };
    let mut document = PUBLISHED.clone();
    let paths = document["paths"].as_object_mut().unwrap();
    let index = paths.iter().position(is_it).unwrap_or(0);
    let (path, item) = paths.iter().nth(index).unwrap();
    document["paths"] = json!({ path: item });
    document
}

#[test]
fn nothing_that_differs_goes_unnoticed() {
    let mut pointers = Vec::new();
    leaves(&PUBLISHED, String::new(), &mut pointers);
    assert!(pointers.len() > 1_000, "{}", pointers.len());
    // The last of each kind: the whole document would take minutes.
    let kinds: BTreeMap<_, _> = pointers.iter().map(|pointer| (kind(pointer), pointer)).collect();
    assert!(kinds.len() > 50, "{:?}", kinds.keys());
    for pointer in kinds.into_values() {
        let other = match PUBLISHED.pointer(pointer).unwrap() {
            Value::String(text) => json!(format!("{text}x")),
            Value::Bool(flag) => json!(!flag),
            _ => json!(4711),
        };
        let original = around(pointer);
        let mut edited = original.clone();
        put(&mut edited, pointer, Some(other));
        let found = changes(&original, &edited);
        assert!(!found.is_empty(), "{pointer} is different, and nothing says so");
    }
}

#[test]
fn users_of_each_product_see_what_concerns_them() {
    let products = [Product::Document, Product::Library, Product::Mock, Product::Command];
    let severities = |edit: &str| {
        let found = changes(&PUBLISHED, &edited(edit));
        products.map(|product| found.iter().filter_map(|change| severity_for(change, product)).max())
    };
    let breaking = [Some(Breaking); 3];
    assert_eq!(severities("- PoolStatus/properties/message")[..3], breaking);
    assert_eq!(severities("- PoolStatus/properties/message")[3], Some(Additive));
    assert_eq!(severities("- pools/parameters/4"), [Some(Breaking); 4]);
    let example = "- pools/responses/200/content/application~1json/examples/empty";
    assert_eq!(
        severities(example),
        [Some(Additive), None, Some(Breaking), Some(Additive)]
    );
    assert_eq!(severities("pools/summary = \"Pools\""), [None; 4]);
}

#[test]
fn versions_move_as_cargo_compares_them() {
    for (base, severity, expected) in [
        ("0.1.0", None, "0.1.0"),
        ("0.1.0", Some(Documentation), "0.1.0"),
        ("0.1.0", Some(Additive), "0.1.1"),
        ("0.1.3", Some(Breaking), "0.2.0"),
        ("1.2.3", Some(Additive), "1.3.0"),
        ("1.2.3", Some(Breaking), "2.0.0"),
    ] {
        let required = required_version(&Version::parse(base).unwrap(), severity);
        assert_eq!(required.to_string(), expected, "{base} {severity:?}");
    }
}
