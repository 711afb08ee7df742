//! Examples of what a page does not show: the values of parameters, and a program.

use std::collections::BTreeSet;

use heck::{ToKebabCase, ToSnakeCase};
use serde_json::Value;

use super::{
    contract::Writer,
    known::example,
    page::{Body, Page},
};
use crate::spec::{Schema, word};

impl Writer<'_> {
    /// A program that makes the call.
    pub(super) fn sample(&self, page: &Page) -> String {
        let mut call = format!("api.{}().project_id(project.as_str())", page.id.to_snake_case());
        for parameter in &page.parameters {
            if parameter["required"] == true && parameter["name"] != "project_id" {
                let setter = word(&parameter["name"]).to_snake_case();
                call += &format!(".{setter}({})", self.value_of(page, parameter));
            }
        }
        let (mut import, mut body) = ("Client", String::new());
        if let Some(Body { root, .. }) = &page.request {
            import = "{Client, raw::types}";
            body = format!("    let body = types::{}::default();\n", self.shapes.0[*root].name);
            call += ".body(body.clone())";
        }
        format!(
            "use modelarts::{import};\n\n#[tokio::main]\nasync fn main() -> Result<(), modelarts::Error> {{\n    \
             let client = Client::builder().region(\"cn-north-4\").build().await?;\n{body}    \
             let answer = client.call(|api, project| {call}).await?;\n    println!(\"{{answer:?}}\");\n    Ok(())\n}}\n"
        )
    }

    /// The value of a parameter in an example of the page, else its default or a listed one, else one made of its name.
    pub(super) fn value_of(&self, page: &Page, parameter: &Value) -> Value {
        let name = word(&parameter["name"]);
        let schema = self.schema(&parameter["schema"], page.number);
        let made = example(&Schema::new(&self.types, "", &schema), &mut BTreeSet::new()).unwrap_or_default();
        let shown = page.shown.get(name).map(String::as_str);
        match (&made, shown) {
            (Value::String(_), Some(text)) => text.into(),
            (Value::Number(_) | Value::Bool(_), Some(text)) => {
                let is_alike =
                    |shown: &Value| shown.is_i64() == made.is_i64() && shown.is_boolean() == made.is_boolean();
                serde_json::from_str(text).ok().filter(is_alike).unwrap_or(made)
            }
            (Value::String(text), None) if text == "string" => name.to_kebab_case().into(),
            _ => made,
        }
    }
}
