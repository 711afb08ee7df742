//! In what a page may differ from the specs.

use serde::{Deserialize, Serialize};

/// In what a page differs from the specs: the word under `about` of an `x-doc-deviation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Whether it is there: a field, a parameter.
    Presence,
    /// Its type, by the table or by the example.
    Type,
    /// The values that are listed.
    Values,
    /// Its default.
    Default,
    /// Its limits.
    Limits,
    /// Whether it must be sent.
    Mandatory,
    /// Which fields of a response are always there.
    Required,
    /// The statuses that are documented.
    Status,
    /// Credentials.
    Security,
    /// The example of the request.
    RequestExample,
    /// The examples of the responses.
    ResponseExample,
    /// The name of a type.
    TypeName,
    /// The table of a type.
    Table,
    /// Whether it is explained at all.
    Definition,
    /// Markup of the publisher.
    Markup,
    /// What the prose says. No recorded fact decides it; a person read the page.
    Meaning,
}

impl Aspect {
    /// Every word, in the order of their explanation.
    pub const WORDS: [&str; 16] = [
        "presence",
        "type",
        "values",
        "default",
        "limits",
        "mandatory",
        "required",
        "status",
        "security",
        "request-example",
        "response-example",
        "type-name",
        "table",
        "definition",
        "markup",
        "meaning",
    ];

    /// The aspect of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        serde_json::from_value(word.into()).ok()
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aspect;

    #[test]
    fn every_word_is_an_aspect() {
        for word in Aspect::WORDS {
            assert_eq!(Aspect::of_word(word).map(Aspect::word).as_deref(), Some(word));
        }
        assert_eq!(Aspect::of_word("colour"), None);
    }
}
