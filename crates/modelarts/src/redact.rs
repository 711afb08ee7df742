//! Redaction of secrets in text that a server sent.

use crate::auth::Credentials;

/// Shorter secrets are not searched for: they occur in any text, such as the keys `AK` and `SK` of a test.
const SHORTEST_SECRET: usize = 8;

/// Longest id that is taken for one by its form: a UUID has 36 characters.
const LONGEST_ID: usize = 36;

/// What a signature follows in a request, which lets whoever sees both send the request again for a quarter of an hour.
const BEFORE_SIGNATURE: &str = "Signature=";

/// What stands for a secret.
const MARKER: &str = "[redacted]";

/// Replaces every secret in `text`, also one whose slashes are escaped as JSON allows, and every signature. All are searched
/// for in the text as it came, so that what replaces one is not taken for another; those that overlap are replaced as one.
pub(crate) fn redact(text: String, secrets: &[&str]) -> String {
    let secrets = secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for secret in secrets {
        let mut find = |form: &str| places.extend(text.match_indices(form).map(|(at, _)| (at, at + form.len())));
        find(secret);
        if secret.contains('/') {
            find(&secret.replace('/', "\\/"));
        }
    }
    for (at, before) in text.match_indices(BEFORE_SIGNATURE) {
        let begin = at + before.len();
        let after = text.get(begin..).unwrap_or_default().bytes();
        places.push((begin, begin + after.take_while(u8::is_ascii_hexdigit).count()));
    }
    places.sort_unstable();
    let mut places = places.into_iter().peekable();
    let (mut redacted, mut copied) = (String::new(), 0);
    while let Some((begin, mut end)) = places.next() {
        while let Some((_, next)) = places.next_if(|(next, _)| *next < end) {
            end = end.max(next);
        }
        redacted.extend([text.get(copied..begin).unwrap_or_default(), MARKER]);
        copied = end;
    }
    match copied {
        0 => text,
        _ => redacted + text.get(copied..).unwrap_or_default(),
    }
}

/// Redacts an id unless it has the form of one, which no secret has: digits after a dot and words (`ModelArts.0104`), or
/// hexadecimal digits and hyphens.
pub(crate) fn redact_id(id: String, credentials: &Credentials) -> String {
    let is_hexadecimal = || id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = || {
        let parts = id.rsplit_once('.');
        parts.is_some_and(|(words, number)| is_number(number) && words.split('.').all(is_word))
    };
    let is_plain = id.len() <= LONGEST_ID && (is_hexadecimal() || is_code());
    if is_plain {
        id
    } else {
        redact(id, &credentials.secrets())
    }
}

#[cfg(test)]
mod tests {
    use super::{redact, redact_id};
    use crate::auth::AccessKeys;

    #[test]
    fn replaces_secrets_in_every_form_the_longest_first() {
        let secrets = ["S3CR3T/sk", "token/S3CR3T/sk==", "short", "redacted", "==, sk==, and "];
        let cases = [
            ("nothing to hide", "nothing to hide"),
            ("a \\ alone", "a \\ alone"),
            ("key S3CR3T/sk.", "key [redacted]."),
            ("S3CR3T/skS3CR3T/sk", "[redacted][redacted]"),
            (r"S3CR3T\/sk", "[redacted]"),
            ("token/S3CR3T/sk==", "[redacted]"),
            (r"token\/S3CR3T\/sk== and S3CR3T/sk", "[redacted] and [redacted]"),
            ("Access=AK, Signature=0f1E.", "Access=AK, Signature=[redacted]."),
            ("Signature=0 Signature=", "Signature=[redacted] Signature=[redacted]"),
            ("too short to search for", "too short to search for"),
            // Neither is a marker, nor what overlaps it, part of the text.
            ("S3CR3T/sk redacted", "[redacted] [redacted]"),
            ("token/S3CR3T/sk==, sk==, and more", "[redacted]more"),
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text.to_owned(), &secrets), expected);
        }
    }

    #[test]
    fn what_has_the_form_of_an_id_is_none_of_the_secrets() {
        let secrets = AccessKeys::temporary("ModelArts", "0123456789abcdef", "APIG.0308 ").into();
        for id in [
            "ModelArts.0104",
            "ModelArts.50005000",
            "A.B.1",
            "0123456789abcdef0123456789abcdef",
            "0123456789abcdef-1",
        ] {
            assert_eq!(redact_id(id.to_owned(), &secrets), id);
        }
        for (id, expected) in [
            ("ModelArts", "[redacted]"),
            ("ModelArts.", "[redacted]."),
            ("ModelArts.0104x", "[redacted].0104x"),
            ("mock-0123456789abcdef", "mock-[redacted]"),
            ("APIG.0308 ", "[redacted]"),
        ] {
            assert_eq!(redact_id(id.to_owned(), &secrets), expected);
        }
    }
}
