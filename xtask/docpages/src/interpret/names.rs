//! Names of what a page has several of, in documents and reports.

/// The name of what belongs to a status: `response 200`.
pub(crate) fn label(what: &str, status: Option<u16>) -> String {
    status.map_or_else(|| what.to_owned(), |status| format!("{what} {status}"))
}

/// A name and its number, from the second on: `status`, `status_2`.
pub(crate) fn numbered(name: &str, separator: &str, number: usize) -> String {
    if number == 1 {
        name.to_owned()
    } else {
        format!("{name}{separator}{number}")
    }
}
