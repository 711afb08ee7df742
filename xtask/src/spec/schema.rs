//! Typed view of a schema.

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{
    document::child,
    reference::{self, Root, component_name},
    walk::{entries, items, word},
};

/// The unions of types that `modelarts-api` reads by hand-written types, by component name.
pub const WIRE_UNIONS: [&str; 2] = ["IntOrString", "StringOrInt"];

/// A schema, its place, and the root in which its references are looked up.
#[derive(Clone)]
pub struct Schema<'a> {
    root: &'a dyn Root,
    /// JSON pointer of the schema.
    pub pointer: String,
    /// The schema as it is written.
    pub value: &'a Value,
}

impl<'a> Schema<'a> {
    /// A view of `value`, which stands at `pointer`.
    pub fn new(root: &'a dyn Root, pointer: impl Into<String>, value: &'a Value) -> Self {
        Self {
            root,
            pointer: pointer.into(),
            value,
        }
    }

    /// The schema at a pointer.
    pub fn at(root: &'a dyn Root, pointer: impl Into<String>) -> Option<Self> {
        let pointer = pointer.into();
        let value = root.at(&pointer)?;
        Some(Self { root, pointer, value })
    }

    /// The component of that name.
    pub fn component(root: &'a dyn Root, name: &str) -> Option<Self> {
        Self::at(root, child("/components/schemas", name))
    }

    /// Name of the component, if the schema is one.
    pub fn name(&self) -> Option<&str> {
        component_name(&self.pointer)
    }

    /// The schema at the end of its references.
    pub fn resolved(&self) -> Self {
        let end = reference::targets(self.root, self.value).pop();
        end.map_or_else(|| self.clone(), |(pointer, value)| Self::new(self.root, pointer, value))
    }

    /// Value of a keyword, of the schema itself or of the nearest schema that it refers to.
    pub fn keyword(&self, key: &str) -> Option<&'a Value> {
        let targets = reference::targets(self.root, self.value).into_iter();
        let mut values = std::iter::once(self.value).chain(targets.map(|(_, value)| value));
        values.find_map(|value| value.get(key))
    }

    /// Description, of the schema itself or of the nearest schema that it refers to.
    pub fn description(&self) -> &'a str {
        self.keyword("description").map_or("", word)
    }

    /// Value of `type`. References are followed.
    pub fn kind(&self) -> Option<&'a str> {
        reference::resolve(self.root, self.value)["type"].as_str()
    }

    /// Whether null is among the values.
    pub fn is_nullable(&self) -> bool {
        self.keyword("nullable").is_some_and(|value| *value == true)
    }

    /// The fields of an object, in their order. References are followed.
    pub fn properties(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let object = self.resolved();
        entries(&object.value["properties"]).map(move |(name, value)| {
            let pointer = child(&child(&object.pointer, "properties"), name);
            (name, Self::new(object.root, pointer, value))
        })
    }

    /// The field that describes a key, in this spelling or in another.
    pub fn property(&self, key: &str) -> Option<Self> {
        let spelled_so = |field: &Self| other_spellings(field.value).any(|spelling| spelling == key);
        let exact = self.properties().find(|(name, _)| *name == key);
        let found = exact.or_else(|| self.properties().find(|(_, field)| spelled_so(field)));
        found.map(|(_, field)| field)
    }

    /// Whether a field of an object is always there.
    pub fn is_required(&self, name: &str) -> bool {
        items(&reference::resolve(self.root, self.value)["required"]).any(|known| known == name)
    }

    /// The elements of an array. References are followed.
    pub fn items(&self) -> Option<Self> {
        self.resolved().child("items")
    }

    /// The alternatives of a union, which is empty for any other schema.
    pub fn alternatives(&self) -> Vec<Self> {
        let union = self.resolved();
        let lists = ["anyOf", "oneOf"].into_iter().filter_map(|key| union.child(key));
        let parts = lists.flat_map(|list| {
            let values = items(list.value).enumerate();
            values.map(move |(index, value)| Self::new(list.root, format!("{}/{index}", list.pointer), value))
        });
        parts.collect()
    }

    /// Whether unlisted values may occur.
    pub fn is_open(&self) -> bool {
        self.keyword("x-extensible-enum").is_some()
    }

    /// The values that are listed, each with its name and its meaning: those of an open or a closed enumeration, or the
    /// flags of a bit mask.
    pub fn listed(&self) -> Vec<(&'a str, &'a Value, &'a Value)> {
        let own = reference::resolve(self.root, self.value);
        let is_list = |key: &&str| own[*key].is_array();
        let Some(key) = ["x-extensible-enum", "enum"].into_iter().find(is_list) else {
            let flags = entries(&own["x-bit-flags"]);
            return flags
                .map(|(name, flag)| (name, &flag["value"], &flag["description"]))
                .collect();
        };
        let values = items(&own[key]).enumerate().map(|(index, value)| {
            let name = own["x-enum-varnames"][index].as_str().unwrap_or(word(value));
            (name, value, &own["x-enum-descriptions"][index])
        });
        values.collect()
    }

    /// The values that are listed.
    pub fn known_values(&self) -> Vec<&'a Value> {
        self.listed().into_iter().map(|(_, value, _)| value).collect()
    }

    /// The type in words: `string`, `array of PoolModel`, `integer or string`, `string or null`.
    pub fn type_name(&self) -> String {
        let end = self.resolved();
        let alternatives: Vec<_> = self.alternatives().iter().map(Self::type_name).collect();
        let plain = match (end.kind(), end.items()) {
            _ if !alternatives.is_empty() => alternatives.join(" or "),
            (Some("array"), Some(items)) => format!("array of {}", items.type_name()),
            (Some("object"), _) => end.name().unwrap_or("object").to_owned(),
            (kind, _) => kind.unwrap_or("any value").to_owned(),
        };
        plain + if self.is_nullable() { " or null" } else { "" }
    }

    /// The schema that it refers to.
    pub fn referred(&self) -> Option<Self> {
        Self::at(self.root, reference::target(self.value)?)
    }

    /// A schema within it.
    pub fn child(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self::new(self.root, child(&self.pointer, key), value))
    }
}

/// The keys that a property lists besides its own (`x-other-spellings`).
pub fn other_spellings(property: &Value) -> impl Iterator<Item = &str> {
    items(&property["x-other-spellings"]).filter_map(Value::as_str)
}

/// The Rust variants of an `x-extensible-enum` schema: name and wire value.
pub fn open_enum_variants(schema: &Value) -> Vec<(String, String)> {
    let names = schema["x-enum-varnames"].as_array();
    let values = items(&schema["x-extensible-enum"]);
    let values = values.filter_map(Value::as_str).enumerate();
    let variants = values.map(|(index, value)| {
        let name = names.and_then(|names| names.get(index)).and_then(Value::as_str);
        (
            name.map_or_else(|| value.to_upper_camel_case(), str::to_owned),
            value.to_owned(),
        )
    });
    variants.collect()
}
