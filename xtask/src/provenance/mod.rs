//! Where the contracts come from: which sources know a thing, where pages are wrong, and what is true instead.
//!
//! It stands in `openapi/provenance/`, apart from the contracts, and refers to them by [names of places](Place).

mod annotate;
mod aspect;
mod entries;
mod errata;
mod place;
mod read;

pub use annotate::KEYWORDS;
pub use aspect::Aspect;
pub use entries::{Deviation, Location, Note, OnlyIn, Source, SourceKind};
pub use errata::errata;
pub use place::{Place, PlaceKind};

/// The folder inside `openapi/`.
pub const FOLDER: &str = "provenance";

/// The file in that folder that declares the sources.
pub const SOURCES: &str = "provenance/sources.yaml";

/// Everything in `openapi/provenance/`.
#[derive(Default)]
pub struct Provenance {
    /// The sources by id, in the order in which they are declared.
    pub sources: Vec<(String, Source)>,
    /// The pages that an operation was written from, by operation id.
    pub written_from: Vec<(Place, Vec<String>)>,
    /// Places that only some sources know.
    pub only_in: Vec<OnlyIn>,
    /// Places where pages are wrong.
    pub deviations: Vec<Deviation>,
    /// Further defects of pages.
    pub notes: Vec<Note>,
    /// What is wrong with the files. Entries that cannot be read are here and nowhere else.
    pub problems: Vec<Problem>,
}

/// Something wrong with a provenance file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub location: Location,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Provenance {
    /// The source of that id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        let mut sources = self.sources.iter();
        sources.find(|(known, _)| known == id).map(|(_, source)| source)
    }
}
