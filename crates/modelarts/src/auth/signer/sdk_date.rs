//! The time of a signature.

use jiff::{Timestamp, tz::Offset};

/// A time in the form of `X-Sdk-Date`: UTC, as `20250102T030405Z`.
///
/// The service refuses a request whose time is more than 15 minutes off its own.
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
        // Digit by digit, since `format!` would take a quarter of the time that the rest of signing does.
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
