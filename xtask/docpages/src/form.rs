//! Forms of pages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Form of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// reStructuredText, the source of one edition of the documentation.
    Rst,
    /// HTML of the vendor's export.
    Html,
    /// Text with a line for each cell, which ends with a bar.
    Compact,
    /// Text with a line for each row, with bars between the cells.
    Row,
    /// Text with an indented line for each cell, and a bar on its own line before each row.
    PadPipe,
    /// Text with a paragraph for each cell, and a caption above each table.
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

    /// Whether tables keep their captions, which name the types, and cells their lists, which give the values.
    #[must_use]
    pub fn keeps_captions(self) -> bool {
        matches!(self, Self::Rst | Self::Html | Self::Caption)
    }

    /// Whether bold is kept, which marks values within sentences.
    #[must_use]
    pub fn keeps_emphasis(self) -> bool {
        matches!(self, Self::Rst | Self::Html)
    }

    /// Its name, and what identifies it.
    pub(crate) fn described(self) -> (&'static str, &'static str) {
        match self {
            Self::Rst => ("reStructuredText", "`.. table::`, or a frame of `+---+`"),
            Self::Html => ("HTML", "`<table>`"),
            Self::Compact => (
                "text with a bar after each cell",
                "`Parameter |` on a line of its own above `---|---|`",
            ),
            Self::Row => (
                "text with a row on each line",
                "`Parameter | Type | Description |` above `|---|---|`",
            ),
            Self::PadPipe => (
                "text with a bar before each row",
                "`|` on a line of its own above `Parameter |`",
            ),
            Self::Caption => (
                "text with a paragraph for each cell",
                "`Table 1 ...` above the words of a header, each in its own paragraph",
            ),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.described().0)
    }
}
