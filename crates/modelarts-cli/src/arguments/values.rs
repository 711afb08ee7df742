//! Values of options.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::SignedDuration;
use modelarts::Region;

/// One of these values; in the letter case that it has here, whatever the user's.
pub(super) fn one_of(
    values: impl IntoIterator<Item = &'static str> + Clone + Send + Sync + 'static,
) -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(values.clone()).map(move |typed| {
        let value = values
            .clone()
            .into_iter()
            .find(|value| value.eq_ignore_ascii_case(&typed));
        value.map_or(typed, str::to_owned)
    })
}

/// A region, known or not; known ones are recognized in any letter case.
pub(super) fn region(text: &str) -> Result<String, String> {
    let text = text.trim();
    let known = Region::KNOWN.iter().find(|(id, _)| id.eq_ignore_ascii_case(text));
    match (known, text) {
        (Some((id, _)), _) => Ok((*id).to_owned()),
        (None, "") => Err("it is empty".to_owned()),
        (None, text) => Ok(text.to_owned()),
    }
}

/// Parses durations such as `30s`, `1m30s`, `2 minutes`, and numbers of seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse()
        .ok()
        .and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok());
    let parsed = seconds.or_else(|| text.parse().ok());
    let parsed = parsed.ok_or("write it as 30s, 1m30s, 2m, or a number of seconds")?;
    match Duration::try_from(parsed) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("it must be greater than zero".to_owned()),
    }
}

/// A JMESPath expression.
pub(super) fn query(text: &str) -> Result<String, String> {
    match jmespath::compile(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A key and its value.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("write it as key=value".to_owned()),
    }
}
