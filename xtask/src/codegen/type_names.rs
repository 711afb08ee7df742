//! Guard against silent merges: every schema has a Rust type of its own, and every type a schema.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use syn::{File, Item};

use super::view::GeneratorView;
use crate::spec::Bundle;

/// Compares the names in the generated module `types` with those of the schemas.
pub fn check(client: &File, bundle: &Bundle, view: &GeneratorView) -> Result<()> {
    let mut types = BTreeSet::new();
    for item in super::syntax::module(client, "types").into_iter().flatten() {
        match item {
            Item::Struct(item) => types.insert(item.ident.to_string()),
            Item::Enum(item) => types.insert(item.ident.to_string()),
            Item::Type(item) => types.insert(item.ident.to_string()),
            _ => continue,
        };
    }
    let replaced = |name: &str| view.replacements.contains_key(name);
    let schemas: BTreeSet<_> = bundle.schemas().map(|(name, _)| name.to_owned()).collect();
    let lost: Vec<_> = schemas
        .iter()
        .filter(|name| !types.contains(*name) && !replaced(name))
        .collect();
    let invented: Vec<_> = types.difference(&schemas).collect();
    if lost.is_empty() && invented.is_empty() {
        return Ok(());
    }
    bail!(
        "the generated types are not the schemas: without a type {lost:?}, without a schema {invented:?}; \
         the generator has merged or invented some, so look for inline schemas and equal names"
    )
}
