//! Entries of the provenance files.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;

use super::{Aspect, Place};

/// A page, an SDK or a tool that was read: an entry of `sources.yaml`, whose key is the id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the page or product.
    pub title: String,
    /// Date of the edition, as far as it is known: `2025`, `2025-07`, `2025-07-28`.
    pub date: String,
    /// What it is.
    pub kind: SourceKind,
    /// Address, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Kind of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A documentation page. Its id is the edition of a recorded page.
    Page,
    /// An official SDK.
    Sdk,
    /// A third-party tool.
    Tool,
    /// A response that somebody saw.
    Observation,
}

/// Where an entry stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file inside `openapi/`.
    pub file: String,
    /// The line in it, 1-based.
    pub line: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Places that only some sources know.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIn {
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// What they know.
    pub places: Vec<Place>,
    /// Where the entry stands.
    #[serde(skip)]
    pub location: Location,
}

/// Places where pages are wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Where.
    #[serde(deserialize_with = "one_or_many")]
    pub at: Vec<Place>,
    /// Ids of the sources that are wrong.
    pub pages: Vec<String>,
    /// In what respect they differ.
    #[serde(deserialize_with = "one_or_many")]
    pub aspect: Vec<Aspect>,
    /// Types, names and values that the pages state, as they are recorded.
    #[serde(default)]
    pub quoted: Vec<String>,
    /// What the pages say.
    pub documented: String,
    /// What is true instead.
    pub actual: String,
    /// Why that is known.
    pub reason: String,
    /// Numbers of the contradictions that this settles.
    #[serde(default)]
    pub settles: Vec<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub location: Location,
}

/// A defect of pages that no comparison with the contracts shows, and how it was dealt with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Where.
    #[serde(deserialize_with = "one_or_many")]
    pub at: Vec<Place>,
    /// Ids of the sources that have the defect.
    pub pages: Vec<String>,
    /// What the pages say or lack.
    pub documented: String,
    /// How the contracts deal with it.
    pub actual: String,
    /// Numbers of the contradictions that this settles.
    pub settles: Vec<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub location: Location,
}

/// A list, or its single element without brackets.
fn one_or_many<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let list = match Value::deserialize(deserializer)? {
        list @ Value::Array(_) => list,
        one => Value::Array(vec![one]),
    };
    serde_json::from_value(list).map_err(D::Error::custom)
}
