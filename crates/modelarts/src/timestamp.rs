//! One type for the three ways in which the service writes a time.

use std::{fmt, time::SystemTime};

use jiff::fmt::strtime;

/// A moment, to the nanosecond, in UTC.
///
/// The service writes it in three ways: RFC 3339 (`metadata.creationTimestamp` of ListPools), the form of the Go
/// language (`operationTime` of ShowPoolStatistics), and milliseconds since 1970 (`update_time` of
/// ShowWorkspaceQuotas). `Display` writes RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// Reads RFC 3339, as `2022-09-16T03:10:40Z`.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Reads what Go's `time.Time.String` writes, as `2022-12-05 11:15:59.329633162 +0000 UTC`. The name of the zone
    /// and a reading of the monotonic clock (`m=+0.1`) may follow; neither adds to the moment.
    pub(crate) fn from_go(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let (date, time, offset) = (words.next()?, words.next()?, words.next()?);
        let moment = format!("{date} {time} {offset}");
        let parsed = strtime::parse("%Y-%m-%d %H:%M:%S%.f %z", moment).ok()?;
        parsed.to_timestamp().ok().map(Self)
    }

    /// Reads milliseconds since 1970.
    pub(crate) fn from_milliseconds(milliseconds: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(milliseconds).ok().map(Self)
    }

    /// Whole seconds since 1970, rounded towards 1970.
    #[must_use]
    pub fn as_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Whole milliseconds since 1970, rounded towards 1970.
    #[must_use]
    pub fn as_milliseconds(self) -> i64 {
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
