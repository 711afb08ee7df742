//! A call of every operation with its required parameters alone, for tests.

use anyhow::{Context, Result, bail};
use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::File;

use super::view::GeneratorView;
use crate::spec::{self, Bundle, Specs, component_name, items, media, operations, resolve, success};

/// An operation, as it is called.
struct Operation<'a> {
    id: &'a str,
    /// Its method of the client.
    call: Ident,
    /// Required parameters in the order of the spec, each with its example, without the project.
    needed: Vec<(Ident, TokenStream)>,
    /// Schema of its success; none where that has no body.
    response: Option<&'a str>,
}

fn all(bundle: &Bundle) -> Result<Vec<Operation<'_>>> {
    let document = &bundle.value;
    let mut all = Vec::new();
    for (_, path, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let (_, response) = success(operation).with_context(|| format!("{path} declares no success"))?;
        let schema = &media(response)["schema"];
        let mut needed = Vec::new();
        for parameter in items(&operation["parameters"]) {
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
            response: schema["$ref"].as_str().and_then(component_name),
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
pub fn raw_types(bundle: &Bundle, view: &GeneratorView) -> Result<File> {
    let all = all(bundle)?;
    let types = all.iter().filter_map(|Operation { id, response, .. }| {
        let (name, ty) = ((*response)?, view.rust_type((*response)?));
        Some(quote!(#id => RawType::of::<#ty>(#name)))
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

/// A test of every example: it decodes, and encodes to the same value. Null is absence.
pub fn examples(specs: &Specs, view: &GeneratorView) -> Result<File> {
    let mut checks = Vec::new();
    for example in spec::examples(specs) {
        if let (Some(schema), Some(file)) = (example.schema, example.file()) {
            let (ty, text) = (view.rust_type(schema), specs.text(file)?);
            checks.push(quote!(comes_back::<#ty>(#file, #text);));
        }
    }
    Ok(syn::parse2(quote! {
        #![doc = " The examples of the contracts."]

        use modelarts_api::types;
        use serde::{Serialize, de::DeserializeOwned};
        use serde_json::Value;

        #[test]
        fn every_example_decodes_and_encodes_to_the_same_value() {
            #(#checks)*
        }

        fn comes_back<T: DeserializeOwned + Serialize>(file: &str, text: &str) {
            let decoded: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            let mut encoded = serde_json::to_value(decoded).unwrap();
            let mut sent: Value = serde_json::from_str(text).unwrap();
            [&mut encoded, &mut sent].into_iter().for_each(drop_nulls);
            assert_eq!(encoded, sent, "{file}");
        }

        fn drop_nulls(value: &mut Value) {
            match value {
                Value::Object(object) => {
                    object.retain(|_, value| !value.is_null());
                    object.values_mut().for_each(drop_nulls);
                }
                Value::Array(items) => items.iter_mut().for_each(drop_nulls),
                _ => {}
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
