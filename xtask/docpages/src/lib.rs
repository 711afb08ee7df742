//! Reads the API pages of the vendor's documentation.
//!
//! A page reaches us in many forms: reStructuredText, HTML, and text from which somebody's program took the markup.
//! Each form has a reader of its own, and all of them give one [`Page`]: the facts that the page states, without its
//! prose. What a damaged page lost is a [`Defect`]; nothing is guessed in its place.

mod compare;
mod form;
mod model;

pub use compare::{Change, ChangeKind, Edition, Impact, compare, invalid_example, new_operation};
pub use form::Form;
pub use model::{
    Defect, DefectKind, Examples, Field, Page, Parameter, Place, Request, RequestExample, Response, ResponseExample,
    Scalar, Table, Type,
};
