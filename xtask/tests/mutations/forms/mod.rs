//! Writing a document in each form, as the real pages have it. Nothing here knows how pages are read.

mod flattened;
mod html;
mod rst;

use docpages::Form;
use serde_json::Value;

use crate::mutations::{compose::Doc, style::Style};

pub(crate) fn render(doc: &Doc, style: &Style, form: Form) -> String {
    let text = match form {
        Form::Rst => rst::render(doc, style),
        Form::Html => html::render(doc, style),
        Form::Compact | Form::Row | Form::PadPipe | Form::Caption => flattened::render(doc, style, form),
    };
    if style.windows_lines {
        text.replace('\n', "\r\n")
    } else {
        text
    }
}

/// JSON as the vendor prints it: a blank before each colon, and brackets of one list on one line.
fn json(value: &Value, indent: usize) -> String {
    fn write(value: &Value, indent: usize, depth: usize, out: &mut String) {
        let line = |depth: usize| format!("\n{}", " ".repeat(depth * indent));
        match value {
            Value::Object(object) if !object.is_empty() => {
                out.push('{');
                for (index, (key, value)) in object.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    out.push_str(&line(depth + 1));
                    out.push_str(&format!("{} : ", Value::from(key.as_str())));
                    write(value, indent, depth + 1, out);
                }
                out.push_str(&line(depth));
                out.push('}');
            }
            Value::Object(_) => out.push_str("{ }"),
            Value::Array(items) => {
                out.push_str("[ ");
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    write(item, indent, depth, out);
                }
                out.push_str(" ]");
            }
            scalar => out.push_str(&scalar.to_string()),
        }
    }
    let mut out = String::new();
    write(value, indent, 0, &mut out);
    out
}
