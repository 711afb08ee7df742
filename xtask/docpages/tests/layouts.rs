//! Layouts of older pages and of other services: columns, sections, examples and references that newer pages do not have.

#![expect(
    clippy::indexing_slicing,
    reason = "a path that is not there is null, which fails the test"
)]

use docpages::{DefectKind, Unreadable, read};
use serde_json::{Value, json};

/// What a page states of its operation, and its schemas.
fn operation(page: &str) -> Result<(Value, Value), Unreadable> {
    let mut document = read(page.as_bytes())?.document;
    let path = document["paths"]
        .as_object_mut()
        .and_then(|paths| paths.values_mut().next());
    let operation = path.and_then(|path| Some(path.as_object_mut()?.values_mut().next()?.take()));
    Ok((operation.unwrap_or_default(), document["components"]["schemas"].take()))
}

#[test]
fn columns_are_known_by_their_header() -> Result<(), Unreadable> {
    let page = "URI\nGET /v1/kilns/{kiln_id}\nParameter | Mandatory | Description |\n|---|---|---|\n\
        kiln_id | Yes | The kiln. |\nRequest Parameters\nParameter | Type | Mandatory | Description |\n|---|---|---|---|\n\
        X-Auth-Token | String | No | A token. |\n";
    let (operation, _) = operation(page)?;
    let expected = json!([
        { "name": "kiln_id", "in": "path", "required": true, "schema": {} },
        { "name": "X-Auth-Token", "in": "header", "required": false, "schema": { "type": "string" } },
    ]);
    assert_eq!(operation["parameters"], expected);
    Ok(())
}

#[test]
fn what_is_got_has_its_query_where_others_have_a_body() -> Result<(), Unreadable> {
    let page = |method: &str| {
        format!(
            "URI\n{method} /v1/kilns\nRequest Body\nParameter | Mandatory | Type | Description |\n|---|---|---|---|\n\
             limit | No | Integer | How many. |\n"
        )
    };
    let limit = json!([{ "name": "limit", "in": "query", "required": false, "schema": { "type": "integer" } }]);
    assert_eq!(operation(&page("GET"))?.0["parameters"], limit);
    let body = &operation(&page("POST"))?.0["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["properties"], json!({ "limit": { "type": "integer" } }));
    Ok(())
}

#[test]
fn a_request_may_show_its_body_or_its_address_alone() -> Result<(), Unreadable> {
    let page = "URI\nPOST /v1/kilns\nRequest Parameters\nParameter | Mandatory | Type | Description |\n|---|---|---|---|\n\
        name | Yes | String | A name. |\nRequest Example\nhttps://{endpoint}/v1/kilns?dry=1\n{\"name\": \"a\"}\n\
        {\"name\": \"b\"}\nResponse Example\nStatus code: 200\n{}\n";
    let (operation, _) = operation(page)?;
    let requests = json!([{ "target": "/v1/kilns?dry=1", "example": "example" }, { "example": "example_2" }]);
    assert_eq!(operation["x-request-examples"], requests);
    let examples = &operation["requestBody"]["content"]["application/json"]["examples"];
    assert_eq!(examples["example_2"]["value"], json!({ "name": "b" }));
    Ok(())
}

#[test]
fn a_description_may_name_the_table_of_an_object() -> Result<(), Unreadable> {
    let rst = "URI\n---\n\nGET /v1/kilns\n\nResponse Body\n-------------\n\n.. table:: **Table 1** Parameters\n\n   \
        ====== ====== ================================\n   Name   Type   Description\n   \
        ====== ====== ================================\n   lid    Object See :ref:`Table 2 <LIDS>`.\n   \
        vents  Array  For details, see Table 3.\n   ====== ====== ================================\n\n.. _lids:\n\n\
        .. table:: **Table 2** Lid description\n\n   ====== ======= ===========\n   Name   Type    Description\n   \
        ====== ======= ===========\n   weight Int     Weight.\n   ====== ======= ===========\n\n\
        .. table:: **Table 3** Vent description\n\n   ====== ======= ===========\n   Name   Type    Description\n   \
        ====== ======= ===========\n   width  Integer Width.\n   ====== ======= ===========\n";
    let html = "<h4>URI</h4><p>GET /v1/kilns</p><h4>Response Body</h4>\
        <table><caption>Table 1 Parameters</caption><tr><th>Name<th>Type<th>Description</tr>\
        <tr><td>lid<td>Object<td>See <a href=\"#lids\">Table 2</a>.</tr><tr><td>vents<td>Array<td>See Table 3.</tr></table>\
        <a name=\"lids\"></a><table><caption>Table 2 Lid description</caption><tr><th>Name<th>Type<th>Description</tr>\
        <tr><td>weight<td>Int<td>Weight.</tr></table>\
        <table><caption>Table 3 Vent description</caption><tr><th>Name<th>Type<th>Description</tr>\
        <tr><td>width<td>Integer<td>Width.</tr></table>";
    for page in [rst, html] {
        let (operation, schemas) = operation(page)?;
        let responses = operation["responses"]
            .as_object()
            .and_then(|responses| responses.values().next());
        let fields = &responses.unwrap_or(&Value::Null)["content"]["application/json"]["schema"]["properties"];
        let described = |field: &Value| {
            let name = field["allOf"][0]["$ref"]
                .as_str()
                .and_then(|reference| reference.rsplit('/').next());
            schemas[name.unwrap_or_default()]["properties"].clone()
        };
        assert_eq!(described(&fields["lid"]), json!({ "weight": { "type": "integer" } }));
        assert_eq!(
            described(&fields["vents"]["items"]),
            json!({ "width": { "type": "integer" } })
        );
    }
    Ok(())
}

#[test]
fn a_bold_word_that_is_no_value_is_kept() -> Result<(), Unreadable> {
    let page = "<h4>URI</h4><p>GET /v1/kilns</p><h4>Response Parameters</h4>\
        <table><tr><th>Parameter<th>Type<th>Description</tr>\
        <tr><td>state<td>String<td>Either <b>hot</b>, else <b>cold</b>. The default value is <b>cold</b>.</tr></table>";
    let (operation, _) = operation(page)?;
    let responses = operation["responses"]
        .as_object()
        .and_then(|responses| responses.values().next());
    let fields = &responses.unwrap_or(&Value::Null)["content"]["application/json"]["schema"]["properties"];
    assert_eq!(
        fields["state"],
        json!({ "type": "string", "x-mentioned": ["hot"], "default": "cold" })
    );
    Ok(())
}

#[test]
fn an_example_ends_where_it_closes_or_where_a_heading_begins() -> Result<(), Unreadable> {
    let page = "URI\nGET /v1/kilns\nRequest Parameters\nParameter | Type | Description |\n|---|---|---|\n\
        X-Id | String | An id. |\nExample Requests\nGET https://x/v1/kilns Example Responses\nStatus code: 200\n\
        { \"a\": \"}\" } Status code: 201\n{ \"b\": 1 } and more\n状态码： 400\n{ \"c\": \"d }\n\
        Status code: 4000\nStatus code: 404\n{\n\"e\" : [ {} ]\n} Status Codes\nSee Error Codes\n";
    let (operation, _) = operation(page)?;
    let content = |status: &str| operation["responses"][status]["content"]["application/json"].clone();
    let example = |status: &str| content(status)["examples"]["example"]["value"].clone();
    assert_eq!(example("200"), json!({ "a": "}" }));
    assert_eq!(example("201"), json!({ "b": 1 }));
    assert_eq!(example("404"), json!({ "e": [{}] }));
    let statuses = operation["responses"].as_object();
    let statuses: Vec<&String> = statuses.into_iter().flat_map(|all| all.keys()).collect();
    assert_eq!(statuses, ["200", "201", "404"]);
    let target = json!([{ "method": "GET", "target": "/v1/kilns" }]);
    assert_eq!(operation["x-request-examples"], target);
    let defects = read(page.as_bytes())?.defects;
    let places: Vec<(DefectKind, &str)> = defects.iter().map(|defect| (defect.kind, defect.at.as_str())).collect();
    let expected = [
        (DefectKind::ExampleBroken, "example response 400"),
        (DefectKind::SectionAbsent, "response"),
    ];
    assert_eq!(places, expected);
    Ok(())
}
