//! What the project promises, as tests: of the specs and the tasks on them, and of the crates that are made from them.
//!
//! One program, so that it links once. Each module is named for what it proves; those that others build on come first.

mod generated;
mod positions;
mod raw_types;
#[path = "../xtask/tests/specs/workspace_copy.rs"]
mod workspace_copy;

mod drift;
mod generator_guards;
mod links;
mod mock;
mod packages;
mod payloads;
mod published;
mod regeneration;
mod versions;
