//! What the documentation pages state: recording it, comparing it with a newer page, and proving that the contracts
//! cover it.

pub mod check;
pub mod coverage;
pub mod record;
mod recorded;

pub use recorded::{Recorded, read};
