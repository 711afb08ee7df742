//! Credentials, signing, and the project and region of a client.

mod chain;
mod environment;
mod metadata;
mod profile;
mod project;
mod signing;
mod vectors;

use super::*;
use modelarts::auth::{CredentialsError, CredentialsErrorKind, CredentialsProvider, Identity};
use tempfile::TempDir;

/// The keys in `credentials`: access key, secret key and security token.
pub(crate) fn keys_of(credentials: &Credentials) -> (&str, &str, Option<&str>) {
    let Identity::Keys(keys) = &credentials.identity else {
        panic!("keys were expected, not {credentials:?}")
    };
    let token = keys.security_token().map(|token| token.expose());
    (keys.access_key(), keys.secret_key().expose(), token)
}

/// Writes the credentials file of the home directory `home`.
fn write_profiles(home: &TempDir, text: impl AsRef<[u8]>) {
    let file = home.path().join(".huaweicloud/credentials");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

/// The rows of a table whose cells are separated by ` | `.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.trim().lines().map(|row| {
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        cells.try_into().expect(row)
    })
}
