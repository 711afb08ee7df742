//! No page makes the readers panic or hang, however it is damaged, or made to exhaust them.

use std::fmt::Write;

use docpages::{DefectKind, Reading, read, to_yaml};
use proptest::{collection::vec, prelude::*, sample::select};

const PAGES: [&str; 6] = [
    include_str!("pages/start-firing.rst"),
    include_str!("pages/start-firing.html"),
    include_str!("pages/compact.txt"),
    include_str!("pages/row.txt"),
    include_str!("pages/padpipe.txt"),
    include_str!("pages/caption.txt"),
];

/// Two readings of a page are one, and can be recorded.
fn holds(page: &[u8]) {
    if let Ok(reading) = read(page) {
        assert!(!to_yaml(&reading.document).is_empty());
        assert_eq!(read(page), Ok(reading), "two readings of one page differ");
    }
}

/// Pieces of pages that mean something to a reader, whole and broken.
const PIECES: [&str; 44] = [
    "\n",
    "\n\n",
    " ",
    "   ",
    "|",
    " |",
    "| ",
    "---|---|---|\n",
    "|---|---|---|\n",
    "Parameter |\nType |\nDescription |\n",
    "Parameter | Type | Description |\n",
    "Table 1 Kiln\n\nParameter\n\nType\n\nDescription\n\n",
    "name |\nString |\nA name. |\n",
    "name | String | A name. |\n",
    "name\n\nString\n\nA name.\n\n",
    "GET /v1/{project_id}/kilns\n",
    "GET https://x/v1/kilns { }\n",
    "URI\n",
    "URI\n---\n\n",
    "Request Parameters\n",
    "Response Parameters\n",
    "Example Requests\n",
    "Example Responses\n",
    "Samples\n",
    "Status Codes\n",
    "Status code: 200\n",
    "} Status code: 500\n",
    "{ \"a\" : [ { \"b\" : ",
    "} ] }",
    ".. table:: **Table 1** Kiln\n\n",
    "   +---+---+---+\n",
    "   | a | b | c |\n",
    "   === === ===\n",
    "   a   b   c\n",
    ".. code-block::\n\n   {}\n",
    ".. _target:\n",
    "**bold** *thin* ``code`` :ref:`x <y>` \\_",
    "参数 | 参数类型 | 描述 |\n状态码： 200\n",
    "<table><tr><th>Parameter</th><th>Type</th>",
    "<td><ul><li>x</td></tr></table>",
    "<pre>{}</pre><h4>URI</h4>",
    "Range: Default Value: N/A Options: [- a: b](tags: c)",
    "Array of Map<String,Kiln> objects",
    "Table 2 describes the parameters. See Table 3.\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(page in vec(any::<u8>(), 0..2000)) {
        holds(&page);
    }

    #[test]
    fn any_text(page in "\\PC{0,500}") {
        holds(page.as_bytes());
    }

    #[test]
    fn any_pieces(pieces in vec(select(&PIECES[..]), 0..60)) {
        holds(pieces.concat().as_bytes());
    }

    #[test]
    fn a_page_with_a_piece_in_it(page in select(&PAGES[..]), piece in select(&PIECES[..]), at in any::<prop::sample::Index>()) {
        let mut at = at.index(page.len());
        while !page.is_char_boundary(at) {
            at -= 1;
        }
        let (before, after) = page.split_at(at);
        holds(format!("{before}{piece}{after}").as_bytes());
    }
}

#[test]
fn a_page_that_ends_anywhere() {
    for page in PAGES {
        // Another step for each page costs less than each byte of each page, and hits all of its constructs.
        for end in (0..page.len()).step_by(13) {
            let _ = read(page.as_bytes().get(..end).unwrap_or_default());
        }
    }
}

#[test]
fn a_page_of_which_a_line_is_lost_or_comes_twice() {
    for page in PAGES {
        let lines: Vec<&str> = page.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let mut damaged = lines.clone();
            if at % 2 == 0 {
                damaged.remove(at);
            } else {
                damaged.insert(at, line);
            }
            let _ = read(damaged.join("\n").as_bytes());
        }
    }
}

const ROWS: usize = 100_000;

/// A page whose table of the response has many rows, in each form.
fn huge() -> [String; 6] {
    let rows = |row: &dyn Fn(&str) -> String| (0..ROWS).map(|number| row(&format!("a{number}"))).collect::<String>();
    let flat = |head: &str, row: &dyn Fn(&str) -> String| {
        let rows = rows(row);
        format!("URI\nGET /v1/kilns\nResponse Parameters\nStatus code: 200\n{head}{rows}Example Responses\n")
    };
    let frame = "   +-----------+------+-------------+\n";
    let rst = rows(&|name| format!("   | {name:<10}| Long | A number.   |\n{frame}"));
    let html = rows(&|name| format!("<tr><td>{name}<td>Long<td>A number.</tr>"));
    [
        format!(
            "URI\n---\n\nGET /v1/kilns\n\nResponse Parameters\n-------------------\n\n**Status code: 200**\n\n\
             .. table:: **Table 1** Response body parameters\n\n{frame}\
             \x20  | Parameter | Type | Description |\n   +===========+======+=============+\n{rst}"
        ),
        format!(
            "<h4>URI</h4><p>GET /v1/kilns</p><h4>Response Parameters</h4>\
             <table><tr><th>Parameter</th><th>Type</th><th>Description</th></tr>{html}</table>"
        ),
        flat("Parameter |\nType |\nDescription |\n---|---|---|\n", &|name| {
            format!("{name} |\nLong |\nA number. |\n")
        }),
        flat("Parameter | Type | Description |\n|---|---|---|\n", &|name| {
            format!("{name} | Long | A number. |\n")
        }),
        flat(
            "| \n        Parameter  | \n        Type  | \n        Description  | \n|---|---|---|\n",
            &|name| format!("| \n        {name}  | \n        Long  | \n        A number.  | \n"),
        ),
        flat(
            "Table 1 Response body parameters\n\nParameter\n\nType\n\nDescription\n\n",
            &|name| format!("{name}\n\nLong\n\nA number.\n\n"),
        ),
    ]
}

#[test]
fn a_huge_table_is_read_whole() {
    for page in huge() {
        let reading = read(page.as_bytes());
        let rows = reading.map(|reading| {
            let responses = &reading.document["paths"]["/v1/kilns"]["get"]["responses"];
            let first = responses.as_object().and_then(|responses| responses.values().next());
            let body = first.map(|response| &response["content"]["application/json"]["schema"]);
            (
                reading.form,
                body.and_then(|body| Some(body["properties"].as_object()?.len())),
            )
        });
        assert!(matches!(&rows, Ok((_, Some(ROWS)))), "{rows:?}");
    }
}

#[test]
fn what_nests_without_end_is_read_to_its_end() {
    let many = 100_000;
    let page = |middle: &str| format!("URI\nGET /v1/kilns\nParameter | Type | Description |\n|---|---|---|\n{middle}");
    let html = |middle: &str| format!("<h4>URI</h4><p>GET /v1/kilns</p><table><tr><td>{middle}");
    let rst = |middle: &str| format!("URI\n---\n\nGET /v1/kilns\n\n.. table:: x\n\n{middle}\n");
    for text in [
        html(&"<div><ul><li><b>".repeat(many)),
        html(&"<table><tr><td>".repeat(many)),
        html(&"</table></td></b></ul>".repeat(many)),
        html(&"<a name='x' href='#y'>".repeat(many)),
        page(&format!("a | {}String | x |\n", "Array<".repeat(many))),
        page(&format!("a | {} | x |\n", "Map<String,".repeat(many))),
        page(&format!(
            "a | String | {} |\n",
            "Options: Range: default value is [- a](tags: ".repeat(many)
        )),
        page(&format!("a | String | {} |\n", "[".repeat(many))),
        page(&format!("Example Responses\n{}\n", "{\"a\":[".repeat(many))),
        page(&"a | b\n".repeat(many)),
        page(&"Status code: 200\n".repeat(many)),
        rst(&"**a ".repeat(many)),
        rst(&"*a **b ``c `d :ref:`".repeat(many)),
        rst(&"\\".repeat(many)),
        rst(&".. note::\n\n   - ".repeat(many)),
        rst(&"+-+\n".repeat(many)),
        rst(&format!("+{}\n| a |\n", "-+".repeat(many))),
        rst(&"= =\n".repeat(many)),
    ] {
        let _ = read(text.as_bytes());
    }
}

#[test]
fn many_tables_with_one_name_are_weighed_within_bounds() {
    let tables = 5_000;
    let mut page = "URI\n\nGET /v1/kilns\n\nResponse Parameters\n\nStatus code: 200\n\n".to_owned();
    for number in 0..tables {
        _ = write!(
            page,
            "Table {number} kiln\n\nParameter\n\nType\n\nDescription\n\nnext\n\nkiln object\n\nAnother.\n\n"
        );
    }
    let has_unplaced = |reading: Reading| {
        reading
            .defects
            .iter()
            .any(|defect| defect.kind == DefectKind::TableUnplaced)
    };
    assert!(read(page.as_bytes()).is_ok_and(has_unplaced));
    // Each type leads to the next, so that the places of the last ones would be as long as the page.
    let mut chain = "URI\n\nGET /v1/kilns\n\nResponse Parameters\n\nStatus code: 200\n\nTable 1 Parameters\n\nParameter\n\nType\n\nDescription\n\nnext\n\nT0 object\n\nX.\n\n".to_owned();
    for number in 0..tables {
        let next = number + 1;
        _ = write!(
            chain,
            "Table {number} T{number}\n\nParameter\n\nType\n\nDescription\n\na\n\nT{next} object\n\nX.\n\nb\n\nT{next} object\n\nX.\n\n"
        );
    }
    let schemas = read(chain.as_bytes()).map(|reading| reading.document["components"]["schemas"].clone());
    assert!(schemas.is_ok_and(|schemas| schemas["T4999"]["properties"]["b"]["$ref"] == "#/components/schemas/T5000"));
}
