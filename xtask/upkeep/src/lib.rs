//! What a maintainer does besides generating: linting with every rule, holding the specs against documentation pages,
//! comparing versions, trying other languages, measuring and fuzzing.
//!
//! It is a package of its own so that `cargo xtask generate` does not compile what only these tasks need.

pub mod bench;
pub mod compat;
pub mod conformance;
pub mod docs;
mod folder;
pub mod fuzz;
pub mod lint;
pub mod page_test;
