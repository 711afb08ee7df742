//! The reference page: one file that needs nothing else, not even a script, to be read.

mod examples;
mod model;
mod prose;
mod sources;
mod tree;

use anyhow::{Context, Result};
use data_encoding::BASE64;
use hmac_sha256::Hash;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde_json::Value;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// The templates, each by the name under which others include it.
const TEMPLATES: [(&str, &str); 5] = [
    ("page.html", include_str!("page.html")),
    ("operation.html", include_str!("operation.html")),
    ("field.html", include_str!("field.html")),
    ("pieces.html", include_str!("pieces.html")),
    ("deviations.html", include_str!("deviations.html")),
];

/// The page for a published document.
pub fn render(document: &Value) -> Result<String> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    // The two that are used of minijinja's own, of which there are many, all to be compiled.
    templates.add_filter("capitalize", prose::capitalized);
    templates.add_filter("length", |list: minijinja::Value| list.len());
    templates.add_filter("prose", prose::html);
    for (name, source) in TEMPLATES {
        templates
            .add_template(name, source)
            .with_context(|| format!("the page's template {name} is not valid"))?;
    }
    let html = templates.get_template("page.html")?.render(context! {
        page => minijinja::Value::from(minijinja::value::Serde(model::Page::new(document))),
        policy => policy(),
        // Their text goes between tags that know no escapes.
        style => minijinja::Value::from_safe_string(STYLE.to_owned()),
        script => minijinja::Value::from_safe_string(SCRIPT.to_owned()),
    });
    Ok(tidy(&html.context("cannot render the reference page")?))
}

/// Nothing is loaded from anywhere; the one style and the one script are allowed by what they hold.
fn policy() -> String {
    let digest = |text: &str| BASE64.encode(&Hash::hash(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT),
    )
}

/// Templates leave indentation and empty lines behind, which only weigh. Preformatted text and the script keep theirs.
fn tidy(html: &str) -> String {
    let mut tidy = String::with_capacity(html.len());
    let mut kept_until = None;
    for line in html.lines() {
        if let Some(end) = kept_until {
            tidy.push_str(line);
            tidy.push('\n');
            if line.contains(end) {
                kept_until = None;
            }
            continue;
        }
        let line = line.trim_start();
        if line.trim_end().is_empty() {
            continue;
        }
        for (start, end) in [("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>")] {
            if line.rfind(start) > line.rfind(end) {
                kept_until = Some(end);
            }
        }
        tidy.push_str(line.trim_end());
        tidy.push('\n');
    }
    tidy
}
