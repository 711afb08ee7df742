//! Reads the API pages of the vendor's documentation.
//!
//! A page reaches us in many forms: reStructuredText, HTML, and text from which somebody's program took the markup.
//! Each form has a reader of its own, and all of them give one [`Page`]: the facts that the page states, without its
//! prose. What a damaged page lost is a [`Defect`]; nothing is guessed in its place.

mod blocks;
mod compare;
mod defect;
mod document;
mod form;
mod forms;
mod interpret;
mod model;
mod text;
mod types;
mod unreadable;
mod vocabulary;
mod yaml;

pub use compare::{Change, ChangeKind, Edition, Impact, compare, invalid_example, new_operation};
pub use defect::{Defect, DefectKind};
pub use document::{document, documented_type};
pub use form::Form;
pub use model::{Examples, Field, Page, Parameter, Place, Request, RequestExample, Response, ResponseExample, Table};
pub use types::{Scalar, Type};
pub use unreadable::Unreadable;
pub use yaml::to_yaml;

/// A page that was read, and the form in which it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The form.
    pub form: Form,
    /// The facts.
    pub page: Page,
}

/// Reads a page in any known form.
///
/// # Errors
///
/// Refuses what is no text, what has no known form, and a page that names no method and no path.
///
/// # Examples
///
/// ```
/// let refusal = docpages::read(b"A page about something else.").unwrap_err();
/// assert!(refusal.to_string().starts_with("the page has no known form"));
/// ```
pub fn read(page: &[u8]) -> Result<Reading, Unreadable> {
    let text = text_of(page)?;
    let form = Form::detect(text)?;
    let page = interpret::interpret(form, forms::read(form, text))?;
    Ok(Reading { form, page })
}

fn text_of(page: &[u8]) -> Result<&str, Unreadable> {
    let line_of = |at: usize| 1 + page.iter().take(at).filter(|byte| **byte == b'\n').count();
    let text = std::str::from_utf8(page).map_err(|error| Unreadable::NotText {
        line: line_of(error.valid_up_to()),
    })?;
    if let Some(at) = text.find('\0') {
        return Err(Unreadable::NotText { line: line_of(at) });
    }
    if let Some(at) = text.find('\u{fffd}') {
        return Err(Unreadable::Mangled { line: line_of(at) });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        Err(Unreadable::Empty)
    } else {
        Ok(text)
    }
}
