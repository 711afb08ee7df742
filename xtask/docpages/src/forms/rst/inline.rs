//! Markup within a line: bold print, emphasis, literals, roles, links and escapes.

use crate::text::Text;

const MARKS: [&str; 6] = ["\\", "**", "*", "``", "`", ":"];
const MARK_STARTS: [char; 4] = ['\\', '*', '`', ':'];

/// Parses the markup. Marks that are not closed are kept as text.
pub(crate) fn parse(source: &str) -> Text {
    let mut text = Text::default();
    // Marks without a partner in the rest of the source: to search at each of them again would take quadratic time.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut rest = source;
    let mut before = ' ';
    while let Some(at) = rest.find(MARK_STARTS) {
        let (head, tail) = rest.split_at(at);
        text.push(head, false);
        before = head.chars().next_back().unwrap_or(before);
        if let Some(after) = role(tail) {
            rest = after;
            continue;
        }
        let mark = MARKS
            .into_iter()
            .find(|mark| tail.starts_with(mark))
            .unwrap_or_default();
        let body = tail.get(mark.len()..).unwrap_or_default();
        let opens = !before.is_alphanumeric() && !body.starts_with(char::is_whitespace) && !unclosed.contains(&mark);
        let end = match mark {
            "\\" => body.chars().next().map(char::len_utf8),
            ":" => None,
            _ if !opens || body.is_empty() => None,
            _ => closing(body, mark).or_else(|| {
                unclosed.push(mark);
                None
            }),
        };
        let inner = end.and_then(|end| body.get(..end));
        match (mark, inner) {
            (_, None) => text.push(mark, false),
            ("``", Some(inner)) => text.push(inner, false),
            ("`", Some(inner)) => link(inner, &mut text),
            (_, Some(inner)) if mark == "\\" => text.push(inner.trim_start(), false),
            (_, Some(inner)) => text.push(&unescape(inner), mark == "**"),
        }
        let closed = if mark == "\\" { 0 } else { mark.len() };
        let length = mark.len() + inner.map_or(0, |inner| inner.len() + closed);
        let (read, after) = tail.split_at_checked(length).unwrap_or((tail, ""));
        before = read.chars().next_back().unwrap_or(' ');
        // A reference ends in underscores that are part of its markup.
        rest = if mark == "`" && inner.is_some() {
            after.trim_start_matches('_')
        } else {
            after
        };
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

/// Undoes backslashes: each escapes the next character, and vanishes with whitespace.
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

/// What follows a role such as `:ref:`, if a backquote does.
fn role(tail: &str) -> Option<&str> {
    let (name, after) = tail.strip_prefix(':')?.split_once(':')?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.');
    (!name.is_empty() && after.starts_with('`') && name.bytes().all(is_name)).then_some(after)
}
