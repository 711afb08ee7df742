//! The reference page: one file that needs nothing else, not even a script, to be read.

mod model;
mod text;

use anyhow::{Context, Result};
use data_encoding::BASE64;
use hmac_sha256::Hash;
use minijinja::{AutoEscape, context, value::Serde};
use serde_json::Value;

use super::plain::environment;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

const TEMPLATES: [(&str, &str); 4] = [
    ("page.html", include_str!("page.html")),
    ("operation.html", include_str!("operation.html")),
    ("field.html", include_str!("field.html")),
    ("pieces.html", include_str!("pieces.html")),
];

/// The page for a published document.
pub fn render(document: &Value) -> Result<String> {
    let mut templates = environment(&TEMPLATES, AutoEscape::Html)?;
    templates.add_filter("prose", text::prose);
    // These two stand in for minijinja's own filters, which would all be compiled.
    templates.add_filter("length", |list: minijinja::Value| list.len().unwrap_or_default());
    templates.add_filter("safe", minijinja::Value::from_safe_string);
    let html = templates.get_template("page.html")?.render(context! {
        page => minijinja::Value::from(Serde(model::page(document))),
        document => minijinja::Value::from(Serde(document)),
        policy => policy(),
        // Between their tags nothing is escaped.
        style => minijinja::Value::from_safe_string(STYLE.to_owned()),
        script => minijinja::Value::from_safe_string(SCRIPT.to_owned()),
    });
    html.context("cannot render the reference page")
}

/// Nothing is loaded from anywhere; the one style and the one script are allowed by their digests.
fn policy() -> String {
    let digest = |text: &str| BASE64.encode(&Hash::hash(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT),
    )
}
