//! The bundled API specs.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The specs as published.
const DOCUMENT: &str = include_str!("generated/modelarts.openapi.json");

/// The specs this program was built with.
pub(crate) struct Specs {
    document: Value,
    schemas: BTreeMap<String, Schema>,
}

/// A schema, as far as `verify` needs it.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    /// The specs use it only to put keywords beside a reference.
    all_of: Vec<Schema>,
    pub(crate) any_of: Vec<Schema>,
    /// JSON type; empty if none is declared.
    #[serde(rename = "type")]
    pub(crate) type_name: String,
    nullable: bool,
    pub(crate) format: Option<String>,
    pub(crate) pattern: Option<String>,
    pub(crate) properties: BTreeMap<String, Schema>,
    pub(crate) required: Vec<String>,
    pub(crate) items: Option<Box<Schema>>,
    /// Known values of an open enum.
    #[serde(rename = "x-extensible-enum")]
    pub(crate) values: Vec<String>,
    #[serde(rename = "x-bit-flags")]
    pub(crate) flags: BTreeMap<String, Flag>,
    /// Whether accounts may add keys of their own.
    #[serde(rename = "x-open-map")]
    pub(crate) is_open_map: bool,
    #[serde(rename = "x-other-spellings")]
    other_spellings: Vec<String>,
    #[serde(rename = "x-tolerates")]
    tolerates: Option<String>,
    #[serde(rename = "x-doc-deviation")]
    deviations: Vec<Deviation>,
}

#[derive(Deserialize)]
pub(crate) struct Flag {
    pub(crate) value: i64,
}

/// A statement of the documentation that the specs correct.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deviation {
    /// Subjects of the statement: `type`, `values`, `presence`, `required` and others.
    #[serde(rename = "aspect")]
    pub(crate) aspects: Vec<String>,
    /// Types, names or values that the documentation states.
    #[serde(default)]
    pub(crate) quoted: Vec<String>,
    /// The statement, as a sentence.
    pub(crate) documented: String,
    /// The correction, as a sentence.
    pub(crate) actual: String,
}

/// A schema whose references have been followed.
pub(crate) struct Resolved<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) nullable: bool,
    /// The deviations of the schema and of every reference to it.
    pub(crate) deviations: Vec<&'a Deviation>,
}

impl Specs {
    /// Parses the bundled specs.
    pub(crate) fn bundled() -> serde_json::Result<Self> {
        let document: Value = serde_json::from_str(DOCUMENT)?;
        let schemas = document.pointer("/components/schemas").unwrap_or(&Value::Null);
        let schemas = BTreeMap::deserialize(schemas)?;
        Ok(Self { document, schemas })
    }

    pub(crate) fn version(&self) -> &str {
        let version = self.document.pointer("/info/version").and_then(Value::as_str);
        version.unwrap_or_default()
    }

    /// The IAM action that an operation requires.
    pub(crate) fn action(&self, operation: &str) -> Option<String> {
        let action = self.operation(operation)?.get("x-iam-action")?;
        action.as_str().map(str::to_owned)
    }

    /// The schema of an operation's successful response.
    pub(crate) fn response(&self, operation: &str) -> Option<Resolved<'_>> {
        let reference = "/responses/200/content/application~1json/schema/$ref";
        let reference = self.operation(operation)?.pointer(reference)?.as_str()?;
        Some(self.resolve(self.schema(reference)?))
    }

    /// Follows references, also those within `allOf`.
    pub(crate) fn resolve<'a>(&'a self, schema: &'a Schema) -> Resolved<'a> {
        let mut resolved = Resolved {
            schema,
            nullable: schema.nullable,
            deviations: schema.deviations.iter().collect(),
        };
        while let Some(target) = resolved.schema.target().and_then(|reference| self.schema(reference)) {
            resolved.schema = target;
            resolved.nullable |= target.nullable;
            resolved.deviations.extend(&target.deviations);
        }
        resolved
    }

    fn schema(&self, reference: &str) -> Option<&Schema> {
        self.schemas.get(reference.strip_prefix("#/components/schemas/")?)
    }

    fn operation(&self, id: &str) -> Option<&Value> {
        let paths = self.document.get("paths")?.as_object()?;
        let mut operations = paths.values().filter_map(|path| path.get("get"));
        operations.find(|operation| operation.get("operationId").is_some_and(|known| known == id))
    }
}

impl Schema {
    fn target(&self) -> Option<&str> {
        self.all_of.first().unwrap_or(self).reference.as_deref()
    }

    /// The property that has this name, or has it as another spelling.
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        let is_spelled = |property: &&Self| property.other_spellings.iter().any(|spelling| spelling == name);
        let usual = self.properties.get(name);
        usual.or_else(|| self.properties.values().find(is_spelled))
    }

    /// Whether a single element is accepted in place of an array.
    pub(crate) fn tolerates_single_element(&self) -> bool {
        self.tolerates.as_deref() == Some("single-element")
    }

    /// All bits of a bit mask that have a meaning.
    pub(crate) fn known_bits(&self) -> i64 {
        self.flags.values().fold(0, |bits, flag| bits | flag.value)
    }
}
