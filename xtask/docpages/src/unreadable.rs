//! Reasons why a page cannot be read.

use std::fmt;

use crate::form::Form;

/// Reason why a page cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// The page is not text.
    NotText {
        /// Line of the first byte that is not UTF-8, counted from one.
        line: usize,
    },
    /// Characters were lost before the page was stored.
    Mangled {
        /// Line of the first lost character, counted from one.
        line: usize,
    },
    /// The page is empty.
    Empty,
    /// No reader knows the form of the page.
    UnknownForm,
    /// The form is known but has no reader.
    Unsupported {
        /// Name of the form.
        what: &'static str,
        /// Line that shows it, counted from one.
        line: usize,
    },
    /// No line names a method and a path.
    NoMethodLine {
        /// Form of the page.
        form: Form,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forms = |print: fn(Form) -> String| Form::ALL.map(print).join(", ");
        match self {
            Self::NotText { line } => write!(f, "line {line} of the page is not UTF-8 text: convert the page first"),
            Self::Mangled { line } => write!(
                f,
                "line {line} of the page holds a replacement character (U+FFFD), so text was lost before the page was \
                 stored: fetch it again"
            ),
            Self::Empty => f.write_str("the page is empty"),
            Self::UnknownForm => {
                let forms = forms(|form| format!("{form} ({})", form.mark()));
                write!(
                    f,
                    "unknown form of page: expected a table in one of these forms: {forms}"
                )
            }
            Self::Unsupported { what, line } => {
                let forms = forms(|form| form.to_string());
                write!(
                    f,
                    "the page is {what} (line {line}), which is not supported: save it in one of these forms: {forms}"
                )
            }
            Self::NoMethodLine { form } => write!(
                f,
                "no line of the page, read as {form}, names a method and a path (such as `GET /v2/{{project_id}}/pools`): \
                 it does not describe an operation, or that part was lost"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}
