//! Where the contracts come from: which sources know a thing, where pages are wrong, and what is true instead.
//!
//! It stands in `openapi/provenance/`, apart from the contracts, and refers to them by [names of places](Place).

mod annotate;
mod entries;
mod errata;
mod place;
mod read;

pub use annotate::KEYWORDS;
pub use entries::{Aspect, Deviation, OnlyIn, Provenance, Source, SourceKind};
pub use errata::errata;
pub use place::Place;
pub use read::{FOLDER, SOURCES};
