//! Objects: every field may be absent, and keys that the specs do not name are kept.

use std::{fmt, marker::PhantomData};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::Extra;

/// Implements reading and writing for a struct whose fields are all `Option`, but for `extra`.
///
/// The generated `objects.rs` has one invocation for each schema that is an object. The derives of serde, with `flatten`,
/// say the same at a cost that shows: they move each object by value from one function to the next, and give each list
/// of one element room for four.
macro_rules! object {
    ($name:ident { $($key:literal => $field:ident,)* }) => {
        const _: () = {
            #[allow(non_camel_case_types, reason = "it has the names of the fields")]
            pub(crate) enum Key {
                $($field,)*
            }

            impl $crate::wire::Object for $name {
                type Key = Key;

                const EXPECTED: &'static str = concat!("struct ", stringify!($name));

                fn key(text: &str) -> Option<Key> {
                    match text {
                        $($key => Some(Key::$field),)*
                        _ => None,
                    }
                }

                fn read<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    known_key: Key,
                    entries: &mut A,
                ) -> Result<(), A::Error> {
                    match known_key {
                        $(Key::$field => self.$field = entries.next_value_seed($crate::wire::Optional::new())?,)*
                    }
                    Ok(())
                }

                fn extra(&mut self) -> &mut $crate::wire::Extra {
                    &mut self.extra
                }
            }
        };

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::Field::read(deserializer)
            }
        }

        impl<'de> $crate::wire::Field<'de> for $name {
            fn read<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut object = Self::default();
                deserializer.deserialize_map($crate::wire::Fill(&mut object))?;
                Ok(object)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap;
                let mut entries = serializer.serialize_map(None)?;
                $(
                    if let Some(value) = &self.$field {
                        entries.serialize_entry($key, value)?;
                    }
                )*
                for (key, value) in self.extra.iter() {
                    entries.serialize_entry(key, value)?;
                }
                entries.end()
            }
        }
    };
}

pub(crate) use object;

/// A struct that `object!` was invoked for.
pub(crate) trait Object: Default {
    /// A field.
    type Key;

    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// The field of a key in JSON.
    fn key(text: &str) -> Option<Self::Key>;

    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(&mut self, key: Self::Key, entries: &mut A) -> Result<(), A::Error>;

    /// The entries that have no field.
    fn extra(&mut self) -> &mut Extra;
}

/// Reads an object into place. Of a key that occurs twice, the last value counts, as in most readers of JSON.
pub(crate) struct Fill<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Object> Visitor<'de> for Fill<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key_seed(KeyOf::<T>(PhantomData))? {
            match key {
                Ok(key) => self.0.read(key, &mut entries)?,
                Err(unknown) => {
                    let value = entries.next_value()?;
                    self.0.extra().insert(unknown, value);
                }
            }
        }
        Ok(())
    }
}

/// Reads a key: that of a field, or else its text. Only the latter is allocated.
struct KeyOf<T>(PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for KeyOf<T> {
    type Value = Result<T::Key, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for KeyOf<T> {
    type Value = Result<T::Key, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::key(text).ok_or_else(|| text.to_owned()))
    }
}
