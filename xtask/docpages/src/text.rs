//! Text without its markup.

use std::ops::Range;

/// Text with whitespace collapsed and escapes undone, and the bold ranges and links that it had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    plain: String,
    strong: Vec<Range<usize>>,
    links: Vec<String>,
    ends_in_space: bool,
}

impl Text {
    pub(crate) fn plain(text: &str) -> Self {
        let mut built = Self::default();
        built.push(text, false);
        built
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.plain
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    pub(crate) fn links(&self) -> &[String] {
        &self.links
    }

    /// Bold parts that begin in the range, in order.
    pub(crate) fn strong_in(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &str)> {
        let first = self.strong.partition_point(|strong| strong.start < range.start);
        self.strong
            .iter()
            .skip(first)
            .take_while(move |strong| strong.start < range.end)
            .filter_map(|strong| Some((strong.clone(), self.plain.get(strong.clone())?)))
    }

    /// Appends text. Whitespace becomes single spaces, without any at the beginning or end.
    pub(crate) fn push(&mut self, text: &str, strong: bool) {
        let mut begin = None;
        for c in text.chars() {
            if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') {
                self.ends_in_space = true;
                continue;
            }
            if self.ends_in_space && !self.plain.is_empty() {
                self.plain.push(' ');
            }
            self.ends_in_space = false;
            begin.get_or_insert(self.plain.len());
            self.plain.push(c);
        }
        if let (true, Some(begin)) = (strong, begin) {
            match self.strong.last_mut() {
                Some(last) if last.end == begin => last.end = self.plain.len(),
                _ => self.strong.push(begin..self.plain.len()),
            }
        }
    }

    pub(crate) fn push_link(&mut self, id: &str) {
        self.links.push(anchor_id(id));
    }

    /// Appends another text after a space.
    pub(crate) fn append(&mut self, other: &Self) {
        self.ends_in_space = true;
        self.push_part(other, 0..other.plain.len());
        self.links.extend(other.links.iter().cloned());
    }

    /// Copies a part of the text, without links.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        part.push_part(self, range);
        part
    }

    fn push_part(&mut self, other: &Self, range: Range<usize>) {
        let mut end = range.start;
        let first = other.strong.partition_point(|strong| strong.end <= range.start);
        for strong in other.strong.iter().skip(first) {
            let (from, to) = (strong.start.max(end), strong.end.min(range.end));
            if from >= to {
                break;
            }
            self.push(other.plain.get(end..from).unwrap_or_default(), false);
            self.push(other.plain.get(from..to).unwrap_or_default(), true);
            end = to;
        }
        self.push(other.plain.get(end..range.end).unwrap_or_default(), false);
    }
}

/// Normalizes an anchor id: docutils writes ids in lower case, and pages mix both.
pub(crate) fn anchor_id(id: &str) -> String {
    id.trim().trim_start_matches('#').to_lowercase()
}
