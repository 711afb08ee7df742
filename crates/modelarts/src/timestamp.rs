//! Point in time, from the three formats of the service.

use std::{fmt, time::SystemTime};

use jiff::fmt::strtime;

/// A point in time, in UTC, with a resolution of a nanosecond.
///
/// The service has three formats: RFC 3339 (`metadata.creationTimestamp` of ListPools), the format of the Go language
/// (`operationTime` of ShowPoolStatistics), and milliseconds since 1970 (`update_time` of ShowWorkspaceQuotas).
/// `Display` writes RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// Parses RFC 3339, such as `2022-09-16T03:10:40Z`.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Parses the output of Go's `time.Time.String`, such as `2022-12-05 11:15:59.329633162 +0000 UTC`. The zone name and
    /// a monotonic clock reading (`m=+0.1`), which may follow the offset, are ignored.
    pub(crate) fn from_go(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let (date, time, offset) = (words.next()?, words.next()?, words.next()?);
        let parsed = strtime::parse("%Y-%m-%d %H:%M:%S%.f %z", format!("{date} {time} {offset}")).ok()?;
        parsed.to_timestamp().ok().map(Self)
    }

    pub(crate) fn from_millisecond(millisecond: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(millisecond).ok().map(Self)
    }

    /// Whole seconds since 1970, rounded towards 1970.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }

    /// Whole milliseconds since 1970, rounded towards 1970.
    pub fn as_millisecond(self) -> i64 {
        self.0.as_millisecond()
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0.into()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Timestamp;

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
            assert_eq!(Timestamp::from_go(text).unwrap().to_string(), expected);
        }
        for text in [
            "",
            "yesterday",
            "2025-03-27",
            "2025-03-27 11:48:55",
            "2025-13-27 11:48:55 +0000 UTC",
        ] {
            assert_eq!(Timestamp::from_go(text), None, "{text}");
        }
    }

    #[test]
    fn the_three_formats_are_one_type() {
        let time = Timestamp::from_rfc3339("2016-07-31T21:20:20Z").unwrap();
        assert_eq!(Timestamp::from_go("2016-07-31 21:20:20 +0000 UTC"), Some(time));
        assert_eq!(Timestamp::from_millisecond(1_470_000_020_000), Some(time));
        assert_eq!(
            (time.as_second(), time.as_millisecond()),
            (1_470_000_020, 1_470_000_020_000)
        );
        assert_eq!(
            SystemTime::from(time),
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_470_000_020)
        );
        assert_eq!([i64::MAX, i64::MIN].map(Timestamp::from_millisecond), [None, None]);
    }
}
