//! Lints the OpenAPI specs and generates everything that is derived from them.
//!
//! It links none of the generated crates, so it runs when they do not compile; and nothing that generation does not need,
//! so it is soon built. The package `upkeep` has the other tasks.

pub mod artefact;
mod codegen;
pub mod command_line;
pub mod demo;
pub mod generate;
pub mod lint;
pub mod publish;
pub mod spec;
pub mod upkeep;

pub use spec::open_enum_variants;

use std::path::Path;

/// The workspace's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}
