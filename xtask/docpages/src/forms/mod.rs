//! Readers of the forms, each from text to blocks.

mod bars;
mod caption;
mod detect;
mod flat;
mod html;
mod rst;

use crate::{blocks::Document, form::Form};

pub(crate) use detect::detect;

pub(crate) fn read(form: Form, text: &str) -> Document {
    match form {
        Form::Rst => rst::read(text),
        Form::Html => html::read(text),
        Form::Compact | Form::Row | Form::PadPipe => flat::read(text, bars::table),
        Form::Caption => flat::read(text, caption::table),
    }
}
