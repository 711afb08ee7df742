//! What the documentation pages state: recording it, comparing it with a newer page, and proving that the contracts
//! cover it.

pub mod check;
pub mod coverage;
pub mod draft;
pub mod record;
pub mod survey;

pub use record::{Recorded, read};

/// The exit code: 2 where a page could not be read, else 1 where there is something to look at, else 0.
fn exit_code(errors: &[String], is_clean: bool) -> u8 {
    if errors.is_empty() { u8::from(!is_clean) } else { 2 }
}
