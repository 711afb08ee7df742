//! What is printed on a terminal.

use std::fmt::Write;

use super::{
    Checked,
    report::{clause, heading, impact, place, sum},
};

/// The least width to break lines for; below it the terminal breaks them.
const NARROWEST: usize = 60;

/// The changes of each page, below the part of the page that they are in, in lines that fit.
pub(super) fn text(pages: &[Checked], columns: usize) -> String {
    let mut out = String::new();
    for (index, page) in pages.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&heading(page));
        let places = page.changes.iter().map(|located| place(located).len());
        let width = places.max().unwrap_or(0);
        let mut part = None;
        for located in &page.changes {
            let location = located.change.location.as_str();
            if part.replace(location) != Some(location) {
                let _ = writeln!(out, "{location}");
            }
            let start = format!("  {:<8}  {:<width$}  ", impact(located), place(located));
            let clause = broken(&clause(&located.change), start.len(), columns);
            let _ = writeln!(out, "{start}{clause}");
        }
    }
    out.push_str(&sum(pages));
    out
}

/// Breaks a text that begins at a column between its words, and lets what follows begin there as well.
fn broken(text: &str, column: usize, columns: usize) -> String {
    if columns < NARROWEST {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = column;
    for word in text.split(' ') {
        let length = word.chars().count();
        if out.is_empty() {
            used += length;
        } else if used + 1 + length > columns {
            let _ = write!(out, "\n{:column$}", "");
            used = column + length;
        } else {
            out.push(' ');
            used += 1 + length;
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn a_line_is_broken_between_words_where_the_terminal_ends() {
        let text = "containerNetwork: field added: Network object";
        assert_eq!(broken(text, 15, 60), text);
        let lines = "containerNetwork: field added: Network\n                object";
        assert_eq!(broken(text, 16, 60), lines);
        assert_eq!(broken(text, 16, 59), text);
    }

    #[test]
    fn a_word_that_fits_nowhere_stays_whole() {
        let word = "x".repeat(99);
        assert_eq!(broken(&word, 10, 60), word);
        assert_eq!(broken(&format!("a {word}"), 10, 60), format!("a\n          {word}"));
    }
}
