//! JSON laid out for reading, with every token as it came: the spelling of numbers, the order of keys, keys that repeat.
//!
//! A JSON library would read values and write them again, and 1.0 or 1e400 would not be written as they were.

use serde::de::IgnoredAny;

/// The same JSON with one value a line, or nothing where the text is not JSON.
pub(crate) fn pretty(body: &[u8]) -> Option<String> {
    let text = str::from_utf8(body).ok()?;
    // From here on every quotation mark and every bracket is where it belongs.
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut layout = Layout::default();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            _ if layout.in_string => layout.string(character),
            ' ' | '\t' | '\n' | '\r' => {}
            '{' | '[' => {
                layout.out.push(character);
                while characters.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                match characters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => layout.out.push(end),
                    None => layout.indent(1),
                }
            }
            '}' | ']' => {
                layout.indent(-1);
                layout.out.push(character);
            }
            ',' => {
                layout.out.push(character);
                layout.indent(0);
            }
            ':' => layout.out.push_str(": "),
            _ => {
                layout.in_string = character == '"';
                layout.out.push(character);
            }
        }
    }
    layout.out.push('\n');
    Some(layout.out)
}

#[derive(Default)]
struct Layout {
    out: String,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Layout {
    fn indent(&mut self, deeper: isize) {
        self.depth = self.depth.saturating_add_signed(deeper);
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }

    fn string(&mut self, character: char) {
        match character {
            control if is_obeyed(control) => self.out.push_str(&escape(control)),
            other => self.out.push(other),
        }
        self.in_string = self.escaped || character != '"';
        self.escaped = !self.escaped && character == '\\';
    }
}

/// JSON as it is, but for control characters that it may hold and terminals may obey. It stays the same JSON.
pub(crate) fn escaped(json: &str) -> String {
    let escape = |character| match is_obeyed(character) {
        true => escape(character),
        false => character.to_string(),
    };
    json.chars().map(escape).collect()
}

/// Whether a terminal may obey a character that JSON may hold as it is, within a string.
fn is_obeyed(character: char) -> bool {
    matches!(character, '\u{7f}'..='\u{9f}')
}

fn escape(character: char) -> String {
    format!("\\u{:04x}", u32::from(character))
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
    fn leaves_alone_what_is_no_json() {
        for body in ["", "<html>", "{", "{} {}", "[1,]", "\u{0}"] {
            assert_eq!(pretty(body.as_bytes()), None, "{body:?}");
        }
        assert_eq!(pretty(b"\"\xff\""), None);
    }

    #[test]
    fn escapes_what_a_terminal_may_obey() {
        assert_eq!(pretty("\"\u{9b}31m\"".as_bytes()).as_deref(), Some("\"\\u009b31m\"\n"));
    }

    #[test]
    fn takes_any_depth() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(pretty(deep.as_bytes()).is_some());
    }
}
