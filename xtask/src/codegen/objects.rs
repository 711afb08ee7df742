//! How objects are read and written: which key belongs to which field.

use std::fmt::Write;

use anyhow::{Context, Result};

/// The schemas that are objects.
#[derive(Default)]
pub struct Objects {
    /// Those that name fields.
    pub with_fields: Vec<Object>,
    /// The Rust types of those that name none.
    pub maps: Vec<String>,
}

/// A schema that is an object with fields.
pub struct Object {
    /// The Rust type.
    pub name: String,
    /// Each key in JSON, with the field that it is read into.
    pub fields: Vec<(String, String)>,
}

/// One `object!` for each schema that names fields.
///
/// It is written as text: no printer of syntax trees lays out what stands inside a macro.
pub fn file(objects: &Objects) -> Result<String> {
    let mut text = "use super::client::types::*;\n".to_owned();
    for Object { name, fields } in &objects.with_fields {
        writeln!(text, "\ncrate::wire::object! {{\n    {name} {{")?;
        for (key, field) in fields {
            writeln!(text, "        {key:?} => {field},")?;
        }
        writeln!(text, "    }}\n}}")?;
    }
    for name in &objects.maps {
        writeln!(text, "\ncrate::wire::as_deserialize_says!({name});")?;
    }
    syn::parse_file(&text).context("the objects are not valid Rust")?;
    Ok(text)
}
