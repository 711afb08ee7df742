//! Types for values that the documentation leaves open or contradicts itself about.
//!
//! Each decodes every form that occurs, and encodes the form that it decoded.

mod decode;
mod extra;
mod int_or_string;
mod one_or_many;
mod open_enum;
mod sensitive;
mod slot;
mod source;
mod string_or_int;
mod text;

pub(crate) use decode::{decode, from_body, impl_deserialize, impl_object};
pub use extra::Extra;
pub use int_or_string::IntOrString;
pub use one_or_many::OneOrMany;
pub(crate) use open_enum::open_enum;
pub use sensitive::Sensitive;
pub(crate) use slot::{Decode, List, Object, Slot, Word, impl_decode};
pub use string_or_int::StringOrInt;
pub use text::{Body, Text};
