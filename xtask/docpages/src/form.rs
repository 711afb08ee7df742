//! The forms in which pages reach us.

use std::fmt;

use serde::{Deserialize, Serialize};

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
