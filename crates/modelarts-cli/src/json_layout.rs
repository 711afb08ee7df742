//! Indented JSON with every token as received: the spelling of numbers, the order of keys, repeated keys.
//!
//! A JSON library would parse and print values again, and change 1.0 or 1e400.

use serde::de::IgnoredAny;

/// Indents JSON, or returns `None` if the text is not JSON.
pub(crate) fn pretty(body: &[u8]) -> Option<String> {
    let text = str::from_utf8(body).ok()?;
    // The layout below relies on valid JSON.
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut out = String::new();
    let mut depth = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\n' | '\r' => {}
            '{' | '[' => {
                out.push(character);
                while characters.next_if(char::is_ascii_whitespace).is_some() {}
                match characters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        break_line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth -= 1;
                break_line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(character);
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' => {
                out.push(character);
                push_rest_of_string(&mut out, &mut characters);
            }
            _ => out.push(character),
        }
    }
    out.push('\n');
    Some(escaped(&out))
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn push_rest_of_string(out: &mut String, characters: &mut impl Iterator<Item = char>) {
    let mut is_escaped = false;
    for character in characters {
        out.push(character);
        if character == '"' && !is_escaped {
            return;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
}

/// Escapes the control characters that JSON strings may contain but terminals may obey. The JSON value stays the same.
pub(crate) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("\\u{:04x}", u32::from(character))),
            other => escaped.push(other),
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
    }

    #[test]
    fn rejects_anything_but_json() {
        for body in ["", "<html>", "{", "{} {}", "[1,]", "\u{0}"] {
            assert_eq!(pretty(body.as_bytes()), None, "{body:?}");
        }
        assert_eq!(pretty(b"\"\xff\""), None);
    }

    #[test]
    fn escapes_control_characters() {
        assert_eq!(pretty("\"\u{9b}31m\"".as_bytes()).as_deref(), Some("\"\\u009b31m\"\n"));
    }

    #[test]
    fn takes_any_depth() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(pretty(deep.as_bytes()).is_some());
    }
}
