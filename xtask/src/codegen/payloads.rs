//! Example payloads and operations as constants, for a mock that is published without the specs.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use heck::ToShoutySnakeCase;
use quote::{format_ident, quote};
use syn::File;

use super::syntax::doc;
use crate::spec::{self, Bundle, Specs, examples};

/// One `Payload` constant for each example file, and the list of all.
pub fn payloads(specs: &Specs) -> Result<File> {
    let mut constants = BTreeMap::new();
    for example in examples(specs) {
        let (Some(file), Some(status)) = (example.file(), example.status) else {
            continue;
        };
        let (name, constant) = (stem(file), constant(file));
        if constants.contains_key(&constant) {
            // Several responses may share a payload; the first decides.
            continue;
        }
        let ident = format_ident!("{constant}");
        let documented = !example.is_constructed();
        let origin = if documented { "Documented" } else { "Constructed" };
        let docs = doc(&format!("{}.\n\n{origin}; `openapi/{file}`.", example.summary()));
        let operation = example
            .operation
            .map_or(quote!(None), |operation| quote!(Some(#operation)));
        let body = specs.text(file)?;
        let item = quote! {
            #(#docs)*
            pub const #ident: Payload = Payload {
                name: #name,
                operation: #operation,
                status: #status,
                documented: #documented,
                body: #body,
            };
        };
        constants.insert(constant, item);
    }
    let names: Vec<_> = constants.keys().map(|name| format_ident!("{name}")).collect();
    let constants = constants.values();
    Ok(syn::parse2(quote! {
        use super::Payload;
        #(#constants)*
        /// Every payload, by name.
        pub const ALL: &[&Payload] = &[#(&#names),*];
    })?)
}

/// One `Operation` constant for each operation, and the list of all.
pub fn operations(specs: &Specs, bundle: &Bundle) -> Result<File> {
    let examples = examples(specs);
    let mut names = Vec::new();
    let mut constants = Vec::new();
    for (pointer, path, operation) in spec::operations(&bundle.value) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let method = spec::method(&pointer);
        let mut own = examples
            .iter()
            .filter(|example| example.operation == Some(id) && example.status.is_some());
        let default = match own.find_map(|example| example.file()) {
            Some(first) => {
                let constant = format_ident!("{}", constant(first));
                quote!(&super::payloads::#constant)
            }
            None => {
                let status = spec::success(operation).and_then(|(status, _)| status.parse().ok());
                let status: u16 = status.with_context(|| format!("{id} declares no success"))?;
                quote!(&super::Payload { name: #id, operation: Some(#id), status: #status, documented: true, body: "" })
            }
        };
        let name = format_ident!("{}", id.to_shouty_snake_case());
        let docs = doc(&format!("`{method} {path}`."));
        constants.push(quote! {
            #(#docs)*
            pub const #name: Self = Self {
                id: #id,
                method: #method,
                path: #path,
                default: #default,
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

/// The constant for an example file.
fn constant(file: &str) -> String {
    stem(file).to_shouty_snake_case()
}

fn stem(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json")
}
