//! Helpers for syntax trees: printing, modules, documentation.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, File, Item, Lit, parse_quote, visit_mut::VisitMut};

/// Formats a file, by prettyplease alone, since its output does not depend on a toolchain.
pub fn print(file: &File) -> String {
    prettyplease::unparse(file)
}

/// The items of a top-level module.
pub fn module<'a>(file: &'a File, name: &str) -> Option<&'a [Item]> {
    file.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => Some(module.content.as_ref()?.1.as_slice()),
        _ => None,
    })
}

/// Documentation of a new item: an attribute a line, which is printed as `///`.
pub fn doc(text: &str) -> Vec<TokenStream> {
    attributes(text).iter().map(ToTokens::to_token_stream).collect()
}

/// Replaces the documentation in `attrs`.
pub fn set_doc(attrs: &mut Vec<Attribute>, text: &str) {
    attrs.retain(|attribute| !attribute.path().is_ident("doc"));
    attrs.splice(0..0, attributes(text));
}

fn attributes(text: &str) -> Vec<Attribute> {
    text.trim().lines().map(doc_line).collect()
}

fn doc_line(line: &str) -> Attribute {
    let line = line.trim_end();
    // The space after `///` is part of the attribute.
    let line = if line.is_empty() || line.starts_with(' ') {
        line.to_owned()
    } else {
        format!(" {line}")
    };
    parse_quote! { #[doc = #line] }
}

/// Splits documentation into an attribute a line, and drops samples, which nothing compiles.
pub fn tidy_docs(file: &mut File) {
    TidyDocs.visit_file_mut(file);
}

struct TidyDocs;

impl VisitMut for TidyDocs {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        let mut tidy = Vec::new();
        let mut in_sample = false;
        for attribute in attrs.drain(..) {
            let Some(text) = doc_text(&attribute) else {
                tidy.push(attribute);
                continue;
            };
            // Not `lines`: an empty text is a blank line.
            for line in text.split('\n') {
                if line.trim_start().starts_with("```") {
                    in_sample = !in_sample;
                } else if !in_sample {
                    let mut split = doc_line(line);
                    split.style = attribute.style;
                    tidy.push(split);
                }
            }
        }
        *attrs = tidy;
    }
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    let meta = attribute.meta.require_name_value().ok()?;
    match (&meta.value, meta.path.is_ident("doc")) {
        (Expr::Lit(literal), true) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
