//! Credentials, signing, and the project and region of a client.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test does not expect fails it"
)]

mod chain;
mod environment;
mod loopback;
mod metadata;
mod profile;
mod project;
mod redaction;
mod reference;
mod signing;
mod vectors;

use std::time::Duration;

use modelarts::auth::{Credentials, Environment, Identity};

/// An environment without variables and home directory.
fn nothing_set() -> Environment {
    Environment::fixed([("", ""); 0])
}

/// Fails a test that hangs, instead of hanging with it.
async fn within_10_s<T>(work: impl Future<Output = T>) -> T {
    let finished = tokio::time::timeout(Duration::from_secs(10), work).await;
    finished.expect("it hangs")
}

/// The keys in `credentials`: access key, secret key and security token.
fn keys_of(credentials: &Credentials) -> (&str, &str, Option<&str>) {
    match &credentials.identity {
        Identity::Keys(keys) => (
            keys.access_key(),
            keys.secret_key().expose(),
            keys.security_token().map(|token| token.expose()),
        ),
        other => panic!("keys were expected, not {other:?}"),
    }
}

/// The rows of a table whose cells are separated by ` | `.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.trim().lines().map(|row| {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        cells.try_into().expect(row)
    })
}
