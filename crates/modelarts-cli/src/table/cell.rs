//! Cells: what people see, what programs get, and how it looks.

use std::cmp::Ordering;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use crate::output::plain;

/// Answer for a value missing from the response.
const ABSENT: &str = "-";
/// Mark of what needs attention, visible without colours.
pub(crate) const ATTENTION: &str = "! ";

#[derive(Clone)]
pub(crate) struct Cell {
    /// One line that is safe to print.
    pub(super) shown: String,
    /// The value to sort by, and that programs get.
    pub(super) value: Value,
    pub(super) style: Style,
}

impl Cell {
    /// A value, and the text for people.
    pub(crate) fn new(shown: impl AsRef<str>, value: impl Into<Value>) -> Self {
        Self {
            shown: plain(shown.as_ref()),
            value: value.into(),
            style: Style::new(),
        }
    }

    /// A text; without one, the value is missing.
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        match text.as_ref() {
            "" => Self::new(ABSENT, Value::Null),
            text => Self::new(text, text),
        }
    }

    /// A text that calls for action.
    pub(crate) fn attention(text: &str) -> Self {
        Self::new(format!("{ATTENTION}{text}"), text).styled(bad())
    }

    pub(crate) fn number(number: Option<i64>) -> Self {
        number.map_or_else(|| Self::text(""), |number| Self::new(number.to_string(), number))
    }

    /// A share, as a percentage for people.
    pub(crate) fn share(ratio: Option<f64>) -> Self {
        ratio.map_or_else(
            || Self::text(""),
            |ratio| Self::new(format!("{:.0}%", ratio * 100.0), (ratio * 1e4).round() / 1e4),
        )
    }

    pub(crate) fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Whether the value is missing.
    pub(crate) fn is_absent(&self) -> bool {
        self.value.is_null()
    }

    /// The value as a field of CSV.
    pub(super) fn data(&self) -> String {
        match &self.value {
            Value::Null => String::new(),
            Value::String(text) => plain(text),
            other => other.to_string(),
        }
    }
}

pub(crate) fn bad() -> Style {
    Style::new().bold().fg_color(Some(AnsiColor::Red.into()))
}

pub(crate) fn warn() -> Style {
    Style::new().fg_color(Some(AnsiColor::Yellow.into()))
}

pub(crate) fn good() -> Style {
    Style::new().fg_color(Some(AnsiColor::Green.into()))
}

/// Order of values: numbers before texts, and in letter case only where nothing else differs.
pub(super) fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
        },
        (Value::Number(_), _) => Ordering::Less,
        (_, Value::Number(_)) => Ordering::Greater,
        _ => {
            let [one, other] = [one, other].map(|value| value.as_str().unwrap_or_default());
            let [lower, other_lower] = [one, other].map(str::to_lowercase);
            lower.cmp(&other_lower).then_with(|| one.cmp(other))
        }
    }
}
