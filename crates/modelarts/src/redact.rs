//! Redaction of secrets in text that a server sent.

use std::cmp::Reverse;

/// Shorter secrets are not searched for: they occur in any text, such as the keys `AK` and `SK` of a test.
const SHORTEST_SECRET: usize = 8;

/// What a signature follows in a request, which lets whoever sees both send the request again for a quarter of an hour.
const BEFORE_SIGNATURE: &str = "Signature=";

/// Replaces every secret in `text`, also one whose slashes are escaped as JSON allows, and every signature.
pub(crate) fn redact(text: String, secrets: &[&str]) -> String {
    let text = without_secrets(text, secrets);
    if !text.contains(BEFORE_SIGNATURE) {
        return text;
    }
    let mut parts = text.split(BEFORE_SIGNATURE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_hexdigit());
        text + BEFORE_SIGNATURE + "[redacted]" + rest
    })
}

fn without_secrets(text: String, secrets: &[&str]) -> String {
    let secrets = secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET);
    if !text.contains('\\') && !secrets.clone().any(|secret| text.contains(secret)) {
        return text;
    }
    let mut forms: Vec<String> = secrets
        .flat_map(|secret| [(*secret).to_owned(), secret.replace('/', "\\/")])
        .collect();
    // The longest first: where one is part of another, the rest of the other would remain.
    forms.sort_by_key(|form| Reverse(form.len()));
    forms.iter().fold(text, |text, form| text.replace(form, "[redacted]"))
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn replaces_secrets_in_every_form_the_longest_first() {
        let secrets = ["S3CR3T/sk", "token/S3CR3T/sk==", "short"];
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
        ];
        for (text, expected) in cases {
            assert_eq!(redact(text.to_owned(), &secrets), expected);
        }
    }
}
