//! A call of every operation with its required parameters alone, for tests.

use anyhow::{Context, Result, bail};
use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::File;

use crate::spec::{Bundle, component_name, operations, resolve};

/// An operation, as it is called.
struct Operation<'a> {
    id: &'a str,
    /// Its method of the client.
    call: Ident,
    /// Required parameters in the order of the spec, each with its example, without the project.
    needed: Vec<(Ident, TokenStream)>,
    /// Type of its success.
    response: &'a str,
}

fn all(bundle: &Bundle) -> Result<Vec<Operation<'_>>> {
    let document = &bundle.value;
    let mut all = Vec::new();
    for (_, path, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let response = schema["$ref"].as_str().and_then(component_name);
        let mut needed = Vec::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolve(document, parameter);
            let name = parameter["name"].as_str().unwrap_or_default();
            if parameter["required"] == true && name != "project_id" {
                let example = literal(&parameter["example"])
                    .with_context(|| format!("{path}: no call can be written with the example of {name}"))?;
                needed.push((format_ident!("{}", name.to_snake_case()), example));
            }
        }
        all.push(Operation {
            id,
            call: format_ident!("{}", id.to_snake_case()),
            needed,
            response: response.with_context(|| format!("{path}: the success has no schema by reference"))?,
        });
    }
    Ok(all)
}

fn literal(example: &Value) -> Result<TokenStream> {
    Ok(match example {
        Value::String(text) => quote!(#text),
        Value::Bool(flag) => quote!(#flag),
        Value::Number(number) if number.is_i64() => number.as_i64().map(|number| quote!(#number)).unwrap_or_default(),
        _ => bail!("it is neither a string, a whole number nor a boolean"),
    })
}

/// Response types by operation, for the tests of the raw client's crate.
pub fn raw_types(bundle: &Bundle) -> Result<File> {
    let all = all(bundle)?;
    let types = all.iter().map(|Operation { id, response, .. }| {
        let name = format_ident!("{response}");
        quote!(#id => RawType::of::<types::#name>(#response))
    });
    Ok(syn::parse2(quote! {
        use modelarts_api::types;

        use crate::raw_types::RawType;

        /// Response type of an operation.
        pub(crate) fn raw_type(operation: &str) -> RawType {
            match operation {
                #(#types,)*
                other => panic!("there is no operation {other}"),
            }
        }
    })?)
}

/// Calls on the raw client, for the tests.
pub fn of_raw_client(bundle: &Bundle) -> Result<File> {
    let all = all(bundle)?;
    let calls = all.iter().map(|Operation { id, call, needed, .. }| {
        let (names, examples): (Vec<_>, Vec<_>) = needed.iter().cloned().unzip();
        quote!(#id => client.#call().project_id(project_id)#(.#names(#examples))*.send().await?.into())
    });
    Ok(syn::parse2(quote! {
        use modelarts_api::{Client, Error, types};

        use crate::mock::Answer;

        /// Calls an operation with its required parameters alone.
        pub(crate) async fn call(
            client: &Client,
            operation: &str,
            project_id: &str,
        ) -> Result<Answer, Error<types::ErrorBody>> {
            Ok(match operation {
                #(#calls,)*
                other => panic!("there is no operation {other}"),
            })
        }
    })?)
}
