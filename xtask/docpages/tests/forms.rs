//! One invented operation in every form: all readings agree, but for what a form loses.

use std::fmt::Write;

use docpages::{DefectKind, Form, Reading, Unreadable, read, to_yaml};
use serde_json::{Value, json};

/// The pages, and what is known of them.
const PAGES: [(&str, Form, &[u8]); 6] = [
    ("rst", Form::Rst, include_bytes!("pages/start-firing.rst")),
    ("html", Form::Html, include_bytes!("pages/start-firing.html")),
    ("compact", Form::Compact, include_bytes!("pages/compact.txt")),
    ("row", Form::Row, include_bytes!("pages/row.txt")),
    ("padpipe", Form::PadPipe, include_bytes!("pages/padpipe.txt")),
    ("caption", Form::Caption, include_bytes!("pages/caption.txt")),
];

fn reading(form: Form) -> Result<Reading, Unreadable> {
    let page = PAGES
        .iter()
        .find(|(_, other, _)| *other == form)
        .map_or(&[][..], |(_, _, page)| *page);
    read(page)
}

/// Visits each parameter and property, by its name.
fn each_field(value: &mut Value, visit: &mut impl FnMut(&str, &mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_field(item, visit)),
        Value::Object(map) => {
            let name = map.get("name").and_then(Value::as_str).map(str::to_owned);
            if let (Some(name), Some(schema)) = (name, map.get_mut("schema")) {
                visit(&name, schema);
            }
            for (key, value) in map.iter_mut().filter(|(key, _)| *key != "examples") {
                if let (Some(properties), "properties") = (value.as_object_mut(), key.as_str()) {
                    properties.iter_mut().for_each(|(name, schema)| visit(name, schema));
                }
                each_field(value, visit);
            }
        }
        _ => {}
    }
}

fn remove(value: &mut Value, key: &str) {
    value.as_object_mut().and_then(|map| map.shift_remove(key));
}

/// Takes from a document what a form cannot carry.
fn without_what_is_lost(mut document: Value, form: Form) -> Value {
    remove(&mut document, "x-defects");
    remove(&mut document, "info");
    let operation = "/paths/~1v1~1{project_id}~1kilns~1{kiln_id}~1firings/post";
    if !form.keeps_emphasis() {
        document
            .pointer_mut(operation)
            .into_iter()
            .for_each(|operation| remove(operation, "operationId"));
    }
    each_field(&mut document, &mut |name, schema| {
        // Only bold print tells the values of `__glaze` from the words around them.
        if !form.keeps_captions() || !form.keeps_emphasis() && name == "__glaze" {
            remove(schema, "enum");
        }
        // This default stands in the list.
        if !form.keeps_captions() && name == "priority" {
            remove(schema, "default");
        }
    });
    document
}

#[test]
fn the_page_is_read() -> Result<(), Unreadable> {
    insta::assert_snapshot!("start-firing", to_yaml(&reading(Form::Rst)?.document));
    Ok(())
}

#[test]
fn html_says_what_its_source_says() -> Result<(), Unreadable> {
    let mut document = reading(Form::Html)?.document;
    document["info"]["x-form"] = json!(Form::Rst);
    assert_eq!(document, reading(Form::Rst)?.document);
    Ok(())
}

#[test]
fn text_loses_no_more_than_its_form_must() -> Result<(), Unreadable> {
    let whole = reading(Form::Rst)?.document;
    for form in [Form::Compact, Form::Row, Form::PadPipe, Form::Caption] {
        let page = reading(form)?.document;
        assert_eq!(
            without_what_is_lost(page, form),
            without_what_is_lost(whole.clone(), form),
            "{form}"
        );
    }
    Ok(())
}

#[test]
fn what_a_form_loses_is_a_defect() -> Result<(), Unreadable> {
    let mut defects = String::new();
    for (name, form, page) in PAGES {
        _ = writeln!(defects, "{name}:");
        let reading = read(page)?;
        assert_eq!(reading.form, form, "{name}");
        for defect in reading.defects {
            _ = writeln!(defects, "  {:?} | {} | {}", defect.kind, defect.at, defect.detail);
        }
    }
    insta::assert_snapshot!("defects", defects);
    Ok(())
}

#[test]
fn line_ends_and_blanks_of_all_kinds_are_one() -> Result<(), Unreadable> {
    for (name, _, page) in PAGES {
        let whole = read(page)?;
        let text = String::from_utf8_lossy(page);
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(
            read(windows.as_bytes())?,
            whole,
            "{name} with CRLF and a byte order mark"
        );
        if whole.form != Form::Rst {
            let blanks = text.replace("Firing ID", "Firing\u{a0}ID").replace("Yes", "Yes\u{a0}");
            assert_eq!(read(blanks.as_bytes())?, whole, "{name} with blanks that do not break");
        }
    }
    Ok(())
}

#[test]
fn a_page_that_was_cut_off_says_so() -> Result<(), Unreadable> {
    for (name, _, page) in PAGES {
        let text = String::from_utf8_lossy(page);
        let cut = text.find("Example Responses").unwrap_or_default();
        let page = read(text.get(..cut).unwrap_or_default().as_bytes())?.defects;
        let absent = page.iter().filter(|defect| defect.kind == DefectKind::SectionAbsent);
        assert_eq!(
            absent.map(|defect| defect.at.as_str()).collect::<Vec<_>>(),
            ["example response", "status codes"],
            "{name}"
        );
    }
    Ok(())
}

/// What is no page, or no page of an operation.
const REFUSED: [(&str, &[u8]); 11] = [
    ("empty", b""),
    ("blank", b" \n\t\r\n"),
    ("not UTF-8", b"Title\nURI\n\xff\xfe"),
    ("UTF-16", b"\xff\xfeT\0i\0"),
    ("binary", b"PK\x03\x04\0\0\0"),
    ("lost characters", "URI\nGET /v1/\u{fffd}\n".as_bytes()),
    ("prose", b"A page about something else.\n\nIt has two paragraphs.\n"),
    ("a menu", b"Help Center\nKilns\nAPI Reference\nBefore You Start\nCalling APIs\nFiring\nStarting a Firing\n"),
    (
        "Markdown with HTML",
        "# Kiln<a name=\"Kiln\"></a>\n\n## URI\n\nGET /v1/\\{project\\_id\\}/kilns\n\n<table><tr><td>x</td></tr></table>\n"
            .as_bytes(),
    ),
    (
        "no operation, of reStructuredText",
        b":original_name: errors.html\n\nError Codes\n===========\n\n=========== ====\nStatus Code Text\n=========== ====\n",
    ),
    ("no operation, of text", b"Error Codes\nStatus Code | Description |\n|---|---|\n200 | OK |\n"),
];

#[test]
fn a_refusal_says_what_was_looked_for() {
    let mut sentences = String::new();
    for (name, page) in REFUSED {
        match read(page) {
            Ok(reading) => _ = writeln!(sentences, "{name}: READ as {}", reading.form),
            Err(refusal) => _ = writeln!(sentences, "{name}: {refusal}"),
        }
    }
    insta::assert_snapshot!(sentences);
}
