//! Markup within a line: bold print, emphasis, literals, roles, links and escapes.

use crate::text::Text;

/// Parses the markup. Marks that are not closed are kept as text.
pub(crate) fn parse(source: &str) -> Text {
    let mut text = Text::default();
    // Marks without a partner in the rest of the source: to search at each of them again would take quadratic time.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut rest = source;
    let mut before = ' ';
    while let Some(at) = rest.find(['\\', '*', '`', ':']) {
        let (head, tail) = rest.split_at(at);
        text.push(head, false);
        before = head.chars().next_back().unwrap_or(before);
        let mark = ["**", "*", "``", "`"].into_iter().find(|mark| tail.starts_with(mark));
        let taken = match mark {
            None if tail.starts_with('\\') => escape(tail, &mut text),
            None => role(tail),
            Some(mark) => {
                let body = tail.get(mark.len()..).unwrap_or_default();
                let opens = !before.is_alphanumeric() && !body.is_empty() && !body.starts_with(char::is_whitespace);
                let end = Some(body)
                    .filter(|_| opens && !unclosed.contains(&mark))
                    .map(|body| closing(body, mark));
                if end == Some(None) {
                    unclosed.push(mark);
                }
                let inner = end.flatten().and_then(|end| body.get(..end));
                inner.map(|inner| {
                    match mark {
                        "``" => text.push(inner, false),
                        "`" => link(inner, &mut text),
                        _ => text.push(&unescape(inner), mark == "**"),
                    }
                    2 * mark.len() + inner.len()
                })
            }
        };
        let is_role = taken.is_some() && tail.starts_with(':');
        let (read, after) = tail
            .split_at_checked(taken.unwrap_or(mark.map_or(1, str::len)))
            .unwrap_or((tail, ""));
        rest = after;
        if taken.is_none() {
            text.push(read, false);
        } else if mark == Some("`") {
            // A reference ends in underscores that are part of its markup.
            rest = after.trim_start_matches('_');
        }
        if !is_role {
            before = read.chars().next_back().unwrap_or(' ');
        }
    }
    text.push(rest, false);
    text
}

/// Offset of the mark that closes a span.
fn closing(body: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        if at < from {
            continue;
        }
        if escaped {
            escaped = false;
        } else if c == '\\' && mark != "``" {
            escaped = true;
        } else if let (true, Some(here)) = (at > 0, body.get(at..).filter(|here| here.starts_with(mark))) {
            if mark == "*" && here.starts_with("**") {
                from = at + 2;
            } else if !body.get(..at)?.ends_with(char::is_whitespace) {
                return Some(at);
            }
        }
    }
    None
}

/// Undoes a backslash, which escapes the next character and vanishes with whitespace.
fn escape(tail: &str, text: &mut Text) -> Option<usize> {
    let escaped = tail.chars().nth(1)?;
    if !escaped.is_whitespace() {
        text.push(escaped.encode_utf8(&mut [0; 4]), false);
    }
    Some(1 + escaped.len_utf8())
}

fn unescape(source: &str) -> String {
    let mut plain = String::with_capacity(source.len());
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().filter(|c| !c.is_whitespace())),
            c => plain.push(c),
        }
    }
    plain
}

/// `text <target>`, `text`, of a role or of a reference.
fn link(inner: &str, text: &mut Text) {
    match inner.strip_suffix('>').and_then(|inner| inner.rsplit_once('<')) {
        Some((shown, target)) => {
            text.push(&unescape(shown.trim_end()), false);
            text.push_link(target);
        }
        None => text.push(&unescape(inner), false),
    }
}

/// Length of a role such as `:ref:` before a backquote.
fn role(tail: &str) -> Option<usize> {
    let name = tail
        .get(1..)?
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
        .count();
    (name > 0 && tail.get(1 + name..)?.starts_with(":`")).then_some(name + 2)
}
