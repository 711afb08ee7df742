//! The canonical form of a request, which its signature is made over.

use std::{borrow::Cow, fmt, ops::Range};

use base16ct::lower::encode_str;
use hmac::Mac;
use jiff::{Timestamp, tz::Offset};
use sha2::{Digest, Sha256};

use super::{SigningError, encoding};
use crate::auth::AccessKeys;

const HEX: usize = 64;

/// SHA-256 of an empty body, which every `GET` has.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Length that few canonical requests exceed.
const CAPACITY: usize = 1024;

/// Formats a time for `X-Sdk-Date`: UTC, such as `20250102T030405Z`.
///
/// The service refuses a request whose time differs from its own by more than 15 minutes.
pub fn sdk_date(time: Timestamp) -> String {
    let time = Offset::UTC.to_datetime(time);
    let year = time.year().unsigned_abs();
    let rest = [time.month(), time.day(), time.hour(), time.minute(), time.second()];
    let [month, day, hour, minute, second] = rest.map(|part| part.unsigned_abs().into());
    let mut text = String::with_capacity(16);
    for part in [year / 100, year % 100, month, day, hour, minute, second] {
        // Digit by digit, since formatting would take half as long as all else in a signature.
        for digit in [part / 10, part % 10] {
            text.push(char::from_digit(digit.into(), 10).unwrap_or_default());
        }
        if text.len() == 8 {
            text.push('T');
        }
    }
    text.push('Z');
    text
}

/// A request to be signed.
#[derive(Clone, Debug)]
pub struct SignableRequest<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The path. Escapes (`%XX`) are decoded; other characters may be encoded or not.
    pub path: &'a str,
    /// The decoded names and values of the query, in any order.
    pub query: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The headers to sign, in any order and case. `Host` and `X-Sdk-Date` should be among them.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The body.
    pub body: &'a [u8],
}

/// A request in canonical form: method, path, query, headers, names of the headers and hash of the body, on lines of
/// their own.
///
/// `Debug` omits the text, since it may hold the value of `X-Security-Token`.
#[derive(Clone)]
pub struct CanonicalRequest {
    text: String,
    /// Where these are in the text.
    path: Range<usize>,
    query: Range<usize>,
    signed_headers: Range<usize>,
}

impl CanonicalRequest {
    /// The canonical form of `request`.
    ///
    /// # Errors
    ///
    /// [`SigningError::EncodedSlash`] for a path with `%2F` in it.
    pub fn new(request: SignableRequest<'_>) -> Result<Self, SigningError> {
        let path = encoding::path(request.path)?;
        let query = encoding::query(request.query);
        let headers = request.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim()));
        let mut headers: Vec<_> = headers.collect();
        headers.sort_by(|(left, _), (right, _)| left.cmp(right));
        Ok(Self::from_canonical(
            request.method,
            &path,
            &query,
            &headers,
            request.body,
        ))
    }

    /// The same from parts in canonical form: `headers` have lower-case names, are sorted by them and trimmed.
    pub(super) fn from_canonical(
        method: &str,
        path: &str,
        query: &str,
        headers: &[(impl AsRef<str>, &str)],
        body: &[u8],
    ) -> Self {
        let mut text = String::with_capacity(CAPACITY);
        let push = |text: &mut String, part: &str| {
            let begin = text.len();
            text.push_str(part);
            begin..text.len()
        };
        text.extend([method, "\n"]);
        let slash = if path.ends_with('/') { "" } else { "/" };
        let path = push(&mut text, path);
        // The added slash is signed, but not sent.
        text.extend([slash, "\n"]);
        let query = push(&mut text, query);
        text.push('\n');
        for (name, value) in headers {
            text.extend([name.as_ref(), ":", *value, "\n"]);
        }
        text.push('\n');
        let begin = text.len();
        for (name, _) in headers {
            let separator = if text.len() == begin { "" } else { ";" };
            text.extend([separator, name.as_ref()]);
        }
        let signed_headers = begin..text.len();
        text.push('\n');
        if body.is_empty() {
            text.push_str(EMPTY_BODY);
        } else {
            text.push_str(hexadecimal(&Sha256::digest(body), &mut [0; HEX]));
        }
        Self {
            text,
            path,
            query,
            signed_headers,
        }
    }

    fn part(&self, place: &Range<usize>) -> &str {
        self.text.get(place.clone()).unwrap_or_default()
    }

    /// The canonical request. It holds the value of `X-Security-Token`, if that header is signed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path to send, encoded.
    pub fn path(&self) -> &str {
        self.part(&self.path)
    }

    /// The query to send, encoded and sorted, without a question mark. Empty if there is none.
    pub fn query(&self) -> &str {
        self.part(&self.query)
    }

    /// The names of the signed headers: lower-case, sorted, joined by semicolons.
    pub fn signed_headers(&self) -> &str {
        self.part(&self.signed_headers)
    }

    /// The string to sign, for the time in `X-Sdk-Date`.
    pub fn string_to_sign(&self, sdk_date: &str) -> String {
        self.parts_to_sign(sdk_date, &mut [0; HEX]).concat()
    }

    /// The parts of the string to sign. The last one is written to `hex`.
    fn parts_to_sign<'a>(&self, sdk_date: &'a str, hex: &'a mut [u8; HEX]) -> [&'a str; 4] {
        let digest = Sha256::digest(self.text.as_bytes());
        ["SDK-HMAC-SHA256\n", sdk_date, "\n", hexadecimal(&digest, hex)]
    }

    /// The value of the `Authorization` header, for the time in `X-Sdk-Date`.
    pub fn authorization(&self, keys: &AccessKeys, sdk_date: &str) -> String {
        let mut digest = [0; HEX];
        let parts = self.parts_to_sign(sdk_date, &mut digest);
        let hmac = keys.hmac().map(|mut hmac| {
            parts.iter().for_each(|part| hmac.update(part.as_bytes()));
            hmac
        });
        // Keys always have their HMAC; without it the service would refuse the empty signature.
        let signature = hmac.map(|hmac| hmac.finalize().into_bytes()).unwrap_or_default();
        [
            "SDK-HMAC-SHA256 Access=",
            keys.access_key(),
            ", SignedHeaders=",
            self.signed_headers(),
            ", Signature=",
            hexadecimal(&signature, &mut [0; HEX]),
        ]
        .concat()
    }
}

/// `Debug` without the text.
impl fmt::Debug for CanonicalRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalRequest")
            .field("signed_headers", &self.signed_headers())
            .finish_non_exhaustive()
    }
}

/// A SHA-256 digest in hexadecimal digits, for which the buffer has the exact size.
fn hexadecimal<'a>(digest: &[u8], hex: &'a mut [u8; HEX]) -> &'a str {
    encode_str(digest, hex).unwrap_or_default()
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
