//! How types are read, and printed again.

use docpages::{Unreadable, documented_type, read};
use serde_json::Value;

/// What a cell says, and how it is recorded.
const CELLS: [(&str, &str); 28] = [
    ("String", "String"),
    ("integer", "Integer"),
    ("PoolModel object", "PoolModel object"),
    ("Object", "Object"),
    ("Array of strings", "Array of strings"),
    ("Array of integers", "Array of integers"),
    ("Array of  PoolModel\nobjects", "Array of PoolModel objects"),
    ("Array of PoolModel object", "Array of PoolModel objects"),
    ("Array of objects", "Array of objects"),
    ("quota array", "Array of quota objects"),
    ("quota结构数组", "Array of quota objects"),
    ("Json Array", "Array of objects"),
    ("Map<String,String>", "Map<String,String>"),
    ("Map<String, PoolModel>", "Map<String,PoolModel>"),
    (
        "Array of Map<String,String> objects",
        "Array of Map<String,String> objects",
    ),
    ("Array<Array<Integer>>", "Array<Array of integers>"),
    ("Array<Object>", "Array of objects"),
    ("Int", "Integer"),
    ("Dict", "Object"),
    ("Array", "Array"),
    ("Map<String,Array<String>>", "Map<String,Array of strings>"),
    (
        "Map<String, List<LabelStats>>",
        "Map<String,Array of LabelStats objects>",
    ),
    ("Array<LabelStats>", "Array of LabelStats objects"),
    ("Text", "Text"),
    ("Array of things", "Array of things"),
    ("", ""),
    ("Map<String>", "Map<String>"),
    ("a b object", "a b object"),
];

/// The document of a page whose only field has a type, and the schema of it.
fn document(cell: &str) -> Result<(Value, Value), Unreadable> {
    let cell = cell.replace('<', "&lt;");
    let page = format!(
        "<h4>URI</h4><p>GET /v1/kilns</p><h4>Response Parameters</h4><table><tr><th>Parameter<th>Type<th>Description</tr>\
         <tr><td>lid<td>{cell}<td>A lid.</tr></table>"
    );
    let document = read(page.as_bytes())?.document;
    let schema =
        document.pointer("/paths/~1v1~1kilns/get/responses/default/content/application~1json/schema/properties/lid");
    let schema = schema.cloned().unwrap_or_default();
    Ok((document, schema))
}

#[test]
fn cells_are_recorded_in_one_spelling() -> Result<(), Unreadable> {
    for (cell, recorded) in CELLS {
        let (whole, schema) = document(cell)?;
        assert_eq!(document(recorded)?.1, schema, "{recorded:?} does not read back");
        assert_eq!(documented_type(&whole, &schema), recorded, "{cell:?}");
    }
    Ok(())
}

#[test]
fn a_type_that_nests_without_end_is_unknown() -> Result<(), Unreadable> {
    let deep = format!("{}String{}", "Array<".repeat(100_000), ">".repeat(100_000));
    assert!(document(&deep)?.1.get("x-unknown-type").is_some());
    Ok(())
}
