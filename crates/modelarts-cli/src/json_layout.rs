//! Indented JSON with every token as received: the spelling of numbers, the order of keys, repeated keys.
//!
//! A JSON library would parse and print values again, and change 1.0 or 1e400.

use serde::de::IgnoredAny;

use crate::output::is_unsafe;

/// Indents JSON, or returns `None` if the text is not JSON.
pub(crate) fn pretty(body: &[u8]) -> Option<String> {
    let text = str::from_utf8(body).ok()?;
    // The layout below relies on valid JSON.
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut out = String::new();
    let mut depth: usize = 0;
    let (mut is_in_string, mut is_escaped) = (false, false);
    for character in text.chars() {
        if is_in_string {
            is_in_string = is_escaped || character != '"';
            is_escaped = character == '\\' && !is_escaped;
            out.push(character);
            continue;
        }
        if matches!(character, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        let is_end = matches!(character, '}' | ']');
        depth -= usize::from(is_end);
        if out.ends_with(',') || out.ends_with(['{', '[']) != is_end {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        }
        depth += usize::from(matches!(character, '{' | '['));
        is_in_string = character == '"';
        out.push(character);
        if character == ':' {
            out.push(' ');
        }
    }
    out.push('\n');
    Some(escaped(&out))
}

/// Escapes the characters that JSON strings may contain but terminals may obey. The JSON value stays the same.
pub(crate) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\n' => escaped.push('\n'),
            _ if is_unsafe(character) => {
                let units = character
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .map(|unit| format!("\\u{unit:04x}"))
                    .collect::<String>();
                escaped.push_str(&units);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn keeps_every_token() {
        let body = br#" {"b":1.0,"a":[1e400,-0, 12345678901234567890123],"a":{ },"e":[ ],"s":"\"{[,:]}\\","n":null}"#;
        let expected = "{\n  \"b\": 1.0,\n  \"a\": [\n    1e400,\n    -0,\n    12345678901234567890123\n  ],\n  \"a\": {},\n  \
                        \"e\": [],\n  \"s\": \"\\\"{[,:]}\\\\\",\n  \"n\": null\n}\n";
        assert_eq!(pretty(body).as_deref(), Some(expected));
        assert_eq!(pretty(expected.as_bytes()).as_deref(), Some(expected));
        assert_eq!(pretty("\"\u{9b}31m\"".as_bytes()).as_deref(), Some("\"\\u009b31m\"\n"));
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(pretty(deep.as_bytes()).is_some());
    }

    #[test]
    fn rejects_anything_but_json() {
        for body in [&b""[..], b"<html>", b"{", b"{} {}", b"[1,]", b"\0", b"\"\xff\""] {
            assert_eq!(pretty(body), None, "{body:?}");
        }
    }
}
