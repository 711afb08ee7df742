//! Places in a payload, as JSON paths.

use std::fmt::{self, Write};

/// A place: as it is, and with every index left open, under which the same thing in many places is one.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    exact: String,
    open: String,
}

impl Place {
    pub(super) fn root() -> Self {
        Self {
            exact: "$".to_owned(),
            open: "$".to_owned(),
        }
    }

    /// A field with a name that may be told.
    pub(super) fn field(&self, name: &str) -> Self {
        let simple = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match simple {
            true => self.then(format_args!(".{name}"), format_args!(".{name}")),
            false => self.then(format_args!("['{name}']"), format_args!("['{name}']")),
        }
    }

    /// A field whose name may not be told.
    pub(super) fn masked(&self) -> Self {
        self.then(format_args!("[masked]"), format_args!("[masked]"))
    }

    pub(super) fn element(&self, index: usize) -> Self {
        self.then(format_args!("[{index}]"), format_args!("[*]"))
    }

    /// With its indices.
    pub(super) fn exact(&self) -> &str {
        &self.exact
    }

    /// With `[*]` for each index.
    pub(super) fn open(&self) -> &str {
        &self.open
    }

    fn then(&self, exact: fmt::Arguments<'_>, open: fmt::Arguments<'_>) -> Self {
        let mut place = self.clone();
        // Writing to a string cannot fail.
        let _ = place.exact.write_fmt(exact);
        let _ = place.open.write_fmt(open);
        place
    }
}
