//! Cells: what people see, what programs get, and how it looks.

use std::{borrow::Cow, cmp::Ordering};

use anstyle::{AnsiColor, Style};
use serde_json::Number;

use crate::output::plain;

/// Answer for a value missing from the response.
const ABSENT: &str = "-";
/// Mark of what needs attention, visible without colours.
pub(crate) const ATTENTION: &str = "! ";

#[derive(Clone)]
pub(crate) struct Cell {
    /// One line that is safe to print.
    pub(super) shown: String,
    value: Datum,
    pub(super) style: Style,
}

/// What programs get, and rows are sorted by.
#[derive(Clone, PartialEq)]
pub(crate) enum Datum {
    Absent,
    /// The text that is shown.
    Shown,
    /// Another text, of one line.
    Text(String),
    Number(Number),
}

impl Cell {
    /// A value, and the text for people.
    pub(crate) fn new(shown: impl AsRef<str>, value: impl Into<Datum>) -> Self {
        Self {
            shown: plain(shown.as_ref()),
            value: value.into(),
            style: Style::new(),
        }
    }

    pub(crate) fn absent() -> Self {
        Self::new(ABSENT, Datum::Absent)
    }

    /// A text that calls for action.
    pub(crate) fn attention(text: &str) -> Self {
        Self::new(format!("{ATTENTION}{text}"), text).styled(bad())
    }

    /// A share, as a percentage for people.
    pub(crate) fn share(ratio: Option<f64>) -> Self {
        ratio.map_or_else(Self::absent, |ratio| {
            Self::new(format!("{:.0}%", ratio * 100.0), (ratio * 1e4).round() / 1e4)
        })
    }

    pub(crate) fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Whether the value is missing.
    pub(crate) fn is_absent(&self) -> bool {
        self.value == Datum::Absent
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.value, Datum::Number(_))
    }

    /// Whether the value is another one. What people see of the same value may change: they see how old it is.
    pub(super) fn differs_from(&self, other: &Self) -> bool {
        let is_as_shown = matches!(self.value, Datum::Absent | Datum::Shown);
        self.value != other.value || (is_as_shown && self.shown != other.shown)
    }

    /// The value as a field of CSV.
    pub(super) fn data(&self) -> Cow<'_, str> {
        match &self.value {
            Datum::Absent => "".into(),
            Datum::Shown => (&self.shown).into(),
            Datum::Text(text) => text.into(),
            Datum::Number(number) => number.to_string().into(),
        }
    }

    /// Order of values: numbers before texts, and in letter case only where nothing else differs.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (&self.value, &other.value) {
            (Datum::Number(one), Datum::Number(other)) => match (one.as_i64(), other.as_i64()) {
                (Some(one), Some(other)) => one.cmp(&other),
                _ => one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal),
            },
            (Datum::Number(_), _) => Ordering::Less,
            (_, Datum::Number(_)) => Ordering::Greater,
            _ => {
                let [one, other] = [self.data(), other.data()];
                let order = one.to_lowercase().cmp(&other.to_lowercase());
                order.then_with(|| one.cmp(&other))
            }
        }
    }
}

/// A text; an empty one is a missing value.
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::absent(),
            text => Self::new(text, Datum::Shown),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::new(number.to_string(), number)
    }
}

/// A value that may be missing.
impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::absent, Into::into)
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(plain(text))
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Datum {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Absent, Self::Number)
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
