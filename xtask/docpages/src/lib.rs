//! Reads the API pages of the vendor's documentation.
//!
//! A page reaches us in many forms: reStructuredText, HTML, and text from which somebody's program took the markup.
//! Each form has a reader of its own, and all of them give one OpenAPI document of what the page states, without its
//! prose. What a damaged page lost is a [`Defect`]; nothing is guessed in its place.

mod blocks;
mod defect;
mod form;
mod forms;
mod interpret;
mod text;
mod types;
mod unreadable;
mod vocabulary;
mod yaml;

pub use defect::{Defect, DefectKind};
pub use form::Form;
pub use types::documented_type;
pub use unreadable::Unreadable;
pub use yaml::to_yaml;

/// What was read from a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The form of the page.
    pub form: Form,
    /// What the page states, as an OpenAPI 3.0 document with an empty version.
    pub document: serde_json::Value,
    /// The damages and contradictions of the page, which the document has as `x-defects`.
    pub defects: Vec<Defect>,
}

/// Reads a page in any known form.
///
/// # Errors
///
/// Refuses what is not text, what has no known form, and a page that names no method and path.
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
    let (mut document, defects) = interpret::interpret(form, forms::read(form, text))?;
    let defects = defects.into_sorted();
    if !defects.is_empty() {
        document["x-defects"] = serde_json::json!(defects);
    }
    Ok(Reading {
        form,
        document,
        defects,
    })
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
