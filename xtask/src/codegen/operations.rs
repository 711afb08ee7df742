//! Operations as constants, for a mock that answers any of them.

use anyhow::{Context, Result};
use heck::ToShoutySnakeCase;
use quote::{format_ident, quote};
use syn::File;

use super::payloads::constant;
use crate::spec::{Bundle, Specs, examples, operations};

/// One `Operation` constant for each operation, and the list of all.
pub fn file(specs: &Specs, bundle: &Bundle) -> Result<File> {
    let examples = examples(specs);
    let mut names = Vec::new();
    let mut constants = Vec::new();
    for (pointer, path, operation) in operations(&bundle.value) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let method = pointer.rsplit('/').next().unwrap_or_default().to_uppercase();
        let mut own = examples.iter().filter(|example| example.operation == Some(id));
        let first = own.find_map(|example| example.file());
        let first = first.with_context(|| format!("{id} has no example"))?;
        let default = format_ident!("{}", constant(first));
        let name = format_ident!("{}", id.to_shouty_snake_case());
        let docs = super::syntax::doc(&format!("`{method} {path}`."));
        constants.push(quote! {
            #(#docs)*
            pub const #name: Self = Self {
                id: #id,
                method: #method,
                path: #path,
                default: &super::payloads::#default,
            };
        });
        names.push(name);
    }
    Ok(syn::parse2(quote! {
        use super::Operation;

        impl Operation {
            #(#constants)*
            /// Every operation.
            pub const ALL: &'static [Self] = &[#(Self::#names),*];
        }
    })?)
}
