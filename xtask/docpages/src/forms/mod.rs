//! The readers: each takes the text of one form and gives blocks.

mod bars;
pub(crate) mod caption;
mod flat;
mod html;
mod row;
mod rst;

use crate::{Form, blocks::Document};

/// Reads a text of a form.
pub(crate) fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Rst => rst::read(text),
        Form::Html => html::read(text),
        Form::Compact | Form::PadPipe => flat::read(text, bars::table),
        Form::Row => flat::read(text, row::table),
        Form::Caption => flat::read(text, caption::table),
    }
}
