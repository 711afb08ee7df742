//! The bundled specs.

use serde_json::{Map, Value};

use crate::generated::SPECS;

/// The specs that this program was built with.
pub(crate) struct Specs(Value);

/// A schema with its references followed.
pub(super) struct Schema<'a> {
    node: &'a Value,
    /// Where pages say something else (`x-doc-deviation`), from the place that refers to the schema and the schema itself.
    pub(super) deviations: Vec<Deviation<'a>>,
    pub(super) nullable: bool,
}

/// A statement of a documentation page that the specs do not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Deviation<'a> {
    pub(super) says: &'a str,
    pub(super) truth: &'a str,
}

impl Specs {
    /// Reads the bundled specs.
    pub(crate) fn bundled() -> serde_json::Result<Self> {
        serde_json::from_str(SPECS).map(Self)
    }

    /// The action of an identity policy that an operation needs (`x-iam-action`).
    pub(crate) fn action(&self, operation: &str) -> Option<String> {
        self.operation(operation)?
            .get("x-iam-action")?
            .as_str()
            .map(str::to_owned)
    }

    /// Their version.
    pub(super) fn version(&self) -> &str {
        let version = self.0.pointer("/info/version").and_then(Value::as_str);
        version.unwrap_or_default()
    }

    /// What an operation answers with when it succeeds.
    pub(super) fn response(&self, operation: &str) -> Option<Schema<'_>> {
        let schema = self
            .operation(operation)?
            .pointer("/responses/200/content/application~1json/schema")?;
        Some(self.resolve(schema))
    }

    fn operation(&self, id: &str) -> Option<&Value> {
        let paths = self.0.get("paths")?.as_object()?;
        let mut operations = paths.values().filter_map(|path| path.get("get"));
        operations.find(|operation| operation.get("operationId").and_then(Value::as_str) == Some(id))
    }

    /// Follows `$ref`, and `allOf`, which these specs use to put something beside a reference.
    pub(super) fn resolve<'a>(&'a self, mut node: &'a Value) -> Schema<'a> {
        let mut deviations = Vec::new();
        let mut nullable = false;
        loop {
            deviations.extend(Deviation::beside(node));
            nullable |= node.get("nullable").and_then(Value::as_bool).unwrap_or_default();
            let reference = node.pointer("/allOf/0").unwrap_or(node).get("$ref");
            let target = reference
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix('#'));
            match target.and_then(|pointer| self.0.pointer(pointer)) {
                Some(target) => node = target,
                None => {
                    return Schema {
                        node,
                        deviations,
                        nullable,
                    };
                }
            }
        }
    }
}

impl<'a> Schema<'a> {
    /// `type`, where there is one.
    pub(super) fn type_name(&self) -> Option<&'a str> {
        self.text("type")
    }

    pub(super) fn text(&self, keyword: &str) -> Option<&'a str> {
        self.node.get(keyword)?.as_str()
    }

    pub(super) fn properties(&self) -> Option<&'a Map<String, Value>> {
        self.node.get("properties")?.as_object()
    }

    /// The property that lists `key` as another spelling of its own.
    pub(super) fn property_spelled(&self, key: &str) -> Option<&'a Value> {
        let lists = |property: &&Value| {
            let spellings = property.get("x-other-spellings");
            let spellings = spellings.and_then(Value::as_array);
            spellings.is_some_and(|spellings| spellings.iter().any(|spelling| spelling == key))
        };
        self.properties()?.values().find(lists)
    }

    pub(super) fn items(&self) -> Option<&'a Value> {
        self.node.get("items")
    }

    /// The alternatives of `anyOf`; none where there is no such keyword.
    pub(super) fn alternatives(&self) -> &'a [Value] {
        self.list("anyOf")
    }

    /// Whether it is a map whose keys are not all known.
    pub(super) fn is_open_map(&self) -> bool {
        self.node.get("x-open-map").is_some()
    }

    /// Whether a reader takes the bare element for a list of one.
    pub(super) fn tolerates_single(&self) -> bool {
        self.text("x-tolerates") == Some("single-element")
    }

    pub(super) fn required(&self) -> impl Iterator<Item = &'a str> {
        self.list("required").iter().filter_map(Value::as_str)
    }

    /// The values that are listed for an open enum.
    pub(super) fn values(&self) -> Vec<&'a str> {
        self.list("x-extensible-enum")
            .iter()
            .filter_map(Value::as_str)
            .collect()
    }

    /// The bits that are listed for a bit mask, all in one.
    pub(super) fn bits(&self) -> Option<i64> {
        let flags = self.node.get("x-bit-flags")?.as_object()?;
        let bits = flags.values().filter_map(|flag| flag.get("value")?.as_i64());
        Some(bits.fold(0, |bits, bit| bits | bit))
    }

    fn list(&self, keyword: &str) -> &'a [Value] {
        let list = self.node.get(keyword).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default()
    }
}

impl<'a> Deviation<'a> {
    fn beside(node: &'a Value) -> impl Iterator<Item = Self> {
        let deviations = node.get("x-doc-deviation").and_then(Value::as_array);
        deviations.into_iter().flatten().filter_map(|deviation| {
            Some(Self {
                says: deviation.get("documented")?.as_str()?,
                truth: deviation.get("actual")?.as_str()?,
            })
        })
    }
}
