//! What the documentation pages state: recording it, and proving that the specs cover it.

pub mod coverage;
mod recorded;

pub use recorded::{FOLDER, Recorded};
