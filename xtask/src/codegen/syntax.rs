//! Helpers for syntax trees: printing, modules, documentation.

use quote::{ToTokens, format_ident};
use syn::{
    Attribute, Expr, ExprLit, File, ImplItemFn, Item, Lit, Meta, Path, PathSegment, parse_quote,
    visit_mut::{VisitMut, visit_expr_mut, visit_impl_item_fn_mut, visit_path_mut},
};

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

/// Puts the segments `to` in place of `from` at the start of every path.
pub fn rename_paths(file: &mut File, from: &[&str], to: &[&str]) {
    RenamePaths { from, to }.visit_file_mut(file);
}

struct RenamePaths<'a> {
    from: &'a [&'a str],
    to: &'a [&'a str],
}

impl VisitMut for RenamePaths<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        let starts_so = self
            .from
            .iter()
            .zip(&path.segments)
            .filter(|(name, segment)| segment.ident == name)
            .count();
        if starts_so == self.from.len() {
            let rest = path.segments.iter().skip(self.from.len()).cloned();
            let new = self.to.iter().map(|name| PathSegment::from(format_ident!("{name}")));
            path.segments = new.chain(rest).collect();
        }
        visit_path_mut(self, path);
    }
}

/// Mends mocks of a query with several values, whose code does not compile: one pair for each value.
pub fn mock_each_value(file: &mut File) {
    EachValue { is_list: false }.visit_file_mut(file);
}

struct EachValue {
    is_list: bool,
}

impl VisitMut for EachValue {
    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        self.is_list = method.sig.to_token_stream().to_string().contains(":: vec :: Vec <");
        visit_impl_item_fn_mut(self, method);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::MethodCall(call) = expr
            && self.is_list
            && call.method == "query_param"
        {
            let (when, pair) = (&call.receiver, &call.args);
            *expr = parse_quote! { value.iter().fold(#when, |when, value| when.query_param(#pair)) };
        } else {
            visit_expr_mut(self, expr);
        }
    }
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
