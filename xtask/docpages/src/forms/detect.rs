//! Detection of the form of a page.

use crate::{
    Unreadable,
    form::Form,
    vocabulary::{Column, column, columns, is_caption, method},
};

pub(crate) fn detect(text: &str) -> Result<Form, Unreadable> {
    let mut caption = None;
    let mut above: [&str; 2] = ["", ""];
    let mut headings_of_markdown = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line.starts_with(".. table::") || line.starts_with(".. code-block::") || is_frame(line) {
            return Ok(Form::Rst);
        }
        if line.starts_with("# ") || line.starts_with("## ") {
            headings_of_markdown.get_or_insert(index + 1);
        }
        if has_tag(line, "<table") || has_tag(line, "<h4") || has_tag(line, "<h1") {
            return match headings_of_markdown {
                Some(line) => {
                    let forms = Form::ALL.map(|form| form.to_string()).join(", ");
                    Err(Unreadable(format!(
                        "the page is Markdown with HTML in it (line {line}), which is not supported: save it in one of \
                         these forms: {forms}"
                    )))
                }
                None => Ok(Form::Html),
            };
        }
        if is_header_in_one_line(line) {
            return Ok(Form::Row);
        }
        let first_column = line.strip_suffix('|').is_some_and(|word| is_first_column(word.trim()));
        if first_column {
            return Ok(if above[1] == "|" { Form::PadPipe } else { Form::Compact });
        }
        if is_first_column(line) && is_caption(above[1]) {
            caption.get_or_insert(Form::Caption);
        }
        above = [above[1], line];
    }
    if let Some(form) = caption.or_else(|| text.lines().find_map(|line| weak_mark(line.trim()))) {
        return Ok(form);
    }
    let forms = Form::ALL.map(|form| format!("{form} ({})", form.mark())).join(", ");
    Err(Unreadable(format!(
        "unknown form of page: expected a table in one of these forms: {forms}"
    )))
}

/// The form of a page without tables, so that it is refused with a better message.
fn weak_mark(line: &str) -> Option<Form> {
    if line.starts_with(":original_name:") || (line.starts_with(".. _") && line.ends_with(':')) {
        return Some(Form::Rst);
    }
    (has_tag(line, "<html") || has_tag(line, "<body") || has_tag(line, "<p>")).then_some(Form::Html)
}

fn is_frame(line: &str) -> bool {
    line.len() > 4 && line.starts_with("+-") && line.ends_with("-+") && line.bytes().all(|b| matches!(b, b'+' | b'-'))
}

fn is_header_in_one_line(line: &str) -> bool {
    let line = line.trim_matches('|');
    line.contains('|') && columns(&line.split('|').map(str::trim).collect::<Vec<_>>()).is_some()
}

fn is_first_column(word: &str) -> bool {
    matches!(column(word), Some(Column::Name | Column::Status))
}

/// Whether a line begins with a tag or has it after another tag: prose may mention tags.
fn has_tag(line: &str, tag: &str) -> bool {
    let Some(at) = line.find(tag) else { return false };
    method(line).is_none() && (at == 0 || line.get(..at).is_some_and(|before| before.contains('<')))
}
