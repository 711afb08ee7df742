//! Decoding in place, by one visitor for all types.
//!
//! serde's derives make a visitor for every type, and the code of them all does not fit the instruction cache. Here a
//! type is a small function that finds the field of a key, and a field says which [`Slot`] its value is written to.

use std::{fmt, str::FromStr};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
    value::MapAccessDeserializer,
};
use serde_json::{Map, Number, Value};

use super::{Body, Decode, Extra, IntOrString, List, Object, OneOrMany, Slot, StringOrInt, source::Source};

/// Up to this, each whole number is one `f64`, and no other.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

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

impl_deserialize!(IntOrString, StringOrInt, Extra);

impl<'de, T: Decode> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decode(deserializer)
    }
}

/// Decodes a value from any format, in whatever memory it takes.
pub(crate) fn decode<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let source = Source::any();
    let mut value = T::empty();
    DecodeVisitor::new(&mut value, &source).deserialize(deserializer)?;
    source.finish();
    Ok(value)
}

/// Decodes a response. Its values take at most 13 bytes for each of the text, and half a MiB.
pub(crate) fn from_body<T: Decode>(body: &Body) -> serde_json::Result<T> {
    let mut value = T::empty();
    read_json(&mut value, body.json(), Some(body))?;
    Ok(value)
}

/// Parses any JSON object, in the memory that a response of its length may take.
impl FromStr for Extra {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut object = Self::empty();
        read_json(&mut object, text, None)?;
        Ok(object)
    }
}

/// Decodes a JSON text, which may be that of a body. It has no type parameter, so that a program has its code once.
fn read_json(value: &mut dyn Decode, text: &str, body: Option<&Body>) -> serde_json::Result<()> {
    let source = Source::json(text, body);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    DecodeVisitor::new(value, &source).deserialize(&mut deserializer)?;
    source.finish();
    deserializer.end()
}

/// Decodes any value in place. The result is whether it is null.
struct DecodeVisitor<'a> {
    value: &'a mut dyn Decode,
    source: &'a Source<'a>,
    /// Whether it is an element of a list, which accounts for its place, and takes any null away again.
    is_element: bool,
}

impl<'de> DeserializeSeed<'de> for DecodeVisitor<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> DecodeVisitor<'a> {
    /// Of a value that is no element of a list.
    fn new(value: &'a mut dyn Decode, source: &'a Source<'a>) -> Self {
        Self {
            value,
            source,
            is_element: false,
        }
    }

    /// Writes a scalar to the slot, if it fits.
    // Inlined, so that a method of the visitor keeps the branches of its own kind of value alone.
    #[inline(always)]
    fn write<E: Error>(self, value: Unexpected<'_>) -> Result<bool, E> {
        match (self.value.slot(), value) {
            (Slot::Boolean(slot), Unexpected::Bool(value)) => *slot = value,
            (Slot::Integer(slot), Unexpected::Signed(value)) => *slot = value,
            (Slot::IntOrString(slot), Unexpected::Signed(value)) => *slot = value.into(),
            (Slot::StringOrInt(slot), Unexpected::Signed(value)) => *slot = value.into(),
            (Slot::StringOrInt(slot), Unexpected::Str(text)) => *slot = text.into(),
            (Slot::Number(slot), Unexpected::Signed(value)) => *slot = value.into(),
            (Slot::Number(slot), Unexpected::Unsigned(value)) => *slot = value.into(),
            (Slot::Any(slot), Unexpected::Bool(value)) => *slot = value.into(),
            (Slot::Any(slot), Unexpected::Signed(value)) => *slot = value.into(),
            (Slot::Any(slot), Unexpected::Unsigned(value)) => *slot = value.into(),
            (Slot::Any(slot), Unexpected::Str(text)) => *slot = text.into(),
            (Slot::Text(slot), Unexpected::Str(text)) => self.source.write(text, slot)?,
            (Slot::Word(slot), Unexpected::Str(text)) => {
                if let Some(slot) = slot.set(text) {
                    self.source.write(text, slot)?;
                }
            }
            (Slot::IntOrString(slot), Unexpected::Str(text)) => match IntOrString::from_canonical(text) {
                Some(number) => *slot = number,
                None => return Err(E::invalid_value(value, &Slot::IntOrString(slot))),
            },
            (slot @ (Slot::Integer(_) | Slot::IntOrString(_) | Slot::StringOrInt(_)), Unexpected::Unsigned(_)) => {
                return Err(E::invalid_value(value, &slot));
            }
            (slot, _) => return Err(E::invalid_type(value, &slot)),
        }
        Ok(false)
    }
}

impl<'de> Visitor<'de> for DecodeVisitor<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        if self.value.set_null() || self.is_element {
            return Ok(true);
        }
        Err(E::invalid_type(Unexpected::Unit, &self.value.slot()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        self.write(Unexpected::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.write(Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.write(i64::try_from(value).map_or(Unexpected::Unsigned(value), Unexpected::Signed))
    }

    /// `1.0` and `1E2` are whole numbers, too.
    #[allow(clippy::cast_possible_truncation, reason = "only of a number that an i64 holds")]
    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        let is_whole = value.fract() == 0.0 && value.abs() <= LARGEST_EXACT;
        match self.value.slot() {
            Slot::Integer(slot) if is_whole => *slot = value as i64,
            Slot::IntOrString(slot) if is_whole => *slot = (value as i64).into(),
            // JSON has no infinities.
            Slot::Number(slot) => *slot = Number::from_f64(value).unwrap_or_else(|| 0.into()),
            Slot::Any(slot) => *slot = value.into(),
            slot => return Err(E::invalid_type(Unexpected::Float(value), &slot)),
        }
        Ok(false)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        self.write(Unexpected::Str(text))
    }

    /// An array out of place is read to its end, so that the error is placed there and not at an element.
    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<bool, A::Error> {
        let source = self.source;
        match self.value.slot() {
            Slot::List(list) => while elements.next_element_seed(ElementSeed { list, source })?.is_some() {},
            Slot::Any(slot) => {
                let list = &mut Vec::<Value>::new();
                while elements.next_element_seed(ElementSeed { list, source })?.is_some() {}
                *slot = std::mem::take(list).into();
            }
            slot => {
                while elements.next_element::<IgnoredAny>()?.is_some() {}
                return Err(A::Error::invalid_type(Unexpected::Seq, &slot));
            }
        }
        Ok(false)
    }

    /// Of a key that occurs twice, the last value counts. An object out of place is read to its end like an array.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<bool, A::Error> {
        let Self { source, .. } = self;
        let slot = match self.value.slot() {
            Slot::Object(object) => {
                if !self.is_element {
                    source.charge(size_of_val(object))?;
                }
                let mut has_extra = false;
                while let Some(key) = entries.next_key_seed(KeyVisitor(object))? {
                    match key {
                        Ok(field) => drop(entries.next_value_seed(DecodeVisitor::new(field, source))?),
                        Err(key) => {
                            object.extra().push(key, source.unknown(&mut entries)?);
                            has_extra = true;
                        }
                    }
                }
                if has_extra {
                    object.extra().sort();
                }
                return Ok(false);
            }
            Slot::List(list) => {
                if let Some(element) = list.only() {
                    return DecodeVisitor::new(element, source).deserialize(MapAccessDeserializer::new(entries));
                }
                Slot::List(list)
            }
            Slot::Any(slot) => {
                let mut object = Map::new();
                while let Some(key) = entries.next_key()? {
                    object.insert(key, source.unknown(&mut entries)?);
                }
                *slot = object.into();
                return Ok(false);
            }
            slot => slot,
        };
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Err(A::Error::invalid_type(Unexpected::Map, &slot))
    }
}

/// Appends to a list, once there is an element to decode. A null is none, unless elements can be null.
struct ElementSeed<'a> {
    list: &'a mut dyn List,
    source: &'a Source<'a>,
}

impl<'de> DeserializeSeed<'de> for ElementSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.source.charge(self.list.growth())?;
        let element = DecodeVisitor {
            value: self.list.push(),
            source: self.source,
            is_element: true,
        };
        if element.deserialize(deserializer)? {
            self.list.drop_null();
        }
        Ok(())
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
