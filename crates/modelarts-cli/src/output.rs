//! Where results go: standard output, in one piece.

use std::{
    env,
    io::{self, ErrorKind, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size_of};

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// As the service sent it.
    Json,
}

impl Format {
    /// The format that was asked for, or else the one that suits where standard output goes.
    pub(crate) fn or_default(asked: Option<Self>) -> Self {
        asked.unwrap_or(match io::stdout().is_terminal() {
            true => Self::Table,
            false => Self::Json,
        })
    }
}

/// How wide a table may be, where nothing says it.
const WIDTH: u16 = 80;

/// How wide a table may be: as the terminal, as `COLUMNS` says where there is none, or 80 columns.
pub(crate) fn width() -> u16 {
    let terminal = terminal_size_of(io::stdout()).map(|(Width(columns), _)| columns);
    let columns = || env::var("COLUMNS").ok()?.trim().parse().ok();
    terminal.or_else(columns).filter(|width| *width > 0).unwrap_or(WIDTH)
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Prints bytes as they are.
///
/// # Errors
///
/// What the system says, unless it is that nobody reads any more: whoever closed the pipe has seen enough.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    finish(write(io::stdout().lock(), bytes))
}

/// Prints a text with colours, which are left out where there is no terminal, or where it or `NO_COLOR` wants none.
///
/// # Errors
///
/// As [`print`].
pub(crate) fn print_styled(text: &str) -> io::Result<()> {
    let stdout = io::stdout();
    let choice = match stdout.is_terminal() {
        true => AutoStream::choice(&stdout),
        // `CLICOLOR_FORCE` would have it otherwise.
        false => ColorChoice::Never,
    };
    finish(write(AutoStream::new(stdout.lock(), choice), text.as_bytes()))
}

fn write(mut to: impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(bytes)?;
    to.flush()
}

fn finish(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A text of the service, fit for one line of a terminal: what would move the cursor or change colours is escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => plain.push(' '),
            // Marks that turn the direction of writing can make a text look like another.
            control if control.is_control() || matches!(control, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                plain.extend(control.escape_unicode());
            }
            other => plain.push(other),
        }
    }
    plain
}
