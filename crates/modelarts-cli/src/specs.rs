//! The bundled API specs.

use serde::Deserialize;
use serde_json::Value;

/// The specs as published.
const DOCUMENT: &str = include_str!("generated/modelarts.openapi.json");

/// The specs this program was built with.
pub(crate) struct Specs(Value);

/// A schema whose references have been followed.
pub(crate) struct Schema<'a> {
    keywords: &'a Value,
    pub(crate) is_nullable: bool,
    /// The deviations of the schema and of every reference to it.
    pub(crate) deviations: Vec<Deviation<'a>>,
}

/// A statement of the documentation that the specs correct.
#[derive(Clone, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deviation<'a> {
    /// Subjects of the statement: `type`, `values`, `presence`, `required` and others.
    #[serde(borrow, rename = "aspect")]
    pub(crate) aspects: Vec<&'a str>,
    /// Types, names or values that the documentation states.
    #[serde(borrow, default)]
    pub(crate) quoted: Vec<&'a str>,
    /// The statement, as a sentence.
    pub(crate) documented: &'a str,
    /// The correction, as a sentence.
    pub(crate) actual: &'a str,
}

impl Specs {
    /// Parses the bundled specs.
    pub(crate) fn bundled() -> serde_json::Result<Self> {
        serde_json::from_str(DOCUMENT).map(Self)
    }

    pub(crate) fn version(&self) -> &str {
        let version = self.0.pointer("/info/version").and_then(Value::as_str);
        version.unwrap_or_default()
    }

    /// The IAM action that an operation requires.
    pub(crate) fn action(&self, operation: &str) -> Option<String> {
        let action = &self.operation(operation)?["x-iam-action"];
        action.as_str().map(str::to_owned)
    }

    /// Required parameters of an operation, but for the project: name, example, and whether it is part of the path.
    pub(crate) fn parameters(&self, operation: &str) -> impl Iterator<Item = (&str, &str, bool)> {
        let parameters = self
            .operation(operation)
            .and_then(|operation| operation["parameters"].as_array());
        parameters.into_iter().flatten().filter_map(|parameter| {
            let parameter = self.resolve(parameter);
            let [name, example, place] = ["name", "example", "in"].map(|keyword| parameter.keyword(keyword).as_str());
            let is_needed = parameter.keyword("required") == true && name != Some("project_id");
            is_needed.then_some((name?, example?, place == Some("path")))
        })
    }

    /// The schema of an operation's successful response.
    pub(crate) fn response(&self, operation: &str) -> Option<Schema<'_>> {
        let schema = "/responses/200/content/application~1json/schema";
        Some(self.resolve(self.operation(operation)?.pointer(schema)?))
    }

    /// Follows references, also those within `allOf`, which the specs use only to put keywords beside a reference.
    pub(crate) fn resolve<'a>(&'a self, keywords: &'a Value) -> Schema<'a> {
        let reference = keywords.pointer("/allOf/0/$ref").or(keywords.get("$ref"));
        let target = reference.and_then(|reference| self.0.pointer(reference.as_str()?.strip_prefix('#')?));
        let own = Schema {
            keywords,
            is_nullable: false,
            deviations: Vec::new(),
        };
        let mut schema = target.map_or(own, |target| self.resolve(target));
        schema.is_nullable |= keywords["nullable"] == true;
        let deviations = Vec::<Deviation<'_>>::deserialize(&keywords["x-doc-deviation"]);
        schema.deviations.extend(deviations.unwrap_or_default());
        schema
    }

    fn operation(&self, id: &str) -> Option<&Value> {
        let mut paths = self.0.get("paths")?.as_object()?.values();
        paths.find_map(|path| path.get("get").filter(|operation| operation["operationId"] == id))
    }
}

impl<'a> Schema<'a> {
    /// The value of a keyword; null if it is absent.
    pub(crate) fn keyword(&self, keyword: &str) -> &'a Value {
        self.keywords.get(keyword).unwrap_or(&Value::Null)
    }

    /// JSON type; empty if none is declared.
    pub(crate) fn type_name(&self) -> &'a str {
        self.keyword("type").as_str().unwrap_or_default()
    }

    pub(crate) fn properties(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let properties = self.keyword("properties").as_object().into_iter().flatten();
        properties.map(|(name, property)| (name.as_str(), property))
    }

    /// All bits of a bit mask that have a meaning; `None` if it is no bit mask.
    pub(crate) fn known_bits(&self) -> Option<i64> {
        let flags = self.keyword("x-bit-flags").as_object()?.values();
        let bits = flags.filter_map(|flag| flag["value"].as_i64());
        bits.reduce(|known, bit| known | bit)
    }
}

/// The strings of a list; empty if it is none.
pub(crate) fn strings(list: &Value) -> Vec<&str> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}
