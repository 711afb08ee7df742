//! The hand-written specs: how they are read, what the lint finds in them, what cannot be read at all, and what provenance
//! must hold.

mod errors;
mod lint;
mod provenance;
mod schema;
mod workspace_copy;
