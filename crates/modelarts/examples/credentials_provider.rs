//! A credentials provider of your own: a JSON file that an agent rewrites whenever it rotates the keys.
//!
//! ```console
//! $ cargo run --package modelarts --example credentials_provider -- --demo crates/modelarts/examples/keys.json
//! ```
//!
//! The agent of a secret manager or a mounted Kubernetes secret maintains such a file. The client reads it when it needs
//! keys, again before they expire, and once more if the service refuses them; no restart is needed. Without `--demo` it
//! calls the service, in the region of `HUAWEICLOUD_SDK_REGION`.

use std::{io, path::PathBuf};

use clap::Parser;
use modelarts::{
    Client, Error, Timestamp,
    auth::{AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider},
};
use modelarts_httpmock::MockModelArts;
use serde::Deserialize;

/// Lists resource pools with keys from a file.
#[derive(Parser)]
struct Arguments {
    /// File with the keys
    file: PathBuf,
    /// Use a mock on loopback, which needs no account and accepts any keys
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    let mock = arguments.demo.then(MockModelArts::start);
    let mut builder = Client::builder().credentials(KeyFile(arguments.file));
    if let Some(mock) = &mock {
        builder = builder.endpoint(mock.url()).project_id("demo-project");
    }
    for pool in builder.build().await?.list_pools().await? {
        println!("{}", pool.display_name());
    }
    Ok(())
}

/// Credentials from a file.
pub(crate) struct KeyFile(pub(crate) PathBuf);

/// Content of the file. It does not implement `Debug`, which would show the secrets.
#[derive(Deserialize)]
struct Keys {
    access_key: String,
    secret_key: String,
    security_token: Option<String>,
    expires_at: Option<String>,
}

/// Name of this provider in errors.
const NAME: &str = "key file";

impl KeyFile {
    async fn read(&self) -> Result<Credentials, CredentialsError> {
        let text = tokio::fs::read(&self.0).await.map_err(|error| {
            // A chain of providers goes on to the next one only after `NotConfigured`: a file that exists but cannot be
            // read must not make the program act as somebody else.
            let kind = match error.kind() {
                io::ErrorKind::NotFound => CredentialsErrorKind::NotConfigured,
                _ => CredentialsErrorKind::Unavailable,
            };
            CredentialsError::with_source(kind, NAME, format!("cannot read {}", self.0.display()), error)
        })?;
        // Without the message of the parser, which may quote a secret.
        let keys: Keys =
            serde_json::from_slice(&text).map_err(|_| self.invalid("access_key and secret_key as JSON"))?;
        let mut credentials = match keys.security_token {
            Some(token) => AccessKeys::temporary(keys.access_key, keys.secret_key, token).into(),
            None => Credentials::new(keys.access_key, keys.secret_key),
        };
        if let Some(expires_at) = keys.expires_at {
            let expires_at: Timestamp = expires_at.parse().map_err(|_| self.invalid("expires_at in RFC 3339"))?;
            credentials = credentials.expires_at(expires_at);
        }
        Ok(credentials)
    }

    fn invalid(&self, expected: &str) -> CredentialsError {
        let reason = format!("{} does not contain {expected}", self.0.display());
        CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason)
    }
}

// Nothing is cached here, so the default `invalidate` is right: the file may have changed when the keys are refused.
impl CredentialsProvider for KeyFile {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.read())
    }
}
