//! Markup within a line: bold print, emphasis, literals, roles, links and escapes.

use crate::text::Text;

/// Undoes the markup. What opens and does not close is kept as it stands.
pub(crate) fn parse(source: &str) -> Text {
    let mut text = Text::default();
    let mut unclosed = Unclosed::default();
    let mut rest = source;
    let mut before = ' ';
    while let Some(at) = rest.find(['\\', '*', '`', ':']) {
        let (head, tail) = rest.split_at(at);
        text.push(head, false);
        before = head.chars().next_back().unwrap_or(before);
        let taken = match tail.as_bytes() {
            [b'\\', ..] => escape(tail, &mut text),
            [b'*', b'*', ..] => unclosed.span(tail, "**", before, |inner| text.push(&unescape(inner), true)),
            [b'*', ..] => unclosed.span(tail, "*", before, |inner| text.push(&unescape(inner), false)),
            [b'`', b'`', ..] => unclosed.span(tail, "``", before, |inner| text.push(inner, false)),
            [b'`', ..] => unclosed.span(tail, "`", before, |inner| link(inner, &mut text)),
            _ => role(tail),
        };
        match taken {
            Some(length) => {
                rest = tail.get(length..).unwrap_or_default();
                // A reference ends in underscores that are part of its markup.
                if tail.starts_with('`') && !tail.starts_with("``") {
                    rest = rest.trim_start_matches('_');
                }
                before = if tail.starts_with(':') {
                    before
                } else {
                    tail.get(..length).and_then(|t| t.chars().next_back()).unwrap_or(' ')
                };
            }
            None => {
                let length = if tail.starts_with("**") || tail.starts_with("``") {
                    2
                } else {
                    1
                };
                let (literal, after) = tail.split_at_checked(length).unwrap_or((tail, ""));
                text.push(literal, false);
                before = literal.chars().next_back().unwrap_or(before);
                rest = after;
            }
        }
    }
    text.push(rest, false);
    text
}

/// Which marks are known to have no partner in the rest of the source. A search that failed once fails from then on,
/// and repeating it at each mark would take quadratic time.
#[derive(Default)]
struct Unclosed {
    strong: bool,
    emphasis: bool,
    literal: bool,
    interpreted: bool,
}

impl Unclosed {
    /// Reads a span that begins and ends with a mark, and gives the length of all of it.
    fn span(&mut self, tail: &str, mark: &str, before: char, take: impl FnOnce(&str)) -> Option<usize> {
        let failed = match mark {
            "**" => &mut self.strong,
            "*" => &mut self.emphasis,
            "``" => &mut self.literal,
            _ => &mut self.interpreted,
        };
        let body = tail.get(mark.len()..)?;
        if *failed || before.is_alphanumeric() || body.chars().next().is_none_or(char::is_whitespace) {
            return None;
        }
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
            } else if at > 0 && body.get(at..).is_some_and(|here| here.starts_with(mark)) {
                let inner = body.get(..at)?;
                if mark == "*" && body.get(at..).is_some_and(|here| here.starts_with("**")) {
                    from = at + 2;
                } else if !inner.ends_with(char::is_whitespace) {
                    take(inner);
                    return Some(mark.len() + at + mark.len());
                }
            }
        }
        *failed = true;
        None
    }
}

/// A backslash takes the meaning from the character after it, and vanishes together with whitespace.
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

/// The name of a role such as `:ref:`, which stands before a back quote.
fn role(tail: &str) -> Option<usize> {
    let name = tail
        .get(1..)?
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
        .count();
    (name > 0 && tail.get(1 + name..)?.starts_with(":`")).then_some(name + 2)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn markup_is_undone() {
        for (source, plain, strong) in [
            (
                "**Status code**: **200**",
                "Status code: 200",
                &["Status code", "200"][..],
            ),
            (r"GET /v1/\{project\_id\}/x", "GET /v1/{project_id}/x", &[]),
            (r"\__type_baremetal", "__type_baremetal", &[]),
            ("Array of :ref:`Pool <id_1>` objects", "Array of Pool objects", &[]),
            (
                "see `Docs <https://x>`__ or *this* or ``**that**``.",
                "see Docs or this or **that**.",
                &[],
            ),
            ("a * b ** c ` d", "a * b ** c ` d", &[]),
            ("**a\\*b** 2*3*4", "a*b 2*3*4", &["a*b"]),
            ("**open", "**open", &[]),
            ("12:30: a:b", "12:30: a:b", &[]),
            ("**中文**：值", "中文：值", &["中文"]),
            ("tail\\", "tail\\", &[]),
        ] {
            let text = parse(source);
            assert_eq!(text.as_str(), plain, "{source}");
            assert_eq!(
                text.strong_in(0..999).map(|(_, part)| part).collect::<Vec<_>>(),
                strong,
                "{source}"
            );
        }
        assert_eq!(parse("Array of :ref:`Pool <ID_1>` objects").links(), ["id_1"]);
    }
}
