//! JSON paths, such as `$.items[0].metadata.name`.

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

/// Path of a field whose name must not be shown.
pub(super) fn masked_field(path: &str) -> String {
    format!("{path}[masked]")
}

/// Path of an element of an array.
pub(super) fn element(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// The path with `[*]` for every index.
pub(super) fn general(path: &str) -> String {
    let mut steps = path.split('[');
    let mut general = steps.next().unwrap_or_default().to_owned();
    for step in steps {
        let rest = step.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let index = if rest.len() < step.len() { "*" } else { "" };
        general.extend(["[", index, rest]);
    }
    general
}

/// The library's path to a decoding error, such as `items[0].metadata.labels.team`, cut where it leaves the specs:
/// later names may be the account's own.
pub(super) fn of_decode_error(specs: &Specs, operation: &str, path: &str) -> String {
    let mut known = ROOT.to_owned();
    let Some(mut schema) = specs.response(operation) else {
        return known;
    };
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        let index = step.strip_suffix(']').and_then(|index| index.parse().ok());
        let (next, node) = match index {
            Some(index) => (element(&known, index), schema.schema.items.as_deref()),
            None => (field(&known, step), schema.schema.properties.get(step)),
        };
        let Some(node) = node else {
            return format!("{known} or below");
        };
        (known, schema) = (next, specs.resolve(node));
    }
    known
}
