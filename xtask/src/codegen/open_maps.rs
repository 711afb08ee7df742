//! Maps with some keys named: fields for those, and one way to ask for any key.

use anyhow::Result;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::File;

use crate::spec::Bundle;
use heck::ToSnakeCase;

/// `get` and `iter` for every schema that is marked `x-open-map`.
pub fn file(bundle: &Bundle) -> Result<File> {
    let mut items = Vec::new();
    for (name, schema) in bundle.schemas() {
        // One that names no key is generated as the map itself.
        if schema["x-open-map"] != true || schema.get("properties").is_none() {
            continue;
        }
        let ident = format_ident!("{name}");
        let properties = schema["properties"].as_object().into_iter().flatten();
        let entries = properties.map(|(key, property)| {
            let field = format_ident!("{}", key.to_snake_case());
            let is_enum = property
                .get("$ref")
                .or_else(|| property["allOf"][0].get("$ref"))
                .is_some_and(Value::is_string);
            let text = if is_enum {
                quote! { self.#field.as_ref().map(|value| value.as_str()) }
            } else {
                quote! { self.#field.as_deref() }
            };
            (key.as_str(), text)
        });
        let (keys, texts): (Vec<_>, Vec<_>) = entries.unzip();
        let count = keys.len();
        items.push(quote! {
            impl #ident {
                /// The value of `key`, whether it has a field of its own or is kept in `extra`.
                ///
                /// `None` where the key is absent, null, or holds something other than a string.
                pub fn get(&self, key: &str) -> Option<&str> {
                    match key {
                        #(#keys => #texts,)*
                        _ => self.extra.get(key).and_then(::serde_json::Value::as_str),
                    }
                }

                /// Every key that holds a string, with its value: keys with a field of their own first.
                pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
                    let named: [(&str, Option<&str>); #count] = [#((#keys, #texts),)*];
                    let named = named.into_iter().filter_map(|(key, value)| Some((key, value?)));
                    let extra = self.extra.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
                    named.chain(extra)
                }
            }
        });
    }
    Ok(syn::parse2(quote! {
        use super::client::types::*;
        #(#items)*
    })?)
}
