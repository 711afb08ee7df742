//! The bodies of error responses, in all the shapes that the service and its gateways use.

use serde_json::{Map, Value};

use crate::redact::redact;

/// What an error body says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

/// Names of code and message that go together, in the order in which the vendor's SDKs look for them.
const PAIRS: [(&str, &str); 3] = [
    ("error_code", "error_msg"),
    ("errorCode", "errorMsg"),
    ("code", "message"),
];

/// A body that is no JSON is read by people, not shown whole: so many characters of it make the message.
const EXCERPT: usize = 200;

impl ServiceError {
    /// Reads a body. Whatever it holds, there is an answer; a field that cannot be found is absent, and `secrets` that
    /// a gateway repeats are redacted.
    pub(crate) fn parse(body: &[u8], secrets: &[&str]) -> Self {
        let found = match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Self::from_object(&object),
            // Redacted before it is cut, so that no half of a secret is left.
            _ => {
                return Self {
                    message: excerpt(&redact(String::from_utf8_lossy(body).into(), secrets)),
                    ..Self::default()
                };
            }
        };
        let redacted = |text: Option<String>| text.map(|text| redact(text, secrets));
        Self {
            code: redacted(found.code),
            message: redacted(found.message),
            request_id: redacted(found.request_id),
        }
    }

    fn from_object(object: &Map<String, Value>) -> Self {
        // Some gateways wrap it: {"error": {..}}.
        let within = || object.values().filter_map(Value::as_object);
        let request_id = request_id(object).or_else(|| within().find_map(request_id));
        let found = Self::find(object).or_else(|| within().find_map(Self::find));
        let (code, message) = found.unwrap_or_default();
        Self {
            code,
            message,
            request_id,
        }
    }

    /// The first pair of which anything is there.
    fn find(object: &Map<String, Value>) -> Option<(Option<String>, Option<String>)> {
        let pairs = PAIRS
            .iter()
            .map(|(code, message)| (text(object, code), text(object, message)));
        let mut pairs: Vec<_> = pairs
            .filter(|(code, message)| code.is_some() || message.is_some())
            .collect();
        // A complete pair says more than half of an earlier one.
        pairs.sort_by_key(|(code, message)| code.is_none() || message.is_none());
        pairs.into_iter().next()
    }
}

fn request_id(object: &Map<String, Value>) -> Option<String> {
    text(object, "request_id").or_else(|| text(object, "requestId"))
}

/// What is there and not empty. A code may be a number.
fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The beginning of a body that people may be able to read, without the tags of an HTML page.
fn excerpt(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut in_tag = false;
    for character in text.chars().take(EXCERPT * 8) {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                plain.push(' ');
            }
            _ if in_tag => {}
            _ if character.is_control() => plain.push(' '),
            _ => plain.push(character),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = words.join(" ");
    let short: String = words.chars().take(EXCERPT).collect();
    (!short.is_empty()).then_some(short)
}
