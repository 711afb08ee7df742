//! Helpers for syntax trees: printing, modules, documentation.

use syn::{Attribute, Expr, ExprLit, File, Item, Lit, Meta, parse_quote, visit_mut::VisitMut};

/// Formats a file, by prettyplease alone, since its output does not depend on a toolchain.
pub fn print(file: &File) -> String {
    prettyplease::unparse(file)
}

/// The items of a top-level module.
pub fn module<'a>(file: &'a File, name: &str) -> &'a [Item] {
    let items = file.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => Some(module.content.as_ref()?.1.as_slice()),
        _ => None,
    });
    items.unwrap_or_default()
}

/// The text of a meta item such as `doc = ".."`.
pub fn text_of(meta: &Meta, name: &str) -> Option<String> {
    let meta = meta.require_name_value().ok().filter(|meta| meta.path.is_ident(name))?;
    match &meta.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// Documentation of a new item: an attribute a line, which is printed as `///`.
pub fn doc(text: &str) -> Vec<Attribute> {
    text.trim().lines().map(doc_line).collect()
}

/// Replaces the documentation in `attrs`.
pub fn set_doc(attrs: &mut Vec<Attribute>, text: &str) {
    attrs.retain(|attribute| !attribute.path().is_ident("doc"));
    attrs.splice(0..0, doc(text));
}

fn doc_line(line: &str) -> Attribute {
    let line = line.trim_end();
    // The space after `///` is part of the attribute.
    let space = if line.is_empty() || line.starts_with(' ') {
        ""
    } else {
        " "
    };
    let line = format!("{space}{line}");
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
            let Some(text) = text_of(&attribute.meta, "doc") else {
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
