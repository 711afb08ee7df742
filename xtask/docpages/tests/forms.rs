//! One invented operation in every form: all readings agree, but for what a form loses.

use std::fmt::Write;

use docpages::{DefectKind, Field, Form, Page, Reading, read};

/// The pages, and what is known of them.
const PAGES: [(&str, Form, &[u8]); 6] = [
    ("rst", Form::Rst, include_bytes!("pages/start-firing.rst")),
    ("html", Form::Html, include_bytes!("pages/start-firing.html")),
    ("compact", Form::Compact, include_bytes!("pages/compact.txt")),
    ("row", Form::Row, include_bytes!("pages/row.txt")),
    ("padpipe", Form::PadPipe, include_bytes!("pages/padpipe.txt")),
    ("caption", Form::Caption, include_bytes!("pages/caption.txt")),
];

fn reading(form: Form) -> Result<Reading, docpages::Unreadable> {
    let page = PAGES
        .iter()
        .find(|(_, other, _)| *other == form)
        .map_or(&[][..], |(_, _, page)| *page);
    read(page)
}

fn fields(page: &mut Page) -> impl Iterator<Item = &mut Field> {
    let tables = page
        .responses
        .iter_mut()
        .flat_map(|response| &mut response.tables)
        .chain(&mut page.request.tables);
    let parameters = page.request.parameters.iter_mut().map(|parameter| &mut parameter.field);
    parameters.chain(tables.flat_map(|table| &mut table.fields))
}

/// Takes from a page what its form cannot carry.
fn without_what_is_lost(mut page: Page, form: Form) -> Page {
    page.defects.clear();
    if !form.keeps_emphasis() {
        page.operation = None;
        // Only bold print tells these values from the words around them.
        fields(&mut page)
            .filter(|field| field.name == "__glaze")
            .for_each(|field| field.values.clear());
    }
    if !form.keeps_lists() {
        fields(&mut page).for_each(|field| field.values.clear());
        // This default stands in the list.
        fields(&mut page)
            .filter(|field| field.name == "priority")
            .for_each(|field| field.default = None);
    }
    if !form.keeps_captions() {
        let responses = page.responses.iter_mut().flat_map(|response| &mut response.tables);
        responses
            .chain(&mut page.request.tables)
            .for_each(|table| table.name = None);
    }
    page
}

#[test]
fn the_form_is_told_from_the_page() {
    for (name, form, page) in PAGES {
        assert_eq!(read(page).map(|reading| reading.form), Ok(form), "{name}");
    }
}

#[test]
fn the_page_is_read() -> Result<(), docpages::Unreadable> {
    insta::assert_json_snapshot!("start-firing", reading(Form::Rst)?.page);
    Ok(())
}

#[test]
fn html_says_what_its_source_says() -> Result<(), docpages::Unreadable> {
    assert_eq!(reading(Form::Html)?.page, reading(Form::Rst)?.page);
    Ok(())
}

#[test]
fn text_loses_no_more_than_its_form_must() -> Result<(), docpages::Unreadable> {
    let whole = reading(Form::Rst)?.page;
    for form in [Form::Compact, Form::Row, Form::PadPipe, Form::Caption] {
        let page = reading(form)?.page;
        assert_eq!(
            without_what_is_lost(page, form),
            without_what_is_lost(whole.clone(), form),
            "{form}"
        );
    }
    Ok(())
}

#[test]
fn what_a_form_loses_is_a_defect() -> Result<(), docpages::Unreadable> {
    let mut defects = String::new();
    for (name, form, _) in PAGES {
        _ = writeln!(defects, "{name}:");
        for defect in reading(form)?.page.defects {
            _ = writeln!(defects, "  {:?} | {} | {}", defect.kind, defect.at, defect.detail);
        }
    }
    insta::assert_snapshot!("defects", defects);
    Ok(())
}

#[test]
fn line_ends_and_blanks_of_all_kinds_are_one() -> Result<(), docpages::Unreadable> {
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
fn a_page_that_was_cut_off_says_so() -> Result<(), docpages::Unreadable> {
    for (name, _, page) in PAGES {
        let text = String::from_utf8_lossy(page);
        let cut = text.find("Example Responses").unwrap_or_default();
        let page = read(text.get(..cut).unwrap_or_default().as_bytes())?.page;
        let absent = page
            .defects
            .iter()
            .filter(|defect| defect.kind == DefectKind::SectionAbsent);
        assert_eq!(
            absent.map(|defect| defect.at.as_str()).collect::<Vec<_>>(),
            ["example response", "status codes"],
            "{name}"
        );
    }
    Ok(())
}
