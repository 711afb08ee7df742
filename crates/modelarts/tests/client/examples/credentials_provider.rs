//! The key file is read when it must be, and its content is shown to nobody.

use std::{fs, path::PathBuf};

use modelarts::{
    Client,
    auth::{CredentialsErrorKind, CredentialsProvider},
};
use modelarts_httpmock::{MockModelArts, payloads};
use tempfile::TempDir;

use program::KeyFile;

use crate::auth::keys_of;

#[allow(dead_code, reason = "nothing calls `main`")]
#[path = "../../../examples/credentials_provider.rs"]
mod program;

fn file(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("keys.json");
    fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn reads_the_file_that_comes_with_it() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/keys.json");
    let credentials = KeyFile(path.into()).provide().await.unwrap();
    assert_eq!(credentials.expires_at.unwrap().to_string(), "2099-01-01T00:00:00Z");
    let expected = ("demo-access-key", "demo-secret-key", Some("demo-security-token"));
    assert_eq!(keys_of(&credentials), expected);
}

#[tokio::test]
async fn reads_rotated_keys_when_the_old_ones_are_refused() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, r#"{"access_key": "old", "secret_key": "s"}"#);
    let mock = MockModelArts::start_empty();
    for (key, status) in [("old", 401), ("new", 200)] {
        mock.server(|server| {
            server.mock(|when, then| {
                when.header_includes("authorization", format!("Access={key},"));
                then.status(status).body(payloads::LIST_POOLS_EMPTY.body);
            })
        });
    }
    let builder = Client::builder().endpoint(mock.url()).project_id("any-project");
    let builder = builder.credentials(KeyFile(path));
    let client = builder.build().await.unwrap();
    file(&folder, r#"{"access_key": "new", "secret_key": "s"}"#);
    let pools = client.list_pools().await.unwrap();
    assert_eq!((pools.len(), pools.attempts()), (0, 2));
    assert_eq!(client.list_pools().await.unwrap().attempts(), 1);
}

#[tokio::test]
async fn reports_an_unusable_file_without_its_content() {
    let folder = TempDir::new().unwrap();
    let no_keys = "does not contain access_key and secret_key as JSON";
    let no_time = "does not contain expires_at in RFC 3339";
    let late = r#"{"access_key": "hush", "secret_key": "hush", "expires_at": "hush"}"#;
    let number = r#"{"access_key": "hush", "secret_key": 5}"#;
    for (text, reason) in [(number, no_keys), ("hush", no_keys), (late, no_time)] {
        let error = KeyFile(file(&folder, text)).provide().await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        assert!(error.to_string().ends_with(reason), "{error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
    let absent = KeyFile(folder.path().join("none")).provide().await.unwrap_err();
    assert_eq!(absent.kind(), CredentialsErrorKind::NotConfigured);
}
