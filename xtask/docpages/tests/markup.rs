//! Markup of reStructuredText and HTML: what it means, and what is text.

#![expect(
    clippy::indexing_slicing,
    reason = "a path that is not there is null, which fails the test"
)]

use docpages::{DefectKind, Reading, Unreadable, read};
use serde_json::{Map, Value, json};

fn rst(table: &str) -> Result<Reading, Unreadable> {
    read(format!(":original_name: ShowKilns.html\n\nURI\n---\n\nGET /v1/kilns\n\nResponse Parameters\n-------------------\n\n{table}\n").as_bytes())
}

fn html(table: &str) -> Result<Reading, Unreadable> {
    read(format!("<h4>URI</h4><p>GET /v1/kilns</p><h4>Response Parameters</h4>{table}").as_bytes())
}

/// The fields of the body of the response.
fn fields(reading: &Reading) -> Map<String, Value> {
    let response = &reading.document["paths"]["/v1/kilns"]["get"]["responses"]["default"];
    let fields = &response["content"]["application/json"]["schema"]["properties"];
    fields.as_object().cloned().unwrap_or_default()
}

#[test]
fn markup_is_undone() -> Result<(), Unreadable> {
    for (source, plain, mentioned) in [
        ("**Status code**: **200**", "Status code: 200", &["200"][..]),
        (r"GET /v1/\{project\_id\}/x", "GET /v1/{project_id}/x", &[]),
        (r"\__type_baremetal", "__type_baremetal", &[]),
        ("of :ref:`Pool <id_1>` or", "of Pool or", &[]),
        (
            "see `Docs <https://x>`__ or *this* or ``**that**``.",
            "see Docs or this or **that**.",
            &[],
        ),
        ("a * b ** c ` d", "a * b ** c ` d", &[]),
        ("**a\\*b** 2*3*4", "a*b 2*3*4", &["a*b"]),
        ("**open", "**open", &[]),
        ("12:30: a:b", "12:30: a:b", &[]),
        ("**中文**：值", "中文：值", &["中文"]),
        ("tail\\", "tail\\", &[]),
    ] {
        let frame = format!("+------+{0}+{0}+\n", "-".repeat(62));
        let row = |cells: [&str; 3]| format!("| {:<4} | {:<60} | {:<60} |\n{frame}", cells[0], cells[1], cells[2]);
        let head = row(["Name", "Type", "Description"]).replace('-', "=");
        let text = format!(
            "{frame}{head}{}{}",
            row(["a", source, "A text."]),
            row(["b", "String", source])
        );
        let fields = fields(&rst(&text)?);
        assert_eq!(fields["a"]["x-unknown-type"], plain, "{source}");
        let words = fields["b"]["x-mentioned"].as_array().cloned().unwrap_or_default();
        assert_eq!(words, mentioned, "{source}");
    }
    Ok(())
}

#[test]
fn wide_characters_take_two_columns_or_one() -> Result<(), Unreadable> {
    let by_display = "+------+------+--------+\n| 参数 | 类型 | 描述   |\n+======+======+========+\n\
        | 名称 | Int  | 标记   |\n|      |      |        |\n|      |      | 是     |\n+------+------+--------+";
    let by_character =
        "+----+-----+----+\n| 参数 | 类型  | 描述 |\n+====+=====+====+\n| 名称 | Int | 是  |\n+----+-----+----+";
    for table in [by_display, by_character] {
        assert_eq!(json!(fields(&rst(table)?)), json!({ "名称": { "type": "integer" } }));
    }
    Ok(())
}

#[test]
fn a_bar_within_a_cell_is_text() -> Result<(), Unreadable> {
    let reading = rst("+-------+---------+---+\n| a | b | Integer | c |\n+-------+---------+---+")?;
    assert!(fields(&reading).contains_key("a | b"));
    Ok(())
}

#[test]
fn rows_that_leave_the_frame_are_broken() -> Result<(), Unreadable> {
    let head = "+------+-----+-------------+\n| Name | Type| Description |\n+======+=====+=============+";
    let frame = "+------+-----+-------------+";
    let reading = rst(&format!(
        "{head}\n| a    | Int | b           |\n{frame}\n| b    | Int b           |\n| c    | Int | d           |\n{frame}\n\
         | d    | Int | d           |"
    ))?;
    let broken = reading
        .defects
        .iter()
        .filter(|defect| defect.kind == DefectKind::RowBroken);
    let places: Vec<&str> = broken.map(|defect| defect.at.as_str()).collect();
    assert_eq!(places, ["response c", "response d"]);
    Ok(())
}

#[test]
fn rows_go_on_where_the_first_cell_is_blank() -> Result<(), Unreadable> {
    let reading = rst(
        "  ==== ======= ===========\n  Name Type    Description\n  ==== ======= ===========\n  a    Array   one\n       \
         of ints two\n  参数 Integer three | four\n  ==== ======= ===========\nafter",
    )?;
    let expected = json!({
        "a": { "type": "array", "items": { "type": "integer" } },
        "参数": { "type": "integer" },
    });
    assert_eq!(json!(fields(&reading)), expected);
    assert!(
        reading
            .defects
            .iter()
            .all(|defect| defect.kind != DefectKind::RowBroken)
    );
    Ok(())
}

#[test]
fn elements_that_are_not_closed_end_where_the_next_begins() -> Result<(), Unreadable> {
    let reading = html(
        "<table><tr><th>Name<th>Type<th>Description<tr><td>a<td>String<td><p>Options:\
         <ul><li><p><b>x</b>: the</p><p><b>first</b></p><li><b>y</b></ul>Not <b>last</b>.</table>",
    )?;
    assert_eq!(
        json!(fields(&reading)),
        json!({ "a": { "type": "string", "enum": ["x", "y"], "x-mentioned": ["last"] } })
    );
    Ok(())
}

#[test]
fn a_table_within_a_cell_is_text() -> Result<(), Unreadable> {
    let reading = html(
        "<table><tr><th>Name<th>Type<th>Description<tr><td>a<td>Array <table><tr><td>of</td></tr></table> ints</td>\
         <td>d</td></tr></table>",
    )?;
    assert_eq!(
        json!(fields(&reading)),
        json!({ "a": { "type": "array", "items": { "type": "integer" } } })
    );
    Ok(())
}

#[test]
fn hidden_texts_are_none() -> Result<(), Unreadable> {
    let hidden = "<title>PUT /t</title><script>if (a < b) { '<p>PUT /x' }</script>";
    let reading = read(format!("{hidden}<h4>URI</h4><p>GET /a</p>").as_bytes())?;
    assert!(reading.document["paths"]["/a"]["get"].is_object());
    Ok(())
}

#[test]
fn captions_say_what_their_table_is_of() -> Result<(), Unreadable> {
    let table = |caption: &str, field: &str| {
        format!(
            "<table><caption>{caption}</caption><tr><th>Name<th>Type<th>Description<tr><td>{field}<td>Int<td>A.</table>"
        )
    };
    for caption in ["Table 3 Response body parameters", "表2响应Body参数"] {
        let reading = html(&(table("Table 1 Lid", "weight") + &table(caption, "width")))?;
        assert!(fields(&reading).contains_key("width"), "{caption}");
    }
    for (caption, names) in [
        ("Table 12 quotas parameters", json!(["quotas"])),
        ("Table 2 Tables of things", json!(["Tables_of_things"])),
        ("Tables of things", json!(["Tables_of_things"])),
        ("Table 1 URI parameters", json!(["Unnamed"])),
    ] {
        let reading = html(&(table("Response body parameters", "width") + &table(caption, "weight")))?;
        let components = reading.document["components"]["schemas"].as_object();
        let found: Vec<&String> = components.into_iter().flat_map(Map::keys).collect();
        assert_eq!(json!(found), names, "{caption}");
    }
    Ok(())
}

#[test]
fn a_reference_names_one_table() -> Result<(), Unreadable> {
    let row = |name: &str, kind: &str, text: &str| format!("<tr><td>{name}<td>{kind}<td>{text}");
    let table = |caption: &str, row: String| {
        format!("<table><caption>{caption}</caption><tr><th>Name<th>Type<th>Description{row}</table>")
    };
    for (text, is_reference) in [
        ("For details, see Table 3.", true),
        ("See Table 3 and Table 4.", false),
        ("A Tablet 3.", false),
    ] {
        let page = table("Table 1 Parameters", row("lid", "Object", text))
            + &table("Table 3 Lids", row("weight", "Int", "A weight."))
            + &table("Table 4 Vents", row("width", "Int", "A width."));
        let fields = fields(&html(&page)?);
        assert_eq!(fields["lid"].get("allOf").is_some(), is_reference, "{text}");
    }
    Ok(())
}
