//! The tasks of a maintainer: lints the OpenAPI specs, generates everything that is derived from them, compares them with
//! documentation pages and with earlier versions.
//!
//! It links none of the generated crates, so it runs when they do not compile.

pub mod artefact;
mod codegen;
pub mod command_line;
pub mod compat;
pub mod conformance;
pub mod diff;
pub mod docs;
pub mod generate;
pub mod lint;
pub mod page_test;
pub mod programs;
pub mod provenance;
pub mod publish;
pub mod spec;

use std::path::Path;

/// The workspace's root folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}
