//! What progenitor's client is made into: types that grow without breaking anyone, no code nobody needs, no panic,
//! and documentation that names where each thing comes from.

use std::collections::BTreeSet;

use anyhow::Result;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::{
    Attribute, Field, Fields, File, GenericArgument, ImplItem, Item, ItemEnum, ItemImpl, ItemStruct, LitStr, Meta,
    Path, PathArguments, Token, Type, parse_quote, punctuated::Punctuated,
};

use super::{
    halves,
    objects::{Object, Objects},
    syntax::{json_schema, set_doc, tidy_docs},
    url,
};
use crate::spec::{Specs, child};

/// The field that keeps what the specs do not name.
const EXTRA: &str = "extra";

/// Shapes the generated client, and returns the objects in it, which are read and written by code of their own.
pub fn shape(file: &mut File, specs: &Specs) -> Result<Objects> {
    let mut objects = Objects::default();
    // The crate's own root is where users look.
    file.items
        .retain(|item| !matches!(item, Item::Mod(module) if module.ident == "prelude"));
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                if let Some((_, items)) = &mut module.content {
                    objects = shape_types(items, specs);
                }
            }
            Item::Mod(module) if module.ident == "builder" => {
                if let Some((_, items)) = &mut module.content {
                    halves::part(items)?;
                }
            }
            Item::Struct(client) if client.ident == "Client" => url::keep_base(client)?,
            Item::Impl(block) if self_type(block) == "Client" => {
                // It panics where no TLS backend can be set up; the crate has a constructor that returns an error.
                remove_method(block, "new");
                if has_method(block, "new_with_client") {
                    url::read_base(block)?;
                }
            }
            _ => {}
        }
    }
    tidy_docs(file);
    Ok(objects)
}

fn shape_types(items: &mut Vec<Item>, specs: &Specs) -> Objects {
    // Nobody composes a response field by field, and the builders are three quarters of the code.
    items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "builder"));
    let names = items.iter().filter_map(|item| match item {
        Item::Struct(item) if is_object(item) => Some(item.ident.to_string()),
        _ => None,
    });
    let names: BTreeSet<_> = names.collect();
    let mut objects = Objects::default();
    for item in items.iter_mut() {
        match item {
            Item::Impl(block) => remove_method(block, "builder"),
            Item::Struct(item) => {
                shape_struct(item, specs);
                if is_object(item) {
                    objects.with_fields.push(take_over(item, &names));
                } else {
                    objects.maps.push(item.ident.to_string());
                }
            }
            Item::Enum(item) => shape_enum(item, specs),
            _ => {}
        }
    }
    items.retain(|item| !matches!(item, Item::Impl(block) if is_idle(block)));
    items.push(parse_quote! { pub use super::super::open_enums::*; });
    objects
}

/// Whether a struct stands for an object with fields; one without is a map under another name.
fn is_object(item: &ItemStruct) -> bool {
    matches!(item.fields, Fields::Named(_))
}

/// Takes reading and writing away from serde's derives: `object!` does it. What they were told of the fields stays with
/// schemars, which reads the same words.
fn take_over(item: &mut ItemStruct, objects: &BTreeSet<String>) -> Object {
    for attribute in item
        .attrs
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        let is_kept = |path: &Path| path.segments.first().is_none_or(|segment| segment.ident != "serde");
        let derives = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        let kept = derives.into_iter().flatten().filter(is_kept);
        *attribute = parse_quote! { #[derive(#(#kept),*)] };
    }
    let mut fields = Vec::new();
    for field in &mut item.fields {
        let (key, name) = (
            wire_name(field),
            field.ident.as_ref().map(ToString::to_string).unwrap_or_default(),
        );
        field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        if name == EXTRA {
            field.attrs.push(json_schema(quote! { schemars(flatten) }));
            field.ty = parse_quote! { crate::wire::Extra };
            continue;
        }
        if name != key {
            field.attrs.push(json_schema(quote! { schemars(rename = #key) }));
        }
        make_small(&mut field.ty, objects);
        fields.push((key, name));
    }
    Object {
        name: item.ident.to_string(),
        fields,
    }
}

/// Makes the room that an absent field takes small, since most of what the specs allow is absent from most responses:
/// `Option<Object>` becomes `Option<Box<Object>>`, and `Option<String>` becomes `Option<Box<str>>`.
fn make_small(ty: &mut Type, objects: &BTreeSet<String>) {
    let Type::Path(path) = ty else { return };
    let arguments = path.path.segments.last_mut().map(|last| &mut last.arguments);
    let Some(PathArguments::AngleBracketed(arguments)) = arguments else {
        return;
    };
    let Some(GenericArgument::Type(inner)) = arguments.args.first_mut() else {
        return;
    };
    let name = inner.to_token_stream().to_string().replace(' ', "");
    if objects.contains(&name) {
        *inner = parse_quote! { ::std::boxed::Box<#inner> };
    } else if name == "::std::string::String" {
        *inner = parse_quote! { ::std::boxed::Box<str> };
    }
}

/// An empty block, or `impl From<&T> for T`, which is a clone under another name.
fn is_idle(block: &ItemImpl) -> bool {
    let Some((path, _)) = &block.trait_ else {
        return block.items.is_empty();
    };
    let path = path.to_token_stream().to_string().replace(' ', "");
    path.ends_with("From<&Self>") || path.ends_with(&format!("From<&{}>", self_type(block)))
}

fn self_type(block: &ItemImpl) -> String {
    block.self_ty.to_token_stream().to_string()
}

fn has_method(block: &ItemImpl, name: &str) -> bool {
    let is_it = |item: &ImplItem| matches!(item, ImplItem::Fn(method) if method.sig.ident == name);
    block.items.iter().any(is_it)
}

fn remove_method(block: &mut ItemImpl, name: &str) {
    if block.trait_.is_none() {
        block
            .items
            .retain(|item| !matches!(item, ImplItem::Fn(method) if method.sig.ident == name));
    }
}

/// A closed set of what may be sent: it is closed today, and may grow with the spec.
fn shape_enum(item: &mut ItemEnum, specs: &Specs) {
    item.attrs.push(json_schema(quote! { derive(::schemars::JsonSchema) }));
    item.attrs.push(parse_quote! { #[non_exhaustive] });
    let pointer = child("/components/schemas", &item.ident.to_string());
    let schema = specs.at(&pointer);
    let texts = schema.and_then(|schema| schema["x-enum-descriptions"].as_array());
    for (variant, text) in item.variants.iter_mut().zip(texts.into_iter().flatten()) {
        set_doc(&mut variant.attrs, text.as_str().unwrap_or_default());
    }
}

fn shape_struct(item: &mut ItemStruct, specs: &Specs) {
    derive_default(&mut item.attrs);
    item.attrs.push(json_schema(quote! { derive(::schemars::JsonSchema) }));
    item.attrs.push(parse_quote! { #[non_exhaustive] });
    let name = item.ident.to_string();
    let pointer = child("/components/schemas", &name);
    let owner = specs
        .documents
        .iter()
        .find_map(|document| Some((document, document.value.pointer(&pointer)?)));
    let Some((document, schema)) = owner else {
        return;
    };
    let text = schema["description"].as_str().unwrap_or_default();
    set_doc(
        &mut item.attrs,
        &format!("{text}\n\nSchema `{name}` of `openapi/{}`.", document.name),
    );
    for field in &mut item.fields {
        let wire = wire_name(field);
        let text = match schema["properties"].get(&wire) {
            Some(property) => format!("{}\n\nField `{wire}`.", description(property, specs)),
            None => "Fields that the specs do not name, kept as they came.".to_owned(),
        };
        set_doc(&mut field.attrs, &text);
    }
}

/// Every field may be absent, so the empty value is a legal one; and with `#[non_exhaustive]` it is the only way in.
fn derive_default(attrs: &mut [Attribute]) {
    for attribute in attrs.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        if let Meta::List(list) = &mut attribute.meta {
            let derives = &list.tokens;
            list.tokens = quote! { #derives, Default };
        }
    }
}

/// A property's own description, else that of the schema it refers to.
fn description<'a>(property: &'a Value, specs: &'a Specs) -> &'a str {
    let own = property["description"].as_str();
    let referred = || specs.target(property)?["description"].as_str();
    own.or_else(referred).unwrap_or_default()
}

/// The name of a field in JSON, which serde's `rename` gives where it differs from Rust's.
fn wire_name(field: &Field) -> String {
    let mut name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // `flatten` has no value to parse; every key that has one is read, only `rename` is kept.
        let parsed = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let text: LitStr = value.parse()?;
                if meta.path.is_ident("rename") {
                    name = text.value();
                }
            }
            Ok(())
        });
        debug_assert!(
            parsed.is_ok(),
            "serde attributes of the generator hold strings or nothing"
        );
    }
    name
}
