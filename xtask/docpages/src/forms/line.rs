//! Lines of text without markup.

use crate::vocabulary::{Section, method, section, status_line};

/// A line, and whether white space begins it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_indented: bool,
}

/// The lines of a page. What was glued to a heading is a line of its own.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for raw in text.lines() {
        let mut line = Line {
            text: raw.trim().trim_end_matches('¶').trim_end(),
            is_indented: raw.starts_with(char::is_whitespace),
        };
        if let Some((code, glued)) = glued_heading(line.text) {
            lines.push(Line { text: code, ..line });
            line.text = glued;
        }
        lines.push(line);
    }
    lines
}

/// Code and the heading after it, if the line break between them was lost.
fn glued_heading(line: &str) -> Option<(&str, &str)> {
    let is_heading = |rest: &str| section(rest).is_some() || status_line(rest).is_some();
    let end = line.rfind(['}', ']']).map(|at| at + 1);
    let end = end.filter(|end| line.get(*end..).is_some_and(is_heading)).or_else(|| {
        let (_, target) = method(line)?;
        Some(line.len() - target.len() + target.find(' ')?)
    })?;
    let (code, heading) = line.split_at_checked(end)?;
    is_heading(heading).then_some((code, heading.trim_start()))
}

/// The section that a line begins. A line that ends with a colon is no heading.
pub(crate) fn heading(line: &str) -> Option<Section> {
    if line.ends_with([':', '：']) {
        None
    } else {
        section(line)
    }
}

/// Whether a line ends a table. Sections of prose, other than the last ones, never follow a table, and cells may contain
/// their names.
pub(crate) fn ends_table(line: &str) -> bool {
    let is_last = || {
        matches!(
            line.to_lowercase().as_str(),
            "error codes" | "error code" | "feedback" | "错误码"
        )
    };
    status_line(line).is_some() || heading(line).is_some_and(|section| section != Section::Prose || is_last())
}
