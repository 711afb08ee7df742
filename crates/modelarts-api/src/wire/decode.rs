//! Decoding in place, by one visitor for all types.
//!
//! serde's derives make a visitor for every type, and the code of them all does not fit the instruction cache. Here a
//! type is a small function that finds the field of a key, and a field says which [`Slot`] its value is written to.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
    value::{MapAccessDeserializer, SeqAccessDeserializer},
};
use serde_json::{Number, Value};

use super::{Extra, IntOrString, OneOrMany};

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
    Text(&'a mut dyn Text),
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
            Self::Text(_) => "a string",
            Self::Object(object) => object.expected(),
            Self::List(list) => list.expected(),
            Self::Any(_) => "a JSON value",
        })
    }
}

/// A string, or an enumeration that takes any string.
pub trait Text {
    fn set(&mut self, text: &str);
}

impl<T: for<'a> From<&'a str>> Text for T {
    fn set(&mut self, text: &str) {
        *self = text.into();
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

    /// Appends an element to decode into.
    fn push(&mut self) -> &mut dyn Decode;

    /// Becomes an only element to decode into, where that may stand for the array.
    fn only(&mut self) -> Option<&mut dyn Decode> {
        None
    }
}

impl<T: Decode> List for Vec<T> {
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

    fn push(&mut self) -> &mut dyn Decode {
        match self {
            Self::One(element) => &mut **element,
            Self::Many(elements) => List::push(elements),
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
    String: Text from Self::new();
    Box<str>: Text from Self::default();
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

/// Implements `serde::Deserialize` for types that are `Decode`.
macro_rules! impl_deserialize {
    ($($type:ty),+) => {$(
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::decode(deserializer)
            }
        }
    )+};
}

pub(crate) use impl_deserialize;

/// Implements both for types that are `Object`.
macro_rules! impl_object {
    ($($type:ident),+) => {$(
        $crate::wire::impl_decode! { $type: Object from Self::default(); }
        $crate::wire::impl_deserialize!($type);
    )+};
}

pub(crate) use impl_object;

impl_deserialize!(IntOrString, Extra);

impl<'de, T: Decode> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

/// Decodes a value.
pub(crate) fn decode<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    DecodeVisitor(&mut value).deserialize(deserializer)?;
    Ok(value)
}

/// Decodes any value in place.
struct DecodeVisitor<'a>(&'a mut dyn Decode);

impl<'de> DeserializeSeed<'de> for DecodeVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl DecodeVisitor<'_> {
    /// Writes a scalar to the slot, if it fits.
    // Inlined, so that a method of the visitor keeps the branches of its own kind of value alone.
    #[inline(always)]
    fn write<E: Error>(self, value: Unexpected<'_>) -> Result<(), E> {
        match (self.0.slot(), value) {
            (Slot::Boolean(slot), Unexpected::Bool(value)) => *slot = value,
            (Slot::Integer(slot), Unexpected::Signed(value)) => *slot = value,
            (Slot::IntOrString(slot), Unexpected::Signed(value)) => *slot = value.into(),
            (Slot::Number(slot), value) if let Some(number) = number(value) => *slot = number,
            (Slot::Any(slot), Unexpected::Bool(value)) => *slot = value.into(),
            (Slot::Any(slot), Unexpected::Str(text)) => *slot = text.into(),
            (Slot::Any(slot), value) => *slot = number(value).map_or(Value::Null, Value::Number),
            (Slot::Text(slot), Unexpected::Str(text)) => slot.set(text),
            (Slot::IntOrString(slot), Unexpected::Str(text)) => match IntOrString::from_canonical(text) {
                Some(number) => *slot = number,
                None => return Err(E::invalid_value(value, &Slot::IntOrString(slot))),
            },
            (slot @ (Slot::Integer(_) | Slot::IntOrString(_)), Unexpected::Unsigned(_)) => {
                return Err(E::invalid_value(value, &slot));
            }
            (slot, _) => return Err(E::invalid_type(value, &slot)),
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for DecodeVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.0.set_null() {
            return Ok(());
        }
        Err(E::invalid_type(Unexpected::Unit, &self.0.slot()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.write(Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.write(Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.write(i64::try_from(value).map_or(Unexpected::Unsigned(value), Unexpected::Signed))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.write(Unexpected::Float(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.write(Unexpected::Str(text))
    }

    /// An array out of place is read to its end, so that the error is placed there and not at an element.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let list = match self.0.slot() {
            Slot::List(list) => list,
            Slot::Any(slot) => {
                *slot = Value::deserialize(SeqAccessDeserializer::new(elements))?;
                return Ok(());
            }
            slot => {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
                return Err(A::Error::invalid_type(Unexpected::Seq, &slot));
            }
        };
        while elements.next_element_seed(ElementSeed(list))?.is_some() {}
        Ok(())
    }

    /// Of a key that occurs twice, the last value counts. An object out of place is read to its end like an array.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let slot = match self.0.slot() {
            Slot::Object(object) => {
                while let Some(key) = entries.next_key_seed(KeyVisitor(object))? {
                    match key {
                        Ok(field) => entries.next_value_seed(DecodeVisitor(field))?,
                        Err(key) => drop(object.extra().insert(key, entries.next_value()?)),
                    }
                }
                return Ok(());
            }
            Slot::List(list) => {
                if let Some(element) = list.only() {
                    return DecodeVisitor(element).deserialize(MapAccessDeserializer::new(entries));
                }
                Slot::List(list)
            }
            Slot::Any(slot) => {
                *slot = Value::deserialize(MapAccessDeserializer::new(entries))?;
                return Ok(());
            }
            slot => slot,
        };
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Err(A::Error::invalid_type(Unexpected::Map, &slot))
    }
}

/// The number of a scalar that is one.
fn number(value: Unexpected<'_>) -> Option<Number> {
    match value {
        Unexpected::Signed(value) => Some(value.into()),
        Unexpected::Unsigned(value) => Some(value.into()),
        Unexpected::Float(value) => Number::from_f64(value),
        _ => None,
    }
}

/// Appends to a list, once there is an element to decode.
struct ElementSeed<'a>(&'a mut dyn List);

impl<'de> DeserializeSeed<'de> for ElementSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        DecodeVisitor(self.0.push()).deserialize(deserializer)
    }
}

/// Decodes a key to its field or, where there is none, to its text, which only then is allocated.
struct KeyVisitor<'a>(&'a mut dyn Object);

impl<'de, 'a> DeserializeSeed<'de> for KeyVisitor<'a> {
    type Value = Result<&'a mut dyn Decode, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'a> Visitor<'_> for KeyVisitor<'a> {
    type Value = Result<&'a mut dyn Decode, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.field(key).ok_or_else(|| key.to_owned()))
    }
}
