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

    /// Whether tables keep their captions, which name the types.
    #[must_use]
    pub fn keeps_captions(self) -> bool {
        matches!(self, Self::Rst | Self::Html | Self::Caption)
    }

    /// Whether cells keep their lists, which give the values.
    #[must_use]
    pub fn keeps_lists(self) -> bool {
        matches!(self, Self::Rst | Self::Html | Self::Caption)
    }

    /// Whether bold is kept, which marks values within sentences.
    #[must_use]
    pub fn keeps_emphasis(self) -> bool {
        matches!(self, Self::Rst | Self::Html)
    }

    /// Description of what identifies the form.
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
