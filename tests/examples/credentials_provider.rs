//! The key file is read when it must be, and shows nobody what is in it.

use std::{fs, path::PathBuf, sync::Arc};

use modelarts::{
    Client, RetryPolicy,
    auth::{CredentialsErrorKind, CredentialsProvider, Identity},
};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use tempfile::TempDir;

use super::programs::credentials_provider::KeyFile;

fn file(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("keys.json");
    fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn reads_the_file_that_comes_with_it() {
    let path = "../crates/modelarts/examples/keys.json";
    let credentials = KeyFile::new(path).provide().await.unwrap();
    assert_eq!(credentials.expires_at.unwrap().to_string(), "2099-01-01T00:00:00Z");
    match credentials.identity {
        Identity::Keys(keys) => {
            assert_eq!(keys.access_key(), "demo-access-key");
            assert_eq!(keys.secret_key().expose(), "demo-secret-key");
            assert_eq!(keys.security_token().unwrap().expose(), "demo-security-token");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn keys_that_were_rotated_are_read_when_the_old_ones_are_refused() {
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
    let client = Client::builder()
        .endpoint(mock.url())
        .project_id("any-project")
        .credentials(KeyFile::new(&path))
        .retry_policy(RetryPolicy::none())
        .build()
        .await
        .unwrap();
    file(&folder, r#"{"access_key": "new", "secret_key": "s"}"#);
    let pools = client.list_pools().await.unwrap();
    assert_eq!((pools.len(), pools.attempts()), (0, 2));
    assert_eq!(client.list_pools().await.unwrap().attempts(), 1);
}

#[tokio::test]
async fn is_asked_once_however_many_calls_follow() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, r#"{"access_key": "a", "secret_key": "s"}"#);
    let mock = MockModelArts::start();
    let counter = mock.answer(Operation::LIST_POOLS, &payloads::LIST_POOLS_EMPTY);
    let builder = Client::builder().endpoint(mock.url()).project_id("any-project");
    let client = builder
        .credentials(Arc::new(KeyFile::new(&path)))
        .build()
        .await
        .unwrap();
    fs::remove_file(&path).unwrap();
    for _ in 0..2 {
        client.list_pools().await.unwrap();
    }
    counter.assert_calls(2);
}

#[tokio::test]
async fn what_it_cannot_use_is_told_without_what_is_in_it() {
    let folder = TempDir::new().unwrap();
    let cases = [
        (
            r#"{"access_key": "hush", "secret_key": 5}"#,
            "does not hold access_key and secret_key as JSON",
        ),
        ("hush", "does not hold access_key and secret_key as JSON"),
        (
            r#"{"access_key": "hush", "secret_key": "hush", "expires_at": "hush"}"#,
            "does not hold expires_at in RFC 3339",
        ),
    ];
    for (text, says) in cases {
        let error = KeyFile::new(file(&folder, text)).provide().await.unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        assert!(error.to_string().ends_with(says), "{error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
    let absent = KeyFile::new(folder.path().join("none")).provide().await.unwrap_err();
    assert_eq!(absent.kind(), CredentialsErrorKind::NotConfigured);
}
