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
pub use types::{documented_scalar, documented_type};
pub use unreadable::Unreadable;
pub use yaml::to_yaml;

/// Result of reading a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Form of the page.
    pub form: Form,
    /// OpenAPI 3.0 document of what the page states; its version is empty.
    ///
    /// - A component is what one table describes, named by the type that refers to it, else by its caption; a type that
    ///   refers to itself refers to its component. `x-documented-names` has the names of the page where they differ. A
    ///   component without `properties` is a type that no table describes; one that nothing refers to is a table whose
    ///   place is not known.
    /// - An object without a name that a table describes has the reference in `allOf` beside `type: object`. A schema
    ///   without keywords is anything; `x-unknown-type` is a word that is no type.
    /// - `enum` has the values that the page lists, in any of its forms, of the elements of a list or the values of a map.
    ///   `x-mentioned` has the other words in bold print: a value that is there may still be one.
    ///   The header `Content-Type` has the media type of the request there: bodies are always under `application/json`.
    /// - `required` of a parameter is missing where the page does not say.
    /// - `x-request-examples` has the examples of the request in order: `method` and `target` where the page shows them,
    ///   and the body as `example`, the name of an example of the request body, or as `body` if the operation has none.
    /// - `x-status-codes` has the list of status codes where it differs from the responses.
    pub document: serde_json::Value,
    /// Damages and contradictions of the page, also in the document as `x-defects`.
    pub defects: Vec<Defect>,
    /// The code of examples that are not JSON, each with its place, as in the defect.
    pub broken: Vec<(String, String)>,
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
    interpret::interpret(form, forms::read(form, text))
}

fn text_of(page: &[u8]) -> Result<&str, Unreadable> {
    let refuse = |at: usize, why: &str| {
        let line = 1 + page.iter().take(at).filter(|byte| **byte == b'\n').count();
        Err(Unreadable(format!("line {line} of the page {why}")))
    };
    let not_text = "is not UTF-8 text: convert the page first";
    let text = match std::str::from_utf8(page) {
        Ok(text) => text,
        Err(error) => return refuse(error.valid_up_to(), not_text),
    };
    if let Some(at) = text.find('\0') {
        return refuse(at, not_text);
    }
    if let Some(at) = text.find('\u{fffd}') {
        let lost =
            "holds a replacement character (U+FFFD), so text was lost before the page was stored: fetch it again";
        return refuse(at, lost);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Unreadable("the page is empty".to_owned()));
    }
    Ok(text)
}
