//! Decoding in bounded memory: no text makes its values take more than a fixed multiple of its length.
//!
//! A `{}` of two bytes may stand for a struct of hundreds, so a cap on the text bounds nothing by itself.

use std::{cell::Cell, str::FromStr};

use serde::de::{Error, MapAccess};
use serde_json::{Deserializer, Value, value::RawValue};

use super::{Decode, Extra, Object, decode::decode_within};

/// Bytes of values for each byte of text. Documented responses take 3.
const PER_BYTE: usize = 12;

/// Bytes of values for any text, however short.
const BASE: usize = 256 * 1024;

/// A vector that grows holds up to twice what it needs, and half of that again while it moves.
const GROWTH: usize = 3;

/// What an entry takes in a map that is half full, and what a map with one entry takes.
const ENTRY: usize = 2 * (size_of::<String>() + size_of::<Value>());
const MAP: usize = 6 * ENTRY;

/// Memory that is left for values.
pub(super) struct Budget {
    bytes: Cell<usize>,
    /// Whether the values are those of a JSON text.
    is_text: bool,
}

impl Budget {
    /// For any format, and without a bound.
    pub(super) fn unlimited() -> Self {
        Self {
            bytes: Cell::new(usize::MAX),
            is_text: false,
        }
    }

    fn of(text: &str) -> Self {
        Self {
            bytes: Cell::new(BASE.saturating_add(text.len().saturating_mul(PER_BYTE))),
            is_text: true,
        }
    }

    /// Takes that much, if it is left.
    fn take(&self, bytes: usize) -> bool {
        let left = self.bytes.get().checked_sub(bytes);
        self.bytes.set(left.unwrap_or_else(|| self.bytes.get()));
        left.is_some()
    }

    fn charge<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let is_left = self.take(bytes);
        is_left
            .then_some(())
            .ok_or_else(|| E::custom("the values take too much memory for the length of the text"))
    }

    /// Accounts for an element of a list.
    pub(super) fn element<E: Error>(&self, element: &dyn Decode) -> Result<(), E> {
        self.charge(GROWTH * size_of_val(element))
    }

    /// Accounts for an object, which may have a box of its own.
    pub(super) fn object<E: Error>(&self, object: &dyn Object) -> Result<(), E> {
        self.charge(size_of_val(object))
    }

    /// Reads the value of a key without a field. One in a JSON text that no [`Value`] can hold, such as `1e400`, a lone
    /// surrogate or 128 nested arrays, becomes a string with its text; so does one that would take too much memory.
    pub(super) fn unknown<'de, A: MapAccess<'de>>(
        &self,
        key: String,
        entries: &mut A,
        extra: &mut Extra,
    ) -> Result<(), A::Error> {
        if !self.is_text {
            extra.insert(key, entries.next_value()?);
            return Ok(());
        }
        self.charge(if extra.is_empty() { MAP } else { ENTRY })?;
        let raw: Box<RawValue> = entries.next_value()?;
        let text = raw.get();
        let parts = text.bytes().map(|byte| match byte {
            b'{' => MAP,
            b'[' | b',' => ENTRY,
            _ => 0,
        });
        let value = if self.take(parts.sum()) {
            serde_json::from_str(text).ok()
        } else {
            None
        };
        extra.insert(key, value.unwrap_or_else(|| text.into()));
        Ok(())
    }
}

/// Decodes a response. Its values take at most 12 bytes for each of the text, and a quarter of a MiB.
pub(crate) fn from_str<T: Decode>(text: &str) -> serde_json::Result<T> {
    let mut deserializer = Deserializer::from_str(text);
    let value = decode_within(&mut deserializer, &Budget::of(text))?;
    deserializer.end()?;
    Ok(value)
}

/// Parses any JSON object, in the memory that a response of its length may take.
impl FromStr for Extra {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        from_str(text)
    }
}
