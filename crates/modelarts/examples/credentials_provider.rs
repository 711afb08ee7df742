//! Credentials from a place of your own: here a JSON file that an agent writes anew whenever it rotates the keys.
//!
//! ```console
//! $ cargo run --package modelarts --example credentials_provider -- --demo crates/modelarts/examples/keys.json
//! ```
//!
//! A secret manager's agent or a mounted Kubernetes secret keeps such a file. The client reads it when it needs keys,
//! again before they expire, and once more when the service refuses them; nothing has to be restarted. Without `--demo`
//! it asks the service, in the region that `HUAWEICLOUD_SDK_REGION` names.

use std::{io::ErrorKind, path::PathBuf};

use clap::Parser;
use modelarts::{
    Client, Error,
    auth::{
        AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
        jiff::Timestamp,
    },
};
use modelarts_httpmock::MockModelArts;
use serde::Deserialize;

/// Lists resource pools with keys from a file.
#[derive(Parser)]
struct Arguments {
    /// The file with the keys.
    file: PathBuf,
    /// Asks a mock on loopback, which needs no account and takes any keys.
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    let mock = arguments.demo.then(MockModelArts::start);
    let mut builder = Client::builder().credentials(KeyFile::new(arguments.file));
    if let Some(mock) = &mock {
        builder = builder.endpoint(mock.url()).project_id("demo-project");
    }
    let client = builder.build().await?;
    for pool in client.list_pools().await? {
        println!("{}", pool.display_name());
    }
    Ok(())
}

/// Keys from a file. One file, so that a key is never read with the secret of another.
pub(crate) struct KeyFile(PathBuf);

/// What the file holds. It has no `Debug`, which would show the secrets.
#[derive(Deserialize)]
struct Keys {
    access_key: String,
    secret_key: String,
    security_token: Option<String>,
    expires_at: Option<String>,
}

/// What errors call this source.
const NAME: &str = "key file";

impl KeyFile {
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    async fn read(&self) -> Result<Credentials, CredentialsError> {
        let text = tokio::fs::read(&self.0).await.map_err(|error| {
            // In a chain, the kind decides what follows: where there is no file the next source is asked, while a file
            // that cannot be read must not make the program act as somebody else.
            let kind = match error.kind() {
                ErrorKind::NotFound => CredentialsErrorKind::NotConfigured,
                _ => CredentialsErrorKind::Unavailable,
            };
            CredentialsError::with_source(kind, NAME, format!("cannot read {}", self.0.display()), error)
        })?;
        // The parser's own message is left out: it may quote a secret.
        let keys: Keys =
            serde_json::from_slice(&text).map_err(|_| self.invalid("access_key and secret_key as JSON"))?;
        let credentials = match keys.security_token {
            Some(token) => AccessKeys::temporary(keys.access_key, keys.secret_key, token).into(),
            None => Credentials::new(keys.access_key, keys.secret_key),
        };
        match keys.expires_at {
            None => Ok(credentials),
            Some(expires_at) => {
                let expires_at: Timestamp = expires_at.parse().map_err(|_| self.invalid("expires_at in RFC 3339"))?;
                Ok(credentials.expires_at(expires_at))
            }
        }
    }

    fn invalid(&self, expected: &str) -> CredentialsError {
        let reason = format!("{} does not hold {expected}", self.0.display());
        CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason)
    }
}

impl CredentialsProvider for KeyFile {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.read())
    }

    // `invalidate` stays as it is: nothing is kept here, and the file may have changed when the service refuses keys.
}
