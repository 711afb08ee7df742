//! Standard output.

use std::{
    env,
    io::{self, ErrorKind, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use terminal_size::{Width, terminal_size_of};

/// Output format.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

impl Format {
    /// The chosen format; by default a table on a terminal and JSON otherwise.
    pub(crate) fn or_default(chosen: Option<Self>) -> Self {
        chosen.unwrap_or(if is_terminal() { Self::Table } else { Self::Json })
    }
}

/// Table width if neither the terminal nor `COLUMNS` gives one.
const DEFAULT_WIDTH: u16 = 80;

/// Width available to tables.
pub(crate) fn width() -> u16 {
    let terminal = terminal_size_of(io::stdout()).map(|(Width(columns), _)| columns);
    let columns = || env::var("COLUMNS").ok()?.trim().parse().ok();
    terminal
        .or_else(columns)
        .filter(|width| *width > 0)
        .unwrap_or(DEFAULT_WIDTH)
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Prints bytes as they are. A closed pipe is not an error: its reader has seen enough.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    write(io::stdout().lock(), bytes)
}

/// Prints styled text, without the styles off a terminal or if `NO_COLOR` is set. A closed pipe is not an error.
pub(crate) fn print_styled(text: &str) -> io::Result<()> {
    let choice = match is_terminal() {
        true => AutoStream::choice(&io::stdout()),
        // Even if `CLICOLOR_FORCE` is set.
        false => ColorChoice::Never,
    };
    write(AutoStream::new(io::stdout().lock(), choice), text.as_bytes())
}

fn write(mut to: impl Write, bytes: &[u8]) -> io::Result<()> {
    match to.write_all(bytes).and_then(|()| to.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Text from the service made safe for one line of a terminal: characters that move the cursor, change colours or
/// reverse the writing direction are escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => plain.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => plain.extend(character.escape_unicode()),
            _ if character.is_control() => plain.extend(character.escape_unicode()),
            _ => plain.push(character),
        }
    }
    plain
}
