//! The readers: each takes the text of one form and gives blocks.

pub(crate) mod caption;
pub(crate) mod rst;

use crate::{Form, blocks::Document};

/// Reads a text of a form.
pub(crate) fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Rst => rst::read(text),
        _ => Document::default(),
    }
}
