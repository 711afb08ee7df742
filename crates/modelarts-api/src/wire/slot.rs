//! Places that values are decoded into.

use std::fmt;

use serde::de::Expected;
use serde_json::{Number, Value};

use super::{Extra, IntOrString, OneOrMany, StringOrInt, Text};

/// A type that is decoded in place.
pub trait Decode {
    /// Value to decode into.
    fn empty() -> Self
    where
        Self: Sized;

    /// Slot for a value other than null.
    fn slot(&mut self) -> Slot<'_>;

    /// Sets the value to null, where it can be.
    fn set_null(&mut self) -> bool {
        false
    }
}

/// Place that a value is written to, by the kind of value that fits.
pub enum Slot<'a> {
    Boolean(&'a mut bool),
    Integer(&'a mut i64),
    Number(&'a mut Number),
    IntOrString(&'a mut IntOrString),
    StringOrInt(&'a mut StringOrInt),
    Text(&'a mut Text),
    Word(&'a mut dyn Word),
    Object(&'a mut dyn Object),
    List(&'a mut dyn List),
    Any(&'a mut Value),
}

impl Expected for Slot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "i64",
            Self::Number(_) => "a number",
            Self::IntOrString(_) => "a whole number, or one in a string",
            Self::StringOrInt(_) => "a string, or a whole number",
            Self::Text(_) | Self::Word(_) => "a string",
            Self::Object(object) => object.expected(),
            Self::List(list) => list.expected(),
            Self::Any(_) => "a JSON value",
        })
    }
}

/// An enumeration that takes any string, or another type made of one.
pub trait Word {
    /// Becomes the value that the text stands for. If the text itself is kept, the place for it is returned.
    fn set(&mut self, text: &str) -> Option<&mut Text>;
}

impl Word for String {
    fn set(&mut self, text: &str) -> Option<&mut Text> {
        text.clone_into(self);
        None
    }
}

/// A struct whose fields are optional, but for `extra`; `objects.rs` implements it for each schema with properties.
pub trait Object {
    /// What an error says was expected.
    fn expected(&self) -> &'static str;

    /// Field of a JSON key.
    fn field(&mut self, key: &str) -> Option<&mut dyn Decode>;

    /// Entries that have no field.
    fn extra(&mut self) -> &mut Extra;
}

/// An object without fields.
impl Object for Extra {
    fn expected(&self) -> &'static str {
        "a map"
    }

    fn field(&mut self, _: &str) -> Option<&mut dyn Decode> {
        None
    }

    fn extra(&mut self) -> &mut Extra {
        self
    }
}

impl<T: Decode> Decode for Box<T> {
    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn empty() -> Self {
        None
    }

    fn slot(&mut self) -> Slot<'_> {
        self.insert(T::empty()).slot()
    }

    fn set_null(&mut self) -> bool {
        *self = None;
        true
    }
}

/// An array.
pub trait List {
    /// What an error says was expected.
    fn expected(&self) -> &'static str {
        "a sequence"
    }

    /// Number of bytes that the next element will take room for, for itself and for some to come.
    fn growth(&self) -> usize;

    /// Appends an element to decode into.
    fn push(&mut self) -> &mut dyn Decode;

    /// Removes the last element, which was null, unless elements can be null.
    fn drop_null(&mut self);

    /// Becomes an only element to decode into, where that may stand for the array.
    fn only(&mut self) -> Option<&mut dyn Decode> {
        None
    }
}

impl<T: Decode> List for Vec<T> {
    fn growth(&self) -> usize {
        let is_full = self.len() == self.capacity();
        if is_full { self.len().max(1) * size_of::<T>() } else { 0 }
    }

    #[allow(clippy::indexing_slicing, reason = "the element has just been appended")]
    fn push(&mut self) -> &mut dyn Decode {
        let index = self.len();
        if index == self.capacity() {
            // Most lists have an element or two: room for just as many, where `push` would make room for four.
            self.reserve_exact(index.max(1));
        }
        Vec::push(self, T::empty());
        &mut self[index]
    }

    fn drop_null(&mut self) {
        self.pop_if(|null| !null.set_null());
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Decode> List for OneOrMany<T> {
    fn expected(&self) -> &'static str {
        "an array, or its only element"
    }

    fn growth(&self) -> usize {
        match self {
            Self::One(_) => 0,
            Self::Many(elements) => elements.growth(),
        }
    }

    fn push(&mut self) -> &mut dyn Decode {
        match self {
            Self::One(element) => &mut **element,
            Self::Many(elements) => List::push(elements),
        }
    }

    fn drop_null(&mut self) {
        if let Self::Many(elements) = self {
            elements.drop_null();
        }
    }

    fn only(&mut self) -> Option<&mut dyn Decode> {
        *self = Self::One(Box::new(T::empty()));
        Some(self.push())
    }
}

impl<T: Decode> Decode for OneOrMany<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

/// Implements `Decode` for types with a slot for themselves, given an empty value.
macro_rules! impl_decode {
    ($($type:ty: $slot:ident from $empty:expr;)+) => {$(
        impl $crate::wire::Decode for $type {
            fn empty() -> Self {
                $empty
            }

            fn slot(&mut self) -> $crate::wire::Slot<'_> {
                $crate::wire::Slot::$slot(self)
            }
        }
    )+};
}

pub(crate) use impl_decode;

impl_decode! {
    bool: Boolean from false;
    i64: Integer from 0;
    Number: Number from 0.into();
    IntOrString: IntOrString from 0.into();
    StringOrInt: StringOrInt from "".into();
    Text: Text from Self::new();
    String: Word from Self::new();
    Extra: Object from Self::default();
}

/// A value of which nothing is known.
impl Decode for Value {
    fn empty() -> Self {
        Self::Null
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Any(self)
    }

    fn set_null(&mut self) -> bool {
        *self = Self::Null;
        true
    }
}
