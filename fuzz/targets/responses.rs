//! Whatever a service or a gateway answers with, the client says what it was: through the whole client, over loopback.
#![no_main]

use std::{sync::LazyLock, time::Duration};

use arbitrary::Arbitrary;
use libfuzzer_sys::{Corpus, fuzz_target};
use modelarts::{
    Client, Error, ErrorKind, RetryPolicy,
    auth::{Credentials, Environment},
};
use modelarts_fuzz::loopback::Loopback;
use tokio::runtime::{Builder, Runtime};

const ACCESS_KEY: &str = "FUZZACCESSKEY";
const SECRET_KEY: &str = "fuzz/secret+key";

struct Setup {
    server: Loopback,
    client: Client,
    runtime: Runtime,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| {
    let server = Loopback::start();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::builder()
        .environment(Environment::fixed::<&str, &str>([]))
        .endpoint(&server.url)
        .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .retry_policy(RetryPolicy::none().deadline(Duration::from_secs(20)))
        .build();
    let client = runtime.block_on(client).unwrap();
    Setup {
        server,
        client,
        runtime,
    }
});

#[derive(Arbitrary, Debug)]
struct Answer<'a> {
    operation: u8,
    status: u16,
    request_id: Option<&'a str>,
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
    body: &'a [u8],
}

fuzz_target!(|answer: Answer<'_>| -> Corpus {
    // Statuses below 200 are followed by another, and those left out have no body.
    let status = 200 + answer.status % 800;
    if matches!(status, 204 | 205 | 304) {
        return Corpus::Reject;
    }
    let mut headers = Vec::new();
    for (name, value) in [
        ("X-Request-Id", answer.request_id),
        ("Retry-After", answer.retry_after),
        ("Date", answer.date),
    ] {
        let Some(value) = value else { continue };
        if value.bytes().any(|byte| !(b' '..=b'~').contains(&byte)) {
            return Corpus::Reject;
        }
        headers.push((name, value));
    }
    let Setup {
        server,
        client,
        runtime,
    } = &*SETUP;
    server.answer_with(status, &headers, answer.body);
    let outcome = runtime.block_on(async {
        match answer.operation % 4 {
            0 => client.list_pools().await.map(|response| response.body().to_vec()),
            1 => client
                .show_pool_statistics()
                .await
                .map(|response| response.body().to_vec()),
            2 => client.show_os_quota().await.map(|response| response.body().to_vec()),
            _ => client
                .show_workspace_quotas("0")
                .await
                .map(|response| response.body().to_vec()),
        }
    });
    match outcome {
        Ok(body) => {
            assert!(status < 300);
            assert_eq!(body, answer.body);
        }
        Err(error) => {
            let kind = if status < 300 {
                ErrorKind::Decode
            } else {
                ErrorKind::Service
            };
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (kind, Some(status), 1),
                "{error}"
            );
            assert_eq!(error.body(), Some(answer.body));
            assert_eq!(error.path().is_some(), kind == ErrorKind::Decode);
            let named = answer.request_id.map(str::trim).filter(|id| !id.is_empty());
            // Slashes may be written as JSON may write them.
            let repeats_a_key = |id: &str| id.contains(ACCESS_KEY) || id.replace("\\/", "/").contains(SECRET_KEY);
            assert!(named.is_none_or(repeats_a_key) || error.request_id() == named);
            check_shown(&error);
        }
    }
    Corpus::Keep
});

/// What people see of an error is a line of moderate length, without control characters, and without the keys.
fn check_shown(error: &Error) {
    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.chars().count() < 4000, "{} characters", line.chars().count());
    // A success explains no signature, so nothing of it is taken for a repetition.
    for shown in [line, format!("{error:?}"), format!("{error:#?}")]
        .into_iter()
        .filter(|_| !error.is_decode())
    {
        assert!(!shown.contains(SECRET_KEY) && !shown.contains(ACCESS_KEY), "{shown:?}");
    }
}
