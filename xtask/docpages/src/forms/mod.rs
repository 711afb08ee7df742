//! Readers of the forms, each from text to blocks.

mod detect;
mod flat;
mod html;
mod line;
mod rst;
mod table;

use crate::{blocks::Document, form::Form};

pub(crate) use detect::detect;

pub(crate) fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Rst => rst::read(text),
        Form::Html => html::read(text),
        Form::Compact | Form::Row | Form::PadPipe => flat::read(text, true),
        Form::Caption => flat::read(text, false),
    }
}
