//! Maps with some documented keys: those have fields, and any key can be asked for.

use anyhow::Result;
use heck::ToSnakeCase;
use quote::{format_ident, quote};
use syn::File;

use crate::spec::Bundle;

/// `get` and `iter` for every schema that is marked `x-open-map`.
pub fn file(bundle: &Bundle) -> Result<File> {
    let mut items = Vec::new();
    for (name, schema) in bundle.schemas() {
        // A schema without properties is generated as the map itself.
        let (true, Some(properties)) = (schema["x-open-map"] == true, schema["properties"].as_object()) else {
            continue;
        };
        let name = format_ident!("{name}");
        let entries = properties.keys().map(|key| {
            let field = format_ident!("{}", key.to_snake_case());
            quote! { (#key, self.#field.as_ref().map(|value| value.as_str())) }
        });
        items.push(quote! {
            impl #name {
                /// Returns the value of `key`, whether it has a field or is in `extra`.
                ///
                /// `None` if the key is absent, null, or holds something other than a string.
                pub fn get(&self, key: &str) -> Option<&str> {
                    self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
                }

                /// Every key that holds a string, with its value: keys with a field first.
                pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
                    let named = [#(#entries),*].into_iter().filter_map(|(key, value)| Some((key, value?)));
                    let extra = self.extra.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
                    named.chain(extra)
                }
            }
        });
    }
    let import = (!items.is_empty()).then(|| quote! { use super::client::types::*; });
    Ok(syn::parse2(quote! { #import #(#items)* })?)
}
