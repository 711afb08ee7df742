//! The provenance files and their entries.

use std::collections::BTreeSet;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;

use super::place::{Place, PlaceKind};
use crate::spec::{Finding, Location, is_within};

/// Everything in `openapi/provenance/`.
#[derive(Default)]
pub struct Provenance {
    /// The sources by id, in the order in which they are declared.
    pub sources: Vec<(String, Source)>,
    /// The pages that each operation was written from: those that are recorded, and those that its file names besides.
    pub written_from: Vec<(Place, Vec<String>)>,
    /// Places that only some sources know.
    pub only_in: Vec<OnlyIn>,
    /// Places where pages are wrong.
    pub deviations: Vec<Deviation>,
    /// Further defects of pages.
    pub notes: Vec<Deviation>,
    /// The recorded editions of pages, each with pointers to its operation and to the components that this leads to.
    pub recorded: Vec<(String, BTreeSet<String>)>,
    /// Problems of the files. An unreadable entry is here and nowhere else.
    pub problems: Vec<Finding>,
}

impl Provenance {
    /// The source of that id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        let mut sources = self.sources.iter();
        sources.find(|(known, _)| known == id).map(|(_, source)| source)
    }

    /// Whether a source is a recorded page about a place. Ids of editions are per site, so one may be recorded for one
    /// operation and not for another.
    pub fn is_recorded(&self, place: &Place, source: &str) -> bool {
        let mut recorded = self.recorded.iter();
        recorded.any(|(edition, about)| edition == source && about.iter().any(|at| is_within(&place.pointer, at)))
    }

    /// Ids of the sources that meet a condition, in the order in which they are declared.
    pub fn sources_that(&self, is_meant: impl Fn(&String) -> bool) -> Vec<String> {
        let ids = self.sources.iter().map(|(id, _)| id);
        ids.filter(|id| is_meant(id)).cloned().collect()
    }

    /// Those pages of an entry that it means at one of its places: an operation has been written from all pages about it.
    pub fn pages_at<'a>(&'a self, place: &'a Place, entry: &'a Deviation) -> impl Iterator<Item = &'a str> {
        let mut operations = self.written_from.iter();
        let operation = operations.find(|(operation, _)| operation.pointer == place.pointer);
        let own = entry
            .pages
            .iter()
            .filter(move |page| operation.is_none_or(|(_, own)| own.contains(page)));
        let meant = own.filter(move |page| !entry.is_general || self.is_recorded(place, page));
        meant.map(String::as_str)
    }
}

/// A page, an SDK or a tool that was read: an entry of `sources.yaml`, whose key is the id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the page or product.
    pub title: String,
    /// Date of the edition, as far as it is known: `2025`, `2025-07`, `2025-07-28`.
    pub date: String,
    /// Kind; a page by default.
    #[serde(default)]
    pub kind: SourceKind,
    /// Address, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Kind of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A documentation page. Its id is the edition of a recorded page.
    #[default]
    Page,
    /// An official SDK.
    Sdk,
    /// A third-party tool.
    Tool,
    /// A response that somebody saw.
    Observation,
}

/// Places that only some sources know: the recorded pages that have them, and those named here.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIn {
    /// Ids of the sources that are not recorded.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Places that they know.
    pub places: Vec<Place>,
    /// Where the entry stands.
    #[serde(skip)]
    pub location: Location,
}

/// Places where pages are wrong. One that is a note, which no comparison with the contracts shows, has neither aspect nor
/// reason. It is written as the published documents have it, beside its place.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// Where.
    #[serde(deserialize_with = "one_or_many", skip_serializing)]
    pub at: Vec<Place>,
    /// Ids of the sources that are wrong: every recorded page about the places, where the entry names none.
    #[serde(default)]
    pub pages: Vec<String>,
    /// Whether the entry names none.
    #[serde(skip)]
    pub is_general: bool,
    /// In what respect they differ.
    #[serde(default, deserialize_with = "one_or_many")]
    pub aspect: Vec<Aspect>,
    /// Types, names and values that the pages state, as they are recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<String>,
    /// What the pages say.
    pub documented: String,
    /// What is true instead.
    pub actual: String,
    /// Why that is known.
    #[serde(default)]
    pub reason: String,
    /// Numbers of the contradictions that this settles.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing)]
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

/// Respect in which a page differs from the contracts: the word under `aspect` of a deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Whether a field or parameter exists.
    Presence,
    /// The type, by the table or by the example.
    Type,
    /// The values that are listed.
    Values,
    /// The default.
    Default,
    /// The limits.
    Limits,
    /// Whether a parameter or field must be sent.
    Mandatory,
    /// Which fields of a response are always present.
    Required,
    /// The documented statuses.
    Status,
    /// Credentials.
    Security,
    /// The example of the request.
    RequestExample,
    /// The examples of the responses.
    ResponseExample,
    /// The name of a type.
    TypeName,
    /// The table of a type.
    Table,
    /// Whether there is an explanation.
    Definition,
    /// Markup of the publisher.
    Markup,
    /// The prose. No recorded fact decides it; a person read the page.
    Meaning,
}

impl Aspect {
    /// The word.
    #[must_use]
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }

    /// Whether a page can differ in this respect at a place of that kind.
    pub(super) fn applies_to(self, kind: PlaceKind) -> bool {
        use PlaceKind::{Operation, Parameter, Property, Schema};
        match self {
            Self::Security | Self::Status | Self::RequestExample | Self::ResponseExample => kind == Operation,
            Self::TypeName => kind == Schema,
            Self::Mandatory => matches!(kind, Parameter | Property),
            Self::Type | Self::Values | Self::Default | Self::Limits | Self::Definition => {
                matches!(kind, Parameter | Property | Schema)
            }
            Self::Required | Self::Table => matches!(kind, Operation | Property | Schema),
            Self::Presence | Self::Markup | Self::Meaning => true,
        }
    }
}
