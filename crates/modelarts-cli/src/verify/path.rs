//! JSON paths, such as `$.items[0].metadata.name`.

use std::sync::LazyLock;

use regex_lite::Regex;

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
