//! How the value of a field is read: as serde reads it, with less moved and less room left unused.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, SeqAccess, Visitor},
};

use super::{
    IntOrString, OneOrMany, Sensitive,
    object::{Fill, Object},
};

/// A value within an object or a list. `Deserialize` cannot be implemented for a `Vec` or a `Box`, so this stands beside it.
pub(crate) trait Field<'de>: Sized {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// For types that are read as `Deserialize` says.
macro_rules! as_deserialize_says {
    ($($type:ty),+ $(,)?) => {$(
        impl<'de> $crate::wire::Field<'de> for $type {
            fn read<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )+};
}

pub(crate) use as_deserialize_says;

as_deserialize_says!(bool, i64, String, Box<str>, IntOrString, Sensitive);

impl<'de, T: Deserialize<'de>> Field<'de> for OneOrMany<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// An object, read where it stays.
impl<'de, T: Object> Field<'de> for Box<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Self::default();
        deserializer.deserialize_map(Fill(&mut *object))?;
        Ok(object)
    }
}

impl<'de, T: Field<'de>> Field<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Field<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<Vec<T>, A::Error> {
        collect(Element(PhantomData), elements)
    }
}

/// Reads the elements of an array. Most lists have one element or two, and get room for just as many.
pub(crate) fn collect<'de, S, A>(seed: S, mut elements: A) -> Result<Vec<S::Value>, A::Error>
where
    S: DeserializeSeed<'de> + Copy,
    A: SeqAccess<'de>,
{
    let mut list = Vec::new();
    while let Some(element) = elements.next_element_seed(seed)? {
        if list.len() == list.capacity() {
            list.reserve_exact(list.len().max(1));
        }
        list.push(element);
    }
    Ok(list)
}

struct Element<T>(PhantomData<T>);

impl<T> Clone for Element<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Element<T> {}

impl<'de, T: Field<'de>> DeserializeSeed<'de> for Element<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// Reads a value that may be null.
pub(crate) struct Optional<T>(PhantomData<T>);

impl<T> Optional<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Field<'de>> DeserializeSeed<'de> for Optional<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Field<'de>> Visitor<'de> for Optional<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}
