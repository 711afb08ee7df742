//! Detection of the form of a page.

use super::{line, table::head};
use crate::{form::Form, unreadable::Unreadable, vocabulary::method};

pub(crate) fn detect(text: &str) -> Result<Form, Unreadable> {
    let mut markdown = None;
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line.starts_with(".. table::") || line.starts_with(".. code-block::") || is_frame(line) {
            return Ok(Form::Rst);
        }
        if line.starts_with("# ") || line.starts_with("## ") {
            markdown.get_or_insert(index + 1);
        }
        if has_tag(line, "<table") || has_tag(line, "<h4") || has_tag(line, "<h1") {
            let refusal = |line| {
                let forms = Form::ALL.map(|form| form.to_string()).join(", ");
                Unreadable(format!(
                    "the page is Markdown with HTML in it (line {line}), which is not supported: save it in one of these \
                     forms: {forms}"
                ))
            };
            return markdown.map_or(Ok(Form::Html), |line| Err(refusal(line)));
        }
    }
    let lines = line::lines(text);
    let heads = |has_bars| {
        (0..lines.len()).find_map(|at| head(&lines, at, has_bars).filter(|head| has_bars || head.caption.is_some()))
    };
    let flat = || heads(true).or_else(|| heads(false)).map(|head| head.form);
    let weak = || text.lines().find_map(|line| weak_mark(line.trim()));
    flat().or_else(weak).ok_or_else(|| {
        let forms = Form::ALL
            .map(Form::described)
            .map(|(name, mark)| format!("{name} ({mark})"))
            .join(", ");
        Unreadable(format!(
            "unknown form of page: expected a table in one of these forms: {forms}"
        ))
    })
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

/// Whether a line begins with a tag or has it after another tag: prose may mention tags.
fn has_tag(line: &str, tag: &str) -> bool {
    let Some(at) = line.find(tag) else { return false };
    method(line).is_none() && (at == 0 || line.get(..at).is_some_and(|before| before.contains('<')))
}
