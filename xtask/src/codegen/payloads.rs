//! Example payloads as constants, for a mock that is published without the specs.

use std::collections::BTreeMap;

use anyhow::Result;
use heck::ToShoutySnakeCase;
use quote::{format_ident, quote};
use syn::File;

use super::syntax::doc;
use crate::spec::{Specs, examples};

/// One `Payload` constant for each example file, and the list of all.
pub fn file(specs: &Specs) -> Result<File> {
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

/// The constant for an example file.
pub fn constant(file: &str) -> String {
    stem(file).to_shouty_snake_case()
}

fn stem(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json")
}
