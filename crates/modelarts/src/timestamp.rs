//! The time format of the Go language, which one operation has; the others have RFC 3339 and milliseconds since 1970.

use jiff::{Timestamp, fmt::strtime};

/// Parses the output of Go's `time.Time.String`, such as `2022-12-05 11:15:59.329633162 +0000 UTC`. The zone name and a
/// monotonic clock reading (`m=+0.1`), which may follow the offset, are ignored.
pub(crate) fn from_go(text: &str) -> Option<Timestamp> {
    let mut words = text.split_ascii_whitespace();
    let (date, time, offset) = (words.next()?, words.next()?, words.next()?);
    let parsed = strtime::parse("%Y-%m-%d %H:%M:%S%.f %z", format!("{date} {time} {offset}")).ok()?;
    parsed.to_timestamp().ok()
}

#[cfg(test)]
mod tests {
    use super::from_go;

    const GO: &str = "
        2025-03-27 11:48:55.446172146 +0000 UTC   | 2025-03-27T11:48:55.446172146Z
        2025-03-27 11:48:55 +0000 UTC             | 2025-03-27T11:48:55Z
        2025-03-27 19:48:55.4 +0800 CST           | 2025-03-27T11:48:55.4Z
        2025-03-27 19:48:55.4 +0800 +08           | 2025-03-27T11:48:55.4Z
        2025-03-27 11:48:55 +0000 UTC m=+0.000012 | 2025-03-27T11:48:55Z
        1969-12-31 23:59:59.5 +0000 UTC           | 1969-12-31T23:59:59.5Z
    ";

    #[test]
    fn the_go_format_is_parsed_with_all_that_may_follow() {
        for (text, expected) in GO.lines().filter_map(|line| line.split_once(" | ")) {
            assert_eq!(from_go(text).unwrap().to_string(), expected);
        }
        for text in [
            "",
            "yesterday",
            "2025-03-27",
            "2025-03-27 11:48:55",
            "2025-13-27 11:48:55 +0000 UTC",
        ] {
            assert_eq!(from_go(text), None, "{text}");
        }
    }
}
