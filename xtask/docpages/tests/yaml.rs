//! Whatever is written as YAML is read back.

use docpages::to_yaml;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read_back(text: &str) -> Value {
    use saphyr::{LoadableYamlNode, Scalar, Yaml};
    fn value(yaml: &Yaml<'_>) -> Value {
        match yaml {
            Yaml::Value(Scalar::Boolean(flag)) => json!(flag),
            Yaml::Value(Scalar::Integer(number)) => json!(number),
            Yaml::Value(Scalar::FloatingPoint(number)) => json!(number.into_inner()),
            Yaml::Value(Scalar::String(text)) => json!(text),
            Yaml::Sequence(items) => items.iter().map(value).collect(),
            Yaml::Mapping(map) => {
                let entries = map.iter();
                let entries = entries.map(|(key, item)| (key.as_str().unwrap_or_default().to_owned(), value(item)));
                Value::Object(entries.collect())
            }
            _ => Value::Null,
        }
    }
    let documents = Yaml::load_from_str(text).unwrap_or_default();
    documents.first().map(value).unwrap_or_default()
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        any::<String>(),
        "[-a-z0-9 :#'\"{},\\[\\]&*!|>%@`~?.\n\t\u{85}\u{feff}]{0,12}",
        "(true|No|null|~|1e3|0x1f|1:20|2020-01-01|\\.inf|- a|\\? b|<<|=)"
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (-1e40..1e40_f64).prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(value in any_value()) {
        prop_assert_eq!(read_back(&to_yaml(&value)), value);
    }
}
