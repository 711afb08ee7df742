//! Reads the API pages of the vendor's documentation.
//!
//! Pages come in several forms: reStructuredText, HTML, and text whose markup was stripped by some program. Each form has
//! a reader, and every reader yields one OpenAPI document of what the page states, without its prose. Whatever a damaged
//! page lost is reported as a [`Defect`] and not guessed.

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

/// Result of reading a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Form of the page.
    pub form: Form,
    /// OpenAPI 3.0 document of what the page states; its version is empty.
    pub document: serde_json::Value,
    /// Damages and contradictions of the page, also in the document as `x-defects`.
    pub defects: Vec<Defect>,
}

/// Reads a page in any known form.
///
/// # Errors
///
/// Fails if the page is not text, has no known form, or names no method and path.
///
/// # Examples
///
/// ```
/// let refusal = docpages::read(b"A page about something else.").unwrap_err();
/// assert!(refusal.to_string().starts_with("unknown form of page"));
/// ```
pub fn read(page: &[u8]) -> Result<Reading, Unreadable> {
    let text = text_of(page)?;
    let form = forms::detect(text)?;
    let (document, defects) = interpret::interpret(form, forms::read(form, text))?;
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
