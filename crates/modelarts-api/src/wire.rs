//! Types for what the documentation contradicts itself about, or leaves open.
//!
//! Each reads the forms that occur, and writes back the form that it read.

mod int_or_string;
mod one_or_many;
mod open_enum;
mod sensitive;

pub use int_or_string::IntOrString;
pub use one_or_many::OneOrMany;
pub(crate) use open_enum::{OpenEnumVisitor, open_enum};
pub use sensitive::Sensitive;
