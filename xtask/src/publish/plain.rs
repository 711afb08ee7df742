//! Text files from templates.

use anyhow::{Context, Result};
use minijinja::{AutoEscape, Environment, syntax::SyntaxConfig, value::Serde};
use serde_json::Value;

const TEMPLATES: [(&str, &str); 8] = [
    ("README.md", include_str!("plain/README.md.j2")),
    ("curl.sh", include_str!("plain/curl.sh")),
    ("go.go", include_str!("plain/go.go")),
    ("package.json", include_str!("plain/package.json")),
    ("pyproject.toml", include_str!("plain/pyproject.toml")),
    ("python.py", include_str!("plain/python.py")),
    ("samples.md", include_str!("plain/samples.md.j2")),
    ("typescript.ts", include_str!("plain/typescript.ts")),
];

/// The text of a template.
pub fn render(name: &str, context: &Value) -> Result<String> {
    let templates = environment(&TEMPLATES, AutoEscape::None)?;
    let text = templates
        .get_template(name)?
        .render(minijinja::Value::from(Serde(context)));
    text.with_context(|| format!("the template {name} is invalid"))
}

/// Templates, each by the name under which others include it. Those of plain text keep their last newline.
pub fn environment(templates: &[(&'static str, &'static str)], escape: AutoEscape) -> Result<Environment<'static>> {
    let is_text = escape == AutoEscape::None;
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(move |_| escape.clone());
    let mut syntax = SyntaxConfig::builder();
    syntax
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(is_text);
    environment.set_syntax(syntax.build()?);
    for (name, source) in templates {
        let added = environment.add_template(name, source);
        added.with_context(|| format!("the template {name} is invalid"))?;
    }
    Ok(environment)
}
