//! Why a page cannot be read.

use std::fmt;

use crate::form::Form;

/// Why a page cannot be read. Its text is one sentence that says what was looked for and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unreadable {
    /// The page is no text.
    NotText {
        /// The line of the first byte that is none, counted from one.
        line: usize,
    },
    /// Characters of the page were lost before it was stored.
    Mangled {
        /// The line of the first lost character, counted from one.
        line: usize,
    },
    /// There is nothing in the page.
    Empty,
    /// The page has no form that a reader knows.
    UnknownForm,
    /// The form is known, and no reader has been written for it.
    Unsupported {
        /// What the page is.
        what: &'static str,
        /// The line that shows it, counted from one.
        line: usize,
    },
    /// No line names a method and a path.
    NoMethodLine {
        /// The form of the page.
        form: Form,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { line } => write!(f, "line {line} of the page is not UTF-8 text: convert the page first"),
            Self::Mangled { line } => write!(
                f,
                "line {line} of the page holds a replacement character (U+FFFD), so text was lost before the page was \
                 stored: fetch it again"
            ),
            Self::Empty => f.write_str("the page is empty"),
            Self::UnknownForm => {
                f.write_str("the page has no known form: it has no table that is drawn as one of ")?;
                for (index, form) in Form::ALL.into_iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{form} ({})", form.mark())?;
                }
                Ok(())
            }
            Self::Unsupported { what, line } => {
                write!(
                    f,
                    "the page is {what} (line {line}), which no reader reads: save the page in one of these forms: "
                )?;
                for (index, form) in Form::ALL.into_iter().enumerate() {
                    write!(f, "{}{form}", if index == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
            Self::NoMethodLine { form } => write!(
                f,
                "no line of the page, read as {form}, names a method and a path (such as `GET /v2/{{project_id}}/pools`): \
                 it is no page of an operation, or that part of it was lost"
            ),
        }
    }
}

impl std::error::Error for Unreadable {}
