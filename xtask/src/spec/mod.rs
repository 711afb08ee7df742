//! The hand-written specs: reading them, walking them, and bundling them into one document.

mod bundle;
mod document;
mod examples;
mod json_schema;
mod node;
mod reference;
mod schema;
mod specs;
mod walk;

pub use bundle::Bundle;
pub use document::{COMMON, Document, Finding, Location, child, is_within};
pub use examples::{Example, examples};
pub use json_schema::{json_schema, make_plain, self_contained, validator};
pub use node::RULES;
pub(crate) use node::{Inspection, Node};
pub use reference::{Root, component_name, reachable, resolve, target, target_component, targets};
pub use schema::{Schema, WIRE_UNIONS, open_enum_variants, other_spellings};
pub use specs::{PAGES, Specs, files_in, recorded_pages, yaml_files};
pub use walk::{METHODS, entries, items, media, method, operations, parameters, schemas, success, text, word};
