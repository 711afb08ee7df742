//! Error bodies, in all the shapes that the service and its gateways use.

use modelarts_api::wire::Extra;
use serde_json::{Map, Value};

use crate::{
    auth::Credentials,
    redact::{redact, redact_id},
};

/// Content of an error body.
#[derive(Clone, Default)]
pub(crate) struct ServiceError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
}

/// Keys of code and message, in the order in which the vendor's SDKs look for them.
const KEYS: [(&str, &str); 3] = [
    ("error_code", "error_msg"),
    ("errorCode", "errorMsg"),
    ("code", "message"),
];

/// Length in characters of the message that stands for a body that is not JSON.
const EXCERPT: usize = 200;

impl ServiceError {
    /// Parses a body. Whatever it contains, there is a result; fields that are not found are absent, and secrets that
    /// a gateway repeats are redacted.
    pub(crate) fn parse(body: &[u8], credentials: &Credentials) -> Self {
        let secrets = &*credentials.secrets();
        // A byte order mark is no part of it.
        let json = str::from_utf8(body).unwrap_or_default().trim_start_matches('\u{feff}');
        let Ok(object) = json.parse::<Extra>().map(Map::from) else {
            // Redacted before it is cut, so that no half of a secret is left.
            return Self {
                message: excerpt(&redact(String::from_utf8_lossy(body).into(), secrets)),
                ..Self::default()
            };
        };
        // Some gateways wrap the fields: {"error": {..}}.
        let objects = || std::iter::once(&object).chain(object.values().filter_map(Value::as_object));
        let (code, message) = objects().find_map(code_and_message).unwrap_or_default();
        let request_id = objects().find_map(|object| text(object, "request_id").or_else(|| text(object, "requestId")));
        Self {
            code: code.map(|code| redact_id(code, credentials)),
            message: message.map(|message| redact(message, secrets)),
            request_id: request_id.map(|id| redact_id(id, credentials)),
        }
    }
}

/// The first complete pair of code and message, or else the first pair with either.
fn code_and_message(object: &Map<String, Value>) -> Option<(Option<String>, Option<String>)> {
    let pairs = KEYS.map(|(code, message)| (text(object, code), text(object, message)));
    let pairs = pairs
        .into_iter()
        .filter(|(code, message)| code.is_some() || message.is_some());
    pairs.min_by_key(|(code, message)| code.is_none() || message.is_none())
}

/// The value of `key` as text, unless it is empty. A code may be a number.
fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The beginning of a body in a readable form, without the tags of an HTML page.
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
    let excerpt: String = words.join(" ").chars().take(EXCERPT).collect();
    (!excerpt.is_empty()).then_some(excerpt)
}
