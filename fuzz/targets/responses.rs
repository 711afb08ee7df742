//! Responses through the whole client, over loopback: status, request id and body survive every failure, and no key is shown.
//!
//! The input is written like a response: `OPERATION STATUS`, headers, an empty line and the body.
#![no_main]

mod service;

use std::{io::Write, sync::LazyLock, time::Duration};

use libfuzzer_sys::{Corpus, fuzz_target};
use modelarts::{
    Client, Error, ErrorKind, RetryPolicy,
    auth::{Credentials, Environment},
};
use tokio::runtime::{Builder, Runtime};

const ACCESS_KEY: &str = "FUZZACCESSKEY";
const SECRET_KEY: &str = "fuzz/secret+key";

static CLIENT: LazyLock<(Client, Runtime)> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::builder()
        .environment(Environment::fixed::<&str, &str>([]))
        .endpoint(service::start())
        .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .retry_policy(RetryPolicy::none().deadline(Duration::from_secs(20)))
        .build();
    (runtime.block_on(client).unwrap(), runtime)
});

struct Answer<'a> {
    operation: &'a str,
    status: u16,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

impl<'a> Answer<'a> {
    fn parse(input: &'a [u8]) -> Option<Self> {
        let end = input.windows(2).position(|pair| pair == b"\n\n")?;
        let mut lines = std::str::from_utf8(&input[..end]).ok()?.split('\n');
        let (operation, status) = lines.next()?.split_once(' ')?;
        let status = status.parse().ok()?;
        // A status below 200 is followed by another, and these three have no body.
        if !(200..1000).contains(&status) || matches!(status, 204 | 205 | 304) {
            return None;
        }
        let headers: Vec<_> = lines.map(|line| line.split_once(": ")).collect::<Option<_>>()?;
        let is_valid = |(name, value): &(&str, &str)| {
            ["X-Request-Id", "Retry-After", "Date"].contains(name)
                && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        };
        let is_repeated = |(name, _): &(&str, &str)| headers.iter().filter(|(other, _)| other == name).count() > 1;
        (headers.iter().all(is_valid) && !headers.iter().any(is_repeated)).then_some(Self {
            operation,
            status,
            headers: headers.clone(),
            body: &input[end + 2..],
        })
    }

    fn send_next(&self) {
        let mut answer = service::ANSWER.lock().unwrap();
        answer.clear();
        write!(
            answer,
            "HTTP/1.1 {} Reason\r\nContent-Length: {}\r\n",
            self.status,
            self.body.len()
        )
        .unwrap();
        for (name, value) in &self.headers {
            write!(answer, "{name}: {value}\r\n").unwrap();
        }
        answer.extend_from_slice(b"\r\n");
        answer.extend_from_slice(self.body);
    }

    fn request_id(&self) -> Option<&'a str> {
        let (_, value) = self.headers.iter().find(|(name, _)| *name == "X-Request-Id")?;
        Some(value.trim()).filter(|id| !id.is_empty())
    }
}

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(answer) = Answer::parse(input) else {
        return Corpus::Reject;
    };
    let (client, runtime) = &*CLIENT;
    answer.send_next();
    let outcome = runtime.block_on(async {
        Some(match answer.operation {
            "pools" => client.list_pools().await.map(|response| response.body().to_vec()),
            "statistics" => client
                .show_pool_statistics()
                .await
                .map(|response| response.body().to_vec()),
            "os-quota" => client.show_os_quota().await.map(|response| response.body().to_vec()),
            "workspace-quotas" => client
                .show_workspace_quotas("0")
                .await
                .map(|response| response.body().to_vec()),
            _ => return None,
        })
    });
    match outcome {
        None => return Corpus::Reject,
        Some(Ok(body)) => {
            assert!(answer.status < 300 && answer.status != 206);
            assert_eq!(body, answer.body);
        }
        Some(Err(error)) => check_error(&error, &answer),
    }
    Corpus::Keep
});

fn check_error(error: &Error, answer: &Answer<'_>) {
    let kind = if answer.status < 300 && answer.status != 206 {
        ErrorKind::Decode
    } else {
        ErrorKind::Service
    };
    let found = (error.kind(), error.status());
    assert_eq!(found, (kind, Some(answer.status)), "{error}");
    // A refusal whose date explains it is signed once more.
    assert!(error.attempts() == 1 || error.attempts() == 2 && matches!(answer.status, 401 | 403));
    assert_eq!(error.body(), Some(answer.body));
    // Neither HTML nor nothing has a place that could be named.
    let has_place = !matches!(answer.body.trim_ascii_start().first(), None | Some(b'<'));
    assert_eq!(error.path().is_some(), kind == ErrorKind::Decode && has_place);
    // A request id that repeats a key is redacted; JSON may escape slashes.
    let repeats_a_key = |id: &str| id.contains(ACCESS_KEY) || id.replace("\\/", "/").contains(SECRET_KEY);
    assert!(answer.request_id().is_none_or(repeats_a_key) || error.request_id() == answer.request_id());

    let line = error.to_string();
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.chars().count() < 4000, "{} characters", line.chars().count());
    // Only a failure may explain a signature; a success is never searched for keys.
    for shown in [line, format!("{error:?}"), format!("{error:#?}")] {
        assert!(
            error.is_decode() || !shown.contains(SECRET_KEY) && !shown.contains(ACCESS_KEY),
            "{shown:?}"
        );
    }
}
