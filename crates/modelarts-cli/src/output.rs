//! Standard output.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use terminal_size::{Height, Width, terminal_size_of};

/// Output format. The help of the option says what each is; here it would make the help of every option long.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Wide,
    Json,
    Yaml,
    Csv,
    Name,
}

impl Format {
    /// Whether it shows the response itself rather than a table of it.
    pub(crate) fn is_document(self) -> bool {
        matches!(self, Self::Json | Self::Yaml)
    }
}

/// Columns and lines of the terminal that standard output is, if it is one.
pub(crate) fn terminal() -> Option<(usize, usize)> {
    size(terminal_size_of(io::stdout()))
}

/// Width available to tables: that of the terminal, or else what `COLUMNS` says, as `watch` sets it.
pub(crate) fn width() -> Option<usize> {
    let columns = || env::var("COLUMNS").ok()?.trim().parse().ok();
    terminal()
        .map(|(columns, _)| columns)
        .or_else(columns)
        .filter(|width| *width > 0)
}

/// Width of the terminal that standard error is, if it is one.
pub(crate) fn error_width() -> Option<usize> {
    size(terminal_size_of(io::stderr())).map(|(columns, _)| columns)
}

fn size(terminal: Option<(Width, Height)>) -> Option<(usize, usize)> {
    let (Width(columns), Height(lines)) = terminal?;
    (columns > 0).then_some((columns.into(), lines.into()))
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Prints bytes as they are.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    let mut to = io::stdout().lock();
    to.write_all(bytes)?;
    to.flush()
}

/// Prints styled text, without the styles off a terminal or if `NO_COLOR` is set.
pub(crate) fn print_styled(text: &str) -> io::Result<()> {
    let choice = match is_terminal() {
        true => AutoStream::choice(&io::stdout()),
        // Even if `CLICOLOR_FORCE` is set.
        false => ColorChoice::Never,
    };
    let mut to = AutoStream::new(io::stdout().lock(), choice);
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// Prints what no program should take for a result: to standard error.
pub(crate) fn print_remark(text: &str) -> io::Result<()> {
    io::stderr().write_all(wrap(text, error_width(), "").as_bytes())
}

/// Whether a character moves the cursor, changes colours, reverses the writing direction or hides text.
pub(crate) fn is_unsafe(character: char) -> bool {
    let is_invisible = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    is_invisible || character.is_control()
}

/// Text from the service made safe for one line of a terminal: unsafe characters are escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => plain.push(' '),
            _ if is_unsafe(character) => plain.extend(character.escape_unicode()),
            _ => plain.push(character),
        }
    }
    plain
}

/// A paragraph with line breaks between words, as wide as `width` allows. `indent` stands before all lines but the first.
pub(crate) fn wrap(text: &str, width: Option<usize>, indent: &str) -> String {
    let options = textwrap::Options::new(width.unwrap_or(usize::MAX))
        .subsequent_indent(indent)
        .break_words(false);
    textwrap::fill(text, options) + "\n"
}
