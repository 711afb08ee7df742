//! The hand-written specs: what the lint finds in them, what cannot be read at all, and what provenance must hold.

mod errors;
mod lint;
mod provenance;
mod workspace_copy;
