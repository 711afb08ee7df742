//! Shapes progenitor's client; the table in `mod.rs` says what is changed and why.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Result, bail};
use quote::format_ident;
use serde_json::Value;
use syn::{
    Attribute, Field, Fields, File, GenericArgument, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, Meta,
    PathArguments, Token, Type, parse_quote, punctuated::Punctuated,
};

use super::{
    split_send::split_send,
    syntax::{rename_paths, set_doc, text_of, tidy_docs},
};
use crate::spec::{Root, Schema, Specs, child, items, word};

/// Shapes the generated client in `file`, and returns the file with what decodes its types.
pub fn shape(file: &mut File, specs: &Specs) -> Result<File> {
    let mut objects = Vec::new();
    file.items.retain(is_kept);
    let modules = file.items.iter_mut().filter_map(|item| match item {
        Item::Mod(module) => Some((module.ident == "types", &mut module.content.as_mut()?.1)),
        _ => None,
    });
    for (is_types, items) in modules {
        if is_types {
            objects = shape_types(items, specs)?;
        } else {
            split_send(items)?;
        }
    }
    file.items.insert(0, parse_quote! { use crate::Client; });
    // A body is given as its type, since types have no builders.
    rename_paths(file, &["types", "builder"], &["types"]);
    rename_paths(
        file,
        &["progenitor_client", "QueryParam", "new"],
        &["crate", "client", "query"],
    );
    tidy_docs(file);
    Ok(parse_quote! {
        use super::client::types::*;
        use crate::wire::{Decode, Extra, Object, impl_object};
        #(#objects)*
    })
}

/// Whether an item is more than the client itself, which is written by hand: an import, a module or the operations.
fn is_kept(item: &Item) -> bool {
    match item {
        Item::Use(_) => true,
        Item::Mod(module) => module.ident != "prelude",
        Item::Impl(block) => block.trait_.is_none() && !has_method(block, "new_with_client"),
        _ => false,
    }
}

/// Shapes the types, and returns what decodes those with fields.
fn shape_types(items: &mut Vec<Item>, specs: &Specs) -> Result<Vec<Item>> {
    // Nobody builds a response field by field, and these builders are three quarters of the code.
    items.retain(|item| match item {
        Item::Mod(module) => module.ident != "builder",
        Item::Impl(block) => !has_method(block, "builder"),
        _ => true,
    });
    let names = items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        _ => None,
    });
    let names: BTreeSet<_> = names.collect();
    let mut decoding = Vec::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(item) => {
                shape_struct(item, specs, &names);
                decoding.push(decoding_of(item)?);
            }
            Item::Enum(item) => shape_enum(item, specs),
            _ => {}
        }
    }
    items.push(parse_quote! { pub use super::super::open_enums::*; });
    let names = names.iter().map(|name| format_ident!("{name}"));
    decoding.push(parse_quote! { impl_object!(#(#names),*); });
    Ok(decoding)
}

fn has_method(block: &ItemImpl, name: &str) -> bool {
    let is_it = |item: &ImplItem| matches!(item, ImplItem::Fn(method) if method.sig.ident == name);
    block.items.iter().any(is_it)
}

/// A closed set of values to send. It is closed today, and may grow with the spec.
fn shape_enum(item: &mut ItemEnum, specs: &Specs) {
    item.attrs.push(json_schema());
    item.attrs.push(parse_quote! { #[non_exhaustive] });
    let schema = specs.at(&child("/components/schemas", &item.ident.to_string()));
    let texts = schema
        .into_iter()
        .flat_map(|schema| items(&schema["x-enum-descriptions"]));
    for (variant, text) in item.variants.iter_mut().zip(texts) {
        set_doc(&mut variant.attrs, word(text));
    }
}

fn json_schema() -> Attribute {
    parse_quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))] }
}

fn shape_struct(item: &mut ItemStruct, specs: &Specs, objects: &BTreeSet<String>) {
    // Not `Deserialize`; and `Default`, since every field is optional and `#[non_exhaustive]` leaves no other way in.
    item.attrs = vec![
        parse_quote! { #[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize)] },
        json_schema(),
        parse_quote! { #[non_exhaustive] },
    ];
    let name = item.ident.to_string();
    let pointer = child("/components/schemas", &name);
    let file = specs.holder(&pointer).map_or("", |document| &document.name);
    let schema = Schema::new(specs, pointer.as_str(), specs.at(&pointer).unwrap_or(&Value::Null));
    let text = format!("{}\n\nSchema `{name}` of `openapi/{file}`.", schema.description());
    set_doc(&mut item.attrs, &text);
    let properties: HashMap<_, _> = schema.properties().collect();
    for field in &mut item.fields {
        let key = json_key(field);
        let text = match properties.get(key.as_str()) {
            Some(property) => format!("{}\n\nField `{key}`.", property.description()),
            None => {
                field.ty = parse_quote! { crate::wire::Extra };
                "Unknown fields, as they were sent.".to_owned()
            }
        };
        set_doc(&mut field.attrs, &text);
        shrink(&mut field.ty, objects);
        // Of the keys of an open map, few occur at once.
        if schema.value["x-open-map"] == true && !is_extra(field) {
            box_content(&mut field.ty);
        }
    }
}

/// JSON key of a field, which is in `#[serde(rename = "..")]` where it is not the name of the field.
fn json_key(field: &Field) -> String {
    let is_serde = |attribute: &&Attribute| attribute.path().is_ident("serde");
    let parse = |attribute: &Attribute| attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let mut metas = field.attrs.iter().filter(is_serde).flat_map(parse).flatten();
    let renamed = metas.find_map(|meta| text_of(&meta, "rename"));
    renamed.unwrap_or_else(|| field.ident.as_ref().map(ToString::to_string).unwrap_or_default())
}

/// Makes an absent field small, as most fields of a response are, and a string in it share the body.
fn shrink(ty: &mut Type, objects: &BTreeSet<String>) {
    let Some(inner) = content(ty) else { return };
    let name = match &*inner {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    };
    match name {
        Some(name) if name == "String" => *inner = parse_quote! { crate::wire::Text },
        Some(name) if name == "OneOrMany" || objects.contains(&name) => box_content(ty),
        _ => {}
    }
}

/// `Option<T>` becomes `Option<Box<T>>`.
fn box_content(ty: &mut Type) {
    if let Some(inner) = content(ty) {
        *inner = parse_quote! { ::std::boxed::Box<#inner> };
    }
}

/// The type in an `Option`.
fn content(ty: &mut Type) -> Option<&mut Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last_mut().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return None;
    };
    match arguments.args.first_mut()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// Implements `Object`: the field of each key.
fn decoding_of(item: &ItemStruct) -> Result<Item> {
    let name = &item.ident;
    let expected = format!("struct {name}");
    let Fields::Named(fields) = &item.fields else {
        bail!("schema {name} is neither an object nor an enumeration: write it where it is used");
    };
    let (extra, known): (Vec<_>, Vec<_>) = fields.named.iter().partition(|field| is_extra(field));
    let [Field { ident: extra, .. }] = extra[..] else {
        bail!("schema {name} keeps no unknown fields: give it `additionalProperties: {{}}`");
    };
    let keys = known.iter().map(|field| json_key(field));
    let fields = known.iter().map(|field| &field.ident);
    Ok(parse_quote! {
        impl Object for #name {
            fn expected(&self) -> &'static str {
                #expected
            }

            fn field(&mut self, key: &str) -> Option<&mut dyn Decode> {
                Some(match key {
                    #(#keys => &mut self.#fields,)*
                    _ => return None,
                })
            }

            fn extra(&mut self) -> &mut Extra {
                &mut self.#extra
            }
        }
    })
}

fn is_extra(field: &Field) -> bool {
    matches!(&field.ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Extra"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_cannot_be_decoded_is_an_error() {
        for (item, expected) in [
            (
                "pub struct Size(pub String);",
                "schema Size is neither an object nor an enumeration: write it where it is used",
            ),
            (
                "pub struct Size { pub width: Option<i64> }",
                "schema Size keeps no unknown fields: give it `additionalProperties: {}`",
            ),
        ] {
            let error = decoding_of(&syn::parse_str(item).unwrap()).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
