//! Where tables without captions are placed, and that no loss moves one to a wrong place.

#![expect(
    clippy::indexing_slicing,
    reason = "a path that is not there is null, which fails the test"
)]

use std::collections::BTreeMap;

use docpages::{DefectKind, Unreadable, read};
use serde_json::Value;

/// A page of the row form whose response has these tables, each given by its rows.
fn page(tables: &[&str], example: &str) -> String {
    let head = "Parameter | Type | Description |\n|---|---|---|\n";
    let tables: String = tables.iter().map(|rows| format!("{head}{rows}")).collect();
    format!(
        "Listing Kilns\nURI\nGET /v1/kilns\nRequest Parameters\nNone\nResponse Parameters\nStatus code: 200\n{tables}\
         Example Requests\nGET https://x/v1/kilns\nExample Responses\nStatus code: 200\nOK\n{example}\n\
         Status Codes\nStatus Code | Description |\n|---|---|\n200 | OK |\n"
    )
}

/// The places of each table, which is named by its first field.
fn places(page: &str) -> Result<BTreeMap<String, Vec<String>>, Unreadable> {
    let document = read(page.as_bytes())?.document;
    let mut found = BTreeMap::new();
    for component in document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flat_map(|schemas| schemas.values())
    {
        let first = component["properties"]
            .as_object()
            .and_then(|properties| properties.keys().next());
        found.extend(first.map(|first| (first.clone(), Vec::new())));
    }
    let body = &document["paths"]["/v1/kilns"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    let mut open: Vec<(&Value, String)> = vec![(body, String::new())];
    while let Some((schema, place)) = open.pop() {
        let name = schema["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next());
        let schema = name.map_or(schema, |name| &document["components"]["schemas"][name]);
        let properties = schema["properties"].as_object();
        if let Some(first) = properties.and_then(|properties| properties.keys().next()) {
            let places: &mut Vec<String> = found.entry(first.clone()).or_default();
            places.push(place.clone());
            places.sort();
        }
        // A type may refer to itself.
        for (name, schema) in properties.into_iter().flatten().filter(|_| place.len() < 40) {
            let separator = if place.is_empty() { "" } else { "." };
            open.push((schema, format!("{place}{separator}{name}")));
        }
        open.extend(schema.get("items").map(|items| (items, place + "[]")));
    }
    Ok(found)
}

const ROOT: &str = "\
count | Integer | How many. |\n\
kilns | Array of Kiln objects | The kilns. |\n";
const KILN: &str = "\
serial | String | Number of the maker. |\n\
spec | KilnSpec object | What it can do. |\n\
status | KilnStatus object | What it does. |\n";
const SPEC: &str = "\
volume | Integer | Litres. |\n\
elements | Array of elements objects | What heats it. |\n\
vent | vent object | What cools it. |\n\
Lid | KilnLid object | What closes it. |\n";
const ELEMENTS: &str = "\
watts | Integer | Power. |\n\
zone | Integer | Zone. |\n";
const VENT: &str = "\
name | String | Name of the vent. |\n\
speed | Integer | Speed of the vent. |\n";
const LID: &str = "\
name2 | String | Name of the lid. |\n\
weight | Integer | Weight. |\n";
const STATUS: &str = "\
phase | String | Phase. |\n\
elements | elements object | What is on. |\n\
door | DoorState object | Whether it is open. |\n";
const ON: &str = "\
hot | Array of Probe objects | What glows. |\n\
cold | Array of Probe objects | What does not. |\n";
const PROBE: &str = "\
watts2 | Integer | Power. |\n\
zone | Integer | Zone. |\n\
degrees | Float | Heat. |\n";
const DOOR: &str = "\
open | Boolean | Whether the door is open. |\n";

const ALL: [&str; 10] = [ROOT, KILN, SPEC, ELEMENTS, VENT, LID, STATUS, ON, PROBE, DOOR];

const EXAMPLE: &str = r#"{ "count": 1, "kilns": [ { "serial": "A", "spec": { "volume": 9, "elements": [ { "zone": 1 } ] }, "status": { "phase": "cold", "elements": { "hot": [ { "zone": 1, "degrees": 20.5 } ] } } } ] }"#;

#[test]
fn a_complete_page_gives_every_table_its_place() -> Result<(), Unreadable> {
    insta::assert_json_snapshot!("complete", places(&page(&ALL, EXAMPLE))?);
    Ok(())
}

#[test]
fn no_loss_of_tables_moves_another() -> Result<(), Unreadable> {
    let whole = places(&page(&ALL, EXAMPLE))?;
    let (mut placed, mut unplaced) = (0, 0);
    for first in 0..ALL.len() {
        for second in first..ALL.len() {
            let kept = ALL
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != first && *index != second);
            let kept: Vec<&str> = kept.map(|(_, rows)| *rows).collect();
            for (table, at) in places(&page(&kept, EXAMPLE))? {
                let right = whole.get(&table).map_or(&[][..], Vec::as_slice);
                let wrong: Vec<&String> = at.iter().filter(|place| !right.contains(place)).collect();
                assert!(
                    wrong.is_empty(),
                    "without {first} and {second} the table of {table} is at {wrong:?}"
                );
                if at.is_empty() { unplaced += 1 } else { placed += 1 }
            }
        }
    }
    // Placing nothing would pass as well.
    assert!(placed > 150, "{placed} placed, {unplaced} unplaced");
    Ok(())
}

#[test]
fn what_cannot_be_told_is_reported() -> Result<(), Unreadable> {
    // Two types, one table, and an example that shows neither.
    let root = "left | Left object | One. |\n\
        right | Right object | Another. |\n";
    let other = "size | Integer | Size. |\n";
    let text = page(&[root, other], "{ }");
    assert_eq!(places(&text)?.get("size"), Some(&Vec::new()));
    let defects = read(text.as_bytes())?.defects;
    let kinds: Vec<(DefectKind, &str)> = defects.iter().map(|defect| (defect.kind, defect.at.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (DefectKind::TableAbsent, "response 200 left"),
            (DefectKind::TableAbsent, "response 200 right"),
            (DefectKind::TableUnplaced, "response 200"),
        ]
    );
    Ok(())
}

#[test]
fn types_that_refer_to_each_other_end() -> Result<(), Unreadable> {
    let root = "tree | Node object | A tree. |\n";
    let node = "value | Integer | A value. |\n\
        leaves | Array of Leaf objects | Leaves. |\n";
    let leaf = "owner | Node object | The node. |\n";
    let text = page(
        &[root, node, leaf],
        r#"{ "tree": { "value": 1, "leaves": [ { "owner": { "value": 2 } } ] } }"#,
    );
    let schemas = &read(text.as_bytes())?.document["components"]["schemas"];
    assert_eq!(
        schemas["Node"]["properties"]["leaves"]["items"]["$ref"],
        "#/components/schemas/Leaf"
    );
    assert_eq!(
        schemas["Leaf"]["properties"]["owner"]["$ref"],
        "#/components/schemas/Node"
    );
    Ok(())
}

#[test]
fn a_type_that_refers_to_itself_is_one_component() -> Result<(), Unreadable> {
    let root = "tree | Node object | A tree. |\n";
    let node = "value | Integer | A value. |\n\
        next | Array of Node objects | Others. |\n";
    let text = page(
        &[root, node],
        r#"{ "tree": { "value": 1, "next": [ { "value": 2 } ] } }"#,
    );
    let schemas = &read(text.as_bytes())?.document["components"]["schemas"];
    let itself = "#/components/schemas/Node";
    assert_eq!(schemas["Node"]["properties"]["next"]["items"]["$ref"], itself);
    assert_eq!(schemas.as_object().map(|schemas| schemas.len()), Some(1));
    Ok(())
}

#[test]
fn a_name_of_two_tables_of_which_one_is_lost_is_that_of_the_other() -> Result<(), Unreadable> {
    let table = |number: usize, name: &str, rows: &str| {
        format!("Table {number} {name}\n\nParameter\n\nType\n\nDescription\n\n{rows}\n\n")
    };
    let body = table(
        1,
        "Response body parameters",
        "front\n\nlid object\n\nA lid.\n\nback\n\nlid object\n\nA lid.",
    );
    let wide = table(2, "lid", "width\n\nInteger\n\nWidth.");
    let high = table(3, "lid", "height\n\nInteger\n\nHeight.");
    let text = |tables: &str| {
        let example = r#"{ "front": { "width": 1 }, "back": { "height": 2 } }"#;
        format!(
            "URI\n\nGET /v1/kilns\n\nResponse Parameters\n\nStatus code: 200\n\n{body}{tables}Example Responses\n\nStatus code: 200\n\n{example}\n"
        )
    };
    let both = places(&text(&format!("{wide}{high}")))?;
    assert_eq!(both.get("width"), Some(&vec!["front".to_owned()]));
    assert_eq!(both.get("height"), Some(&vec!["back".to_owned()]));
    let one = text(&high);
    assert_eq!(places(&one)?.get("height"), Some(&vec!["back".to_owned()]));
    let lost = read(one.as_bytes())?
        .defects
        .into_iter()
        .find(|defect| defect.kind == DefectKind::TableAbsent);
    assert_eq!(lost.map(|defect| defect.at), Some("response 200 front".to_owned()));
    Ok(())
}

#[test]
fn a_table_that_a_lost_one_may_have_used_is_not_given_to_another() -> Result<(), Unreadable> {
    let root = "spec | Spec object | What it can do. |\n\
        driver | Driver object | What drives it. |\n";
    let driver = "fan | Integer | Speed of the driver. |\n";
    let at = |example: &str| Ok(places(&page(&[root, driver], example))?.remove("fan"));
    // The example shows an object that no table describes, so that one was lost, and the one that is left may be its own.
    assert_eq!(at(r#"{ "spec": { "driver": { "fan": 1 } } }"#)?, Some(Vec::new()));
    assert_eq!(at(r#"{ "driver": { "fan": 1 } }"#)?, Some(vec!["driver".to_owned()]));
    assert_eq!(at("{ }")?, Some(vec!["driver".to_owned()]));
    Ok(())
}

#[test]
fn a_key_as_common_as_name_proves_nothing() -> Result<(), Unreadable> {
    let root = "vent | Vent object | One. |\n\
        lid | Lid object | Another. |\n";
    let renamed = "label | String | Label. |\n";
    let lid = "weight | Integer | Weight. |\n\
        name | String | Name. |\n";
    let text = page(&[root, renamed, lid], r#"{ "vent": { "name": "a" } }"#);
    assert_ne!(places(&text)?.get("weight"), Some(&vec!["vent".to_owned()]));
    Ok(())
}
