//! The forms in which pages reach us.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The form of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// reStructuredText, as Sphinx builds it.
    Rst,
    /// HTML, as the vendor's publisher exports it.
    Html,
    /// Flattened text: a line for each cell, which ends in a bar.
    Compact,
    /// Flattened text: a line for each row.
    Row,
    /// Flattened text: a bar alone before each row, and indented cells.
    PadPipe,
    /// Flattened text: a paragraph for each cell, and captions.
    Caption,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rst => "reStructuredText",
            Self::Html => "HTML",
            Self::Compact => "flattened text (compact)",
            Self::Row => "flattened text (row)",
            Self::PadPipe => "flattened text (padpipe)",
            Self::Caption => "flattened text (caption)",
        })
    }
}
