//! The time of a signature.

use jiff::{Timestamp, tz::Offset};

/// Formats a time for `X-Sdk-Date`: UTC, such as `20250102T030405Z`.
///
/// The service refuses a request whose time differs from its own by more than 15 minutes.
pub fn sdk_date(time: Timestamp) -> String {
    SdkDate::new(time).as_str().to_owned()
}

/// The same without an allocation.
pub(super) struct SdkDate([u8; 16]);

impl SdkDate {
    pub(super) fn new(time: Timestamp) -> Self {
        let time = Offset::UTC.to_datetime(time);
        let year = time.year().unsigned_abs();
        let [month, day, hour, minute, second] = [time.month(), time.day(), time.hour(), time.minute(), time.second()]
            .map(|part| part.unsigned_abs().into());
        // Digit by digit, since `format!` would take a quarter of the time of a signature.
        let [a, b] = digits(year / 100);
        let [c, d] = digits(year % 100);
        let [e, f] = digits(month);
        let [g, h] = digits(day);
        let [i, j] = digits(hour);
        let [k, l] = digits(minute);
        let [m, n] = digits(second);
        Self([a, b, c, d, e, f, g, h, b'T', i, j, k, l, m, n, b'Z'])
    }

    pub(super) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn digits(number: u16) -> [u8; 2] {
    [number / 10 % 10, number % 10].map(|digit| b'0' + u8::try_from(digit).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::sdk_date;

    #[test]
    fn formats_times_in_utc() {
        for (time, expected) in [
            ("2025-01-02T03:04:05.999Z", "20250102T030405Z"),
            ("2025-01-02T03:04:05+08:00", "20250101T190405Z"),
            ("1970-01-01T00:00:00Z", "19700101T000000Z"),
        ] {
            assert_eq!(sdk_date(time.parse().unwrap()), expected);
        }
    }
}
