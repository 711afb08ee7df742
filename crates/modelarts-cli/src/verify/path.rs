//! JSON paths, such as `$.items[0].metadata.name`.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::specs::Specs;

/// Path of the whole body.
pub(super) const ROOT: &str = "$";

/// Path of a field.
pub(super) fn field(path: &str, name: &str) -> String {
    let is_simple = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match is_simple {
        true => format!("{path}.{name}"),
        false => format!("{path}['{name}']"),
    }
}

/// The path with `[*]` for every index.
pub(super) fn general(path: &str) -> String {
    static INDEX: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\d+\]").ok());
    let general = INDEX.as_ref().map(|index| index.replace_all(path, "[*]"));
    general.unwrap_or(path.into()).into_owned()
}

/// The library's path to a decoding error, such as `items[0].metadata.labels.team`, cut where it leaves the specs:
/// later names may be the account's own.
pub(super) fn of_decode_error(specs: &Specs, operation: &str, path: &str) -> String {
    let mut known = ROOT.to_owned();
    let Some(mut schema) = specs.response(operation) else {
        return known;
    };
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        let (next, node) = match step.strip_suffix(']') {
            Some(index) => (format!("{known}[{index}]"), schema.keyword("items")),
            None => (field(&known, step), &schema.keyword("properties")[step]),
        };
        if node.is_null() {
            return format!("{known} or below");
        }
        (known, schema) = (next, specs.resolve(node));
    }
    known
}
