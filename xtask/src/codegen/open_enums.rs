//! Enumerations that keep values not listed in the specs.

use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::spec::{Bundle, open_enum_variants, word};

/// One `open_enum!` for each schema that lists extensible values.
///
/// It is written as text, since prettyplease does not format the inside of a macro.
pub fn file(bundle: &Bundle) -> Result<String> {
    let mut text = String::new();
    for (name, schema) in open(bundle) {
        writeln!(text, "crate::wire::open_enum! {{")?;
        write_doc(&mut text, &schema["description"])?;
        writeln!(text, "    ///\n    /// Schema `{name}`.\n    {name} {{")?;
        for (index, (variant, value)) in open_enum_variants(schema).into_iter().enumerate() {
            write!(text, "    ")?;
            write_doc(&mut text, &schema["x-enum-descriptions"][index])?;
            writeln!(text, "        {variant} = {value:?},")?;
        }
        writeln!(text, "    }}\n}}\n")?;
    }
    syn::parse_file(&text).context("the open enums are not valid Rust")?;
    Ok(text.trim_end().to_owned() + "\n")
}

/// A macro that hands the names of all open enums to another, for tests.
pub fn names(bundle: &Bundle) -> String {
    let names = open(bundle).map(|(name, _)| format!("            {name}\n"));
    format!(
        "/// Hands the names of all open enums to a macro.\nmacro_rules! all_open_enums {{\n    \
         ($given:ident) => {{\n        $given! {{\n{}        }}\n    }};\n}}\n\npub(crate) use all_open_enums;\n",
        names.collect::<String>()
    )
}

fn open(bundle: &Bundle) -> impl Iterator<Item = (&str, &Value)> {
    bundle
        .schemas()
        .filter(|(_, schema)| schema.get("x-extensible-enum").is_some())
}

fn write_doc(text: &mut String, description: &Value) -> std::fmt::Result {
    writeln!(
        text,
        "    /// {}",
        word(description).lines().collect::<Vec<_>>().join(" ")
    )
}
