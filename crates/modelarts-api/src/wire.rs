//! Types for what the documentation contradicts itself about, or leaves open.
//!
//! Each reads the forms that occur, and writes back the form that it read.

mod extra;
mod field;
mod int_or_string;
mod object;
mod one_or_many;
mod open_enum;
mod sensitive;

pub use extra::Extra;
pub(crate) use field::{Field, Optional, as_deserialize_says};
pub use int_or_string::IntOrString;
pub(crate) use object::{Fill, Object, object};
pub use one_or_many::OneOrMany;
pub(crate) use open_enum::{OpenEnumVisitor, open_enum};
pub use sensitive::Sensitive;
