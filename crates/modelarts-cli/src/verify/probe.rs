//! Whether a payload decides between a page and the specs.

use serde_json::Value;

use super::{
    mask::type_name,
    specs::{Deviation, Schema},
};

/// What a payload says about a statement of a page that the specs do not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is as the specs have it.
    Confirmed,
    /// It is as the page has it.
    Refuted,
    /// It may be either.
    Undecided,
}

use Verdict::{Confirmed, Refuted, Undecided};

/// What in a payload decides about a statement.
enum Probe {
    /// The first types confirm the specs, the second the page.
    Type(&'static [&'static str], &'static [&'static str]),
    /// That the field is there confirms the specs.
    Present,
    /// That the field is absent confirms the specs.
    Absent,
    /// That the field is absent, or an empty list, confirms the specs.
    AbsentOrEmpty,
    /// A value that the specs list confirms them.
    Listed,
    /// This value confirms the specs.
    Value(&'static str),
    /// Any value but this one confirms the specs.
    NotValue(&'static str),
    /// This bit confirms the specs.
    Bit(i64),
    /// -1 confirms the specs.
    MinusOne,
    /// A time as Go writes it confirms the specs, any other string the page.
    GoTime,
    /// An id confirms the page, any other string the specs.
    NotId,
    /// A text without a single letter beyond ASCII confirms the specs.
    Ascii,
    /// A value that is no string, in an object, confirms the specs.
    NotAllStrings,
    /// An object without this field confirms the specs, one with it the page.
    Without(&'static str),
}

/// The statements that a payload can decide about, in the words of `says`. What is not among them stays undecided.
const PROBES: &[(&str, Probe)] = &[
    ("One object.", Probe::Type(&["array"], &["object"])),
    ("String.", Probe::Type(&["integer", "number"], &["string"])),
    ("Number.", Probe::Type(&["integer", "null"], &["number"])),
    ("Long.", Probe::Type(&["null"], &[])),
    ("A time in the format of UTC.", Probe::Type(&["integer"], &["string"])),
    (
        "A plural name with the type String, and no form for it.",
        Probe::Type(&["string"], &["array"]),
    ),
    (
        "The field has the same name as the list of strings in the spec.",
        Probe::Type(&["object"], &["string"]),
    ),
    (
        "The type has the same name as the type of an entry of `spec.resources`.",
        Probe::Type(&["object"], &["array"]),
    ),
    ("The field is always there.", Probe::Absent),
    (
        "The field is the same as `count` in a physical pool, or always there.",
        Probe::Absent,
    ),
    ("The value is empty for a physical pool.", Probe::Absent),
    ("There is at least one resource.", Probe::AbsentOrEmpty),
    ("The table does not have this counter.", Probe::Present),
    ("No table has this field.", Probe::Present),
    ("No table has this key.", Probe::Present),
    ("Only the type of the status has this field.", Probe::Present),
    ("The range of values is empty.", Probe::Listed),
    ("There is no list of values.", Probe::Listed),
    ("There are two values.", Probe::Value("Notebook")),
    (
        "One value is inside leaked markup of the publisher.",
        Probe::Value("Notebook"),
    ),
    ("0 is the only value.", Probe::NotValue("0")),
    ("Flag 1 is not listed.", Probe::Bit(1)),
    ("Only the limit in force has -1 as a special value.", Probe::MinusOne),
    ("A string, whose form is not stated.", Probe::GoTime),
    ("The ID of a workspace.", Probe::NotId),
    ("A unique ID of a resource.", Probe::NotId),
    ("The value is Chinese.", Probe::Ascii),
    ("A map from strings to strings.", Probe::NotAllStrings),
    (
        "One table holds the quotas and the three error fields of the body.",
        Probe::Without("error_code"),
    ),
];

/// What `value`, absent where it is `None`, says about a statement.
pub(super) fn decide(deviation: &Deviation<'_>, schema: &Schema<'_>, value: Option<&Value>) -> Verdict {
    match PROBES.iter().find(|(says, _)| *says == deviation.says) {
        Some((_, probe)) => probe.decide(schema, value),
        None => Undecided,
    }
}

impl Probe {
    fn decide(&self, schema: &Schema<'_>, value: Option<&Value>) -> Verdict {
        let confirmed_if = |test: bool| if test { Confirmed } else { Undecided };
        let Some(value) = value else {
            return confirmed_if(matches!(self, Self::Absent | Self::AbsentOrEmpty));
        };
        let text = value.as_str();
        match self {
            Self::Type(confirm, _) if confirm.contains(&type_name(value)) => Confirmed,
            Self::Type(_, refute) if refute.contains(&type_name(value)) => Refuted,
            Self::Type(..) | Self::Absent => Undecided,
            Self::AbsentOrEmpty => confirmed_if(value.as_array().is_some_and(Vec::is_empty)),
            Self::Present => confirmed_if(!value.is_null()),
            Self::Listed => confirmed_if(match (text, schema.bits()) {
                (Some(text), _) => schema.values().contains(&text),
                (None, Some(bits)) => value.as_i64().is_some_and(|sent| sent & bits != 0),
                (None, None) => false,
            }),
            Self::Value(expected) => confirmed_if(text == Some(*expected)),
            Self::NotValue(only) => confirmed_if(text.is_some_and(|text| text != *only)),
            Self::Bit(bit) => confirmed_if(value.as_i64().is_some_and(|sent| sent & bit != 0)),
            Self::MinusOne => confirmed_if(value.as_i64() == Some(-1)),
            Self::GoTime => text.map_or(Undecided, |text| if is_go_time(text) { Confirmed } else { Refuted }),
            Self::NotId => text.map_or(Undecided, |text| if is_id(text) { Refuted } else { Confirmed }),
            Self::Ascii => confirmed_if(text.is_some_and(|text| !text.is_empty() && text.is_ascii())),
            Self::NotAllStrings => confirmed_if(
                value
                    .as_object()
                    .is_some_and(|fields| fields.values().any(|field| !field.is_string())),
            ),
            Self::Without(name) => match value.as_object() {
                Some(fields) if fields.contains_key(*name) => Refuted,
                Some(_) => Confirmed,
                None => Undecided,
            },
        }
    }
}

/// Whether it is a date, a time and an offset apart, as Go's `Time.String` has them.
fn is_go_time(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let date = words
        .next()
        .is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok());
    let time = words
        .next()
        .is_some_and(|time| time.parse::<jiff::civil::Time>().is_ok());
    let offset = words
        .next()
        .is_some_and(|offset| offset.len() == 5 && offset.starts_with(['+', '-']));
    date && time && offset
}

fn is_id(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::PROBES;
    use crate::generated::SPECS;

    /// A statement that was reworded or settled must not leave a probe behind that nothing reaches.
    #[test]
    fn every_probe_is_about_a_statement_of_the_specs() {
        for (says, _) in PROBES {
            let quoted = serde_json::Value::from(*says);
            assert!(SPECS.contains(&format!("\"documented\": {quoted}")), "{says}");
        }
    }
}
