//! What the causes of an error say, which come from other libraries.

use std::{error, iter::successors};

/// The last cause, which says most: `connection refused`.
pub(crate) fn root_cause(error: &(dyn error::Error + 'static)) -> String {
    let cause = successors(Some(error), |error| error.source()).last();
    let cause = cause.map(ToString::to_string).unwrap_or_default();
    let mut characters = cause.split(" (os error").next().unwrap_or_default().chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// Whether a connection failed for a reason that stays: the certificate is not valid, or the host is unknown. The
/// libraries for TLS and names tell it by their messages alone.
pub(super) fn is_permanent(error: &(dyn error::Error + 'static)) -> bool {
    let causes = successors(Some(error), |error| error.source());
    let causes: Vec<String> = causes.map(|cause| cause.to_string().to_ascii_lowercase()).collect();
    let says = |text: &str| causes.iter().any(|cause| cause.contains(text));
    says("certificate") || says("invalid dns name") || says("dns error") && !says("temporary failure")
}
