//! What values are decoded from, and the memory that they may take: a fixed multiple of the length of a text.
//!
//! A `{}` of two bytes may stand for a struct of hundreds, so a cap on the text bounds nothing by itself.

use std::cell::{Cell, RefCell};

use serde::de::{Error, MapAccess};
use serde_json::{Value, value::RawValue};

use super::{Body, Text};

/// Bytes of values for each byte of text. Documented responses take 2. A list that grows holds half of them again.
const PER_BYTE: usize = 6;

/// Bytes of the values in unknown fields for each byte of text.
const UNKNOWN_PER_BYTE: usize = 2;

/// Bytes of either for any text, however short.
const BASE: usize = 128 * 1024;

/// What an entry takes in a list with room for as many again, or in a map that is half full.
const ENTRY: usize = 2 * (size_of::<String>() + size_of::<Value>());

/// What a map with one entry takes.
const MAP: usize = 6 * ENTRY;

/// Bytes for each of a text that is no part of the body, since the string that such texts are in doubles as it grows.
const PER_BYTE_OF_TEXT: usize = 3;

/// What values are decoded from, with the memory that is left for them, in bytes.
pub(super) struct Source<'a> {
    left: Cell<usize>,
    /// For the values in unknown fields; none if they are not from a JSON text.
    unknown: Option<Cell<usize>>,
    /// What texts share, if they stand there as they are.
    body: Option<&'a Body>,
    /// What other texts share, and their content.
    others: Body,
    content: RefCell<String>,
}

impl<'a> Source<'a> {
    /// Any format, without a bound.
    pub(super) fn any() -> Self {
        Self {
            left: Cell::new(usize::MAX),
            unknown: None,
            body: None,
            others: Body::to_fill(),
            content: RefCell::default(),
        }
    }

    /// A JSON text, which may be that of a body.
    pub(super) fn json(text: &str, body: Option<&'a Body>) -> Self {
        let bytes = |per_byte| Cell::new(BASE.saturating_add(text.len().saturating_mul(per_byte)));
        Self {
            left: bytes(PER_BYTE),
            unknown: Some(bytes(UNKNOWN_PER_BYTE)),
            body,
            ..Self::any()
        }
    }

    /// Accounts for that much, or fails if it is not left.
    pub(super) fn charge<E: Error>(&self, bytes: usize) -> Result<(), E> {
        let is_left = take(&self.left, bytes);
        is_left
            .then_some(())
            .ok_or_else(|| E::custom("the values take too much memory for the length of the text"))
    }

    /// Writes a text that was read.
    // Into its place, field by field: a text that is returned is copied as a whole, and that has to wait for its fields.
    pub(super) fn write<E: Error>(&self, text: &str, place: &mut Text) -> Result<(), E> {
        match self.body.and_then(|body| body.share(text)) {
            Some(shared) => *place = shared,
            None => *place = self.copy(text)?,
        }
        Ok(())
    }

    /// A text that is no part of the body.
    fn copy<E: Error>(&self, text: &str) -> Result<Text, E> {
        self.charge(PER_BYTE_OF_TEXT * text.len())?;
        let mut content = self.content.borrow_mut();
        let Some(part) = self.others.part(content.len(), text.len()) else {
            return Ok(text.into());
        };
        content.push_str(text);
        Ok(part)
    }

    /// Gives the texts that were read their content.
    pub(super) fn finish(self) {
        let mut content = self.content.into_inner();
        content.shrink_to_fit();
        self.others.fill(content);
    }

    /// Reads the value of a key without a field. One in a JSON text that no [`Value`] can hold, such as `1e400`, a lone
    /// surrogate or 128 nested arrays, becomes a string with its text; so does one that would take too much memory.
    pub(super) fn unknown<'de, A: MapAccess<'de>>(&self, entries: &mut A) -> Result<Value, A::Error> {
        self.charge(ENTRY)?;
        let Some(left) = &self.unknown else {
            return entries.next_value();
        };
        let raw: Box<RawValue> = entries.next_value()?;
        let text = raw.get();
        let parts = text.bytes().map(|byte| match byte {
            b'{' => MAP,
            b'[' | b',' => ENTRY,
            _ => 0,
        });
        let value = if take(left, parts.sum()) {
            serde_json::from_str(text).ok()
        } else {
            None
        };
        Ok(value.unwrap_or_else(|| text.into()))
    }
}

/// Takes that much, if it is left.
fn take(left: &Cell<usize>, bytes: usize) -> bool {
    let after = left.get().checked_sub(bytes);
    left.set(after.unwrap_or_else(|| left.get()));
    after.is_some()
}
