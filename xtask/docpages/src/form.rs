//! The forms in which pages reach us.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    Unreadable,
    vocabulary::{Columns, column, is_caption, method},
};

/// The form of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// reStructuredText, the source of the documentation of one edition.
    Rst,
    /// The HTML of the vendor's export.
    Html,
    /// Text in which each cell is a line that ends in a bar.
    Compact,
    /// Text in which each row is a line with bars between its cells.
    Row,
    /// Text in which each cell is an indented line, and a bar of its own begins a row.
    PadPipe,
    /// Text in which each cell is a paragraph, and captions begin the tables.
    Caption,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 6] = [
        Self::Rst,
        Self::Html,
        Self::Compact,
        Self::Row,
        Self::PadPipe,
        Self::Caption,
    ];

    /// Whether tables keep their captions, and with them the names of the types.
    #[must_use]
    pub fn keeps_captions(self) -> bool {
        matches!(self, Self::Rst | Self::Html | Self::Caption)
    }

    /// Whether lists within cells are kept, and with them the values that they list.
    #[must_use]
    pub fn keeps_lists(self) -> bool {
        matches!(self, Self::Rst | Self::Html | Self::Caption)
    }

    /// Whether bold print is kept, which tells a value within a sentence from its words.
    #[must_use]
    pub fn keeps_emphasis(self) -> bool {
        matches!(self, Self::Rst | Self::Html)
    }

    /// How to tell the form.
    pub(crate) fn mark(self) -> &'static str {
        match self {
            Self::Rst => "`.. table::`, or a frame of `+---+`",
            Self::Html => "`<table>`",
            Self::Compact => "`Parameter |` on a line of its own above `---|---|`",
            Self::Row => "`Parameter | Type | Description |` above `|---|---|`",
            Self::PadPipe => "`|` on a line of its own above `Parameter |`",
            Self::Caption => "`Table 1 ...` above the words of a header, each in its own paragraph",
        }
    }

    /// Tells the form from the text.
    pub(crate) fn detect(text: &str) -> Result<Self, Unreadable> {
        let mut caption = None;
        let mut above: [&str; 2] = ["", ""];
        let mut headings_of_markdown = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if line.starts_with(".. table::") || line.starts_with(".. code-block::") || is_frame(line) {
                return Ok(Self::Rst);
            }
            if line.starts_with("# ") || line.starts_with("## ") {
                headings_of_markdown.get_or_insert(index + 1);
            }
            if has_tag(line, "<table") || has_tag(line, "<h4") || has_tag(line, "<h1") {
                return match headings_of_markdown {
                    Some(line) => Err(Unreadable::Unsupported {
                        what: "Markdown with HTML in it",
                        line,
                    }),
                    None => Ok(Self::Html),
                };
            }
            if is_header_in_one_line(line) {
                return Ok(Self::Row);
            }
            let first_column = line.strip_suffix('|').is_some_and(|word| is_first_column(word.trim()));
            if first_column {
                return Ok(if above[1] == "|" { Self::PadPipe } else { Self::Compact });
            }
            if is_first_column(line) && is_caption(above[1]) {
                caption.get_or_insert(Self::Caption);
            }
            above = [above[1], line];
        }
        if let Some(form) = caption {
            return Ok(form);
        }
        if let Some(form) = text.lines().find_map(|line| weak_mark(line.trim())) {
            return Ok(form);
        }
        Err(Unreadable::UnknownForm)
    }
}

/// Marks that are believed where no table shows the form, so that a page without tables can be refused in better words.
fn weak_mark(line: &str) -> Option<Form> {
    if line.starts_with(":original_name:") || (line.starts_with(".. _") && line.ends_with(':')) {
        return Some(Form::Rst);
    }
    (has_tag(line, "<html") || has_tag(line, "<body") || has_tag(line, "<p>")).then_some(Form::Html)
}

fn is_frame(line: &str) -> bool {
    line.len() > 4 && line.starts_with("+-") && line.ends_with("-+") && line.bytes().all(|b| matches!(b, b'+' | b'-'))
}

fn is_header_in_one_line(line: &str) -> bool {
    let line = line.trim_matches('|');
    line.contains('|') && Columns::of(&line.split('|').map(str::trim).collect::<Vec<_>>()).is_some()
}

fn is_first_column(word: &str) -> bool {
    matches!(
        column(word),
        Some(crate::vocabulary::Column::Name | crate::vocabulary::Column::Status)
    )
}

/// Pages speak of tags within their prose, so only one that begins its line, or follows another tag, counts.
fn has_tag(line: &str, tag: &str) -> bool {
    let Some(at) = line.find(tag) else { return false };
    method(line).is_none() && (at == 0 || line.get(..at).is_some_and(|before| before.contains('<')))
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rst => "reStructuredText",
            Self::Html => "HTML",
            Self::Compact => "text with a bar after each cell",
            Self::Row => "text with a row on each line",
            Self::PadPipe => "text with a bar before each row",
            Self::Caption => "text with a paragraph for each cell",
        })
    }
}
