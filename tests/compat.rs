//! What `cargo xtask compat` makes of changes of the specs.

mod cases;
mod schemas;

use drift::ChangeClass;
use modelarts_httpmock::Operation;
use semver::Version;
use serde_json::{Value, json};
use xtask::compat::{
    Change,
    Level::{Additive, Breaking, Documentation},
    Product, asked, changes,
};
use xtask::spec::child;

use self::cases::{Case, Edit, POOLS, cases, edited, put, schema, take};
use crate::positions::BUNDLE;

#[test]
fn each_change_is_judged_and_placed() {
    assert_eq!(changes(&BUNDLE, &BUNDLE), []);
    for Case {
        edits,
        level,
        place,
        what,
    } in cases()
    {
        let found = changes(&BUNDLE, &edited(&edits));
        let gravest = found.first().map(|change| change.level);
        assert_eq!(gravest, Some(level), "{edits:?}: {found:#?}");
        let is_it = |change: &Change| change.level == level && change.place == place && change.what.contains(what);
        assert!(found.iter().any(is_it), "{place}: {what} is not among {found:#?}");
    }
}

#[test]
fn what_another_library_sees_on_the_wire_is_never_taken_for_words() {
    let mut seen = 0;
    for Case {
        edits,
        level,
        place,
        what,
    } in cases()
    {
        let theirs = drift::compare(&BUNDLE, &edited(&edits)).unwrap();
        let theirs = theirs.iter().flat_map(|change| &change.changes);
        let wire = theirs.filter(|change| change.class != ChangeClass::Trivial).count();
        if wire > 0 {
            assert_ne!(level, Documentation, "{place}: {what}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn shared_types_name_every_operation_they_occur_in() {
    let found = changes(&BUNDLE, &edited(&[take(schema("ApiError/properties/error_msg"))]));
    let mut operations: Vec<_> = Operation::ALL.iter().map(|operation| operation.id).collect();
    operations.sort_unstable();
    assert_eq!(found[0].operations, operations);
    let found = changes(&BUNDLE, &edited(&[take(schema("UserTag/properties/key"))]));
    assert_eq!(found[0].operations, ["ListPools"]);
}

/// Every scalar of the document but those inside payloads and names of types, by its pointer.
fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                if key != "value" || pointer.contains("/x-bit-flags") {
                    leaves(inner, child(&pointer, key), found);
                }
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

#[test]
fn nothing_that_differs_goes_unnoticed() {
    let mut pointers = Vec::new();
    leaves(&BUNDLE, String::new(), &mut pointers);
    assert!(pointers.len() > 1_000, "{}", pointers.len());
    // A prime stride comes past every kind of place; all of them would take minutes.
    for pointer in pointers.iter().step_by(13) {
        let value = BUNDLE.pointer(pointer).unwrap();
        let other = match value {
            Value::String(text) => json!(format!("{text}x")),
            Value::Bool(flag) => json!(!flag),
            _ => json!(4711),
        };
        let found = changes(&BUNDLE, &edited(&[put(pointer, other)]));
        assert!(!found.is_empty(), "{pointer} is another, and nobody says so");
    }
}

#[test]
fn users_of_each_product_see_what_concerns_them() {
    let level = |edit: Edit, product: Product| {
        let found = changes(&BUNDLE, &edited(&[edit]));
        found.iter().filter_map(|change| change.level_for(product)).max()
    };
    let products = [Product::Document, Product::Library, Product::Mock, Product::Command];
    let levels = |edit: fn() -> Edit| products.map(|product| level(edit(), product));
    let field = || take(schema("PoolStatus/properties/message"));
    assert_eq!(
        levels(field),
        [Some(Breaking), Some(Breaking), Some(Breaking), Some(Additive)]
    );
    let parameter = || take(format!("{POOLS}/parameters/4"));
    assert_eq!(levels(parameter), [Some(Breaking); 4]);
    let example = || {
        take(format!(
            "{POOLS}/responses/200/content/application~1json/examples/empty"
        ))
    };
    assert_eq!(levels(example), [Some(Additive), None, Some(Breaking), Some(Additive)]);
    let words = || put(format!("{POOLS}/summary"), json!("Pools"));
    assert_eq!(levels(words), [None; 4]);
}

#[test]
fn versions_move_as_cargo_compares_them() {
    let cases = [
        ("0.1.0", None, "0.1.0"),
        ("0.1.0", Some(Documentation), "0.1.0"),
        ("0.1.0", Some(Additive), "0.1.1"),
        ("0.1.3", Some(Breaking), "0.2.0"),
        ("1.2.3", Some(Additive), "1.3.0"),
        ("1.2.3", Some(Breaking), "2.0.0"),
    ];
    for (base, level, expected) in cases {
        assert_eq!(
            asked(&Version::parse(base).unwrap(), level).to_string(),
            expected,
            "{base} {level:?}"
        );
    }
}
