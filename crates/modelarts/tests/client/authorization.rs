//! Services that do not accept the credentials.

use std::sync::atomic::{AtomicUsize, Ordering};

use modelarts::{
    ErrorKind::Credentials as NoCredentials,
    auth::{CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider},
};

use super::*;

/// A provider with new keys every time.
#[derive(Default)]
pub(super) struct Renewing {
    provided: AtomicUsize,
    /// It never answers this time.
    stalls_at: usize,
    /// It always has the first keys.
    is_fixed: bool,
    /// It fails this time.
    fails_at: usize,
}

impl Renewing {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(super) fn stalling_at(number: usize) -> Arc<Self> {
        Arc::new(Self {
            stalls_at: number,
            ..Self::default()
        })
    }

    /// How often it was asked.
    pub(super) fn asked(&self) -> usize {
        self.provided.load(Ordering::SeqCst)
    }
}

impl CredentialsProvider for Renewing {
    fn name(&self) -> &str {
        "renewing"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let number = self.provided.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
            if number == self.stalls_at {
                std::future::pending::<()>().await;
            }
            if number == self.fails_at {
                let kind = CredentialsErrorKind::Unavailable;
                return Err(CredentialsError::new(kind, "renewing", "nothing left"));
            }
            let number = if self.is_fixed { 1 } else { number };
            Ok(Credentials::new(format!("KEY{number}"), format!("secret-of-{number}")))
        })
    }
}

/// Whether a request was signed with the keys that were provided the `number`th time.
fn signed_with(request: &WireRequest, number: usize) -> bool {
    request.is_signed_with(&format!("KEY{number}"), &format!("secret-of-{number}"))
}

fn unauthorized() -> Reply {
    let body = r#"{"error_code": "ModelArts.0203", "error_msg": "Invalid token."}"#;
    Reply::complete(401, WITH_ID, body)
}

fn with(server: &FaultServer, provider: &Arc<Renewing>) -> ClientBuilder {
    builder(server.url()).credentials(provider.clone())
}

#[tokio::test]
async fn refused_keys_are_renewed_once_and_kept() {
    let server = FaultServer::sequence([unauthorized(), success()]);
    let provider = Renewing::new();
    let client = with(&server, &provider).build().await.unwrap();
    assert_eq!(provider.asked(), 1);
    assert_success(client.show_os_quota().await, 2);
    assert_eq!(provider.asked(), 2);
    let requests = server.requests();
    assert!(signed_with(&requests[0], 1) && signed_with(&requests[1], 2));
    assert_success(client.show_os_quota().await, 1);
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_renewal_that_does_not_help_ends_in_the_refusal() {
    let server = FaultServer::always(unauthorized());
    let provider = Renewing::new();
    let error = assert_fails(with(&server, &provider), Service, 401, 2).await;
    assert!(error.is_unauthorized() && !error.is_retryable());
    assert_eq!(error.code(), Some("ModelArts.0203"));
    assert_eq!((provider.asked(), server.count()), (2, 2));
}

/// A source with the same keys every time, as a file has: refusals cost a request each, and one look at the source.
#[tokio::test]
async fn keys_that_were_refused_are_not_sent_again() {
    let server = FaultServer::always(unauthorized());
    let provider = Arc::new(Renewing {
        is_fixed: true,
        ..Renewing::default()
    });
    let client = with(&server, &provider).build().await.unwrap();
    for calls in 1..=50 {
        let error = client.show_os_quota().await.unwrap_err();
        assert_error(&error, Service, 401, 1);
        assert_eq!((provider.asked(), server.count()), (2, calls));
    }
}

#[tokio::test]
async fn a_renewal_takes_no_attempt_from_the_policy() {
    let unavailable = || Reply::complete(503, WITH_ID, "");
    let server = FaultServer::sequence([unavailable(), unauthorized(), unavailable(), success()]);
    assert_success(call_with(with(&server, &Renewing::new())).await, 4);

    let server = FaultServer::sequence([unauthorized(), unavailable(), success()]);
    let twice = with(&server, &Renewing::new()).retry_policy(quick().max_attempts(2));
    assert_success(call_with(twice).await, 3);
}

/// A policy of one attempt sends no other. The next call has the new keys.
#[tokio::test]
async fn one_attempt_is_one_request_even_when_refused() {
    let server = FaultServer::sequence([unauthorized(), success()]);
    let once = with(&server, &Renewing::new()).retry_policy(RetryPolicy::none());
    let client = once.build().await.unwrap();
    assert_error(&client.show_os_quota().await.unwrap_err(), Service, 401, 1);
    assert_success(client.show_os_quota().await, 1);
    let requests = server.requests();
    assert_ne!(requests[0].header("Authorization"), requests[1].header("Authorization"));
}

#[tokio::test]
async fn static_credentials_are_not_renewed() {
    let server = FaultServer::always(unauthorized());
    for credentials in [Credentials::new("key", "secret"), Credentials::from_token("token")] {
        assert_fails(builder(server.url()).credentials(credentials), Service, 401, 1).await;
    }
    assert_eq!(server.count(), 2);
    assert_eq!(server.requests()[1].header("X-Auth-Token"), Some("token"));
}

#[tokio::test]
async fn a_renewal_that_fails_is_the_error() {
    let server = FaultServer::always(unauthorized());
    let provider = Renewing {
        fails_at: 2,
        ..Renewing::default()
    };
    let error = assert_fails(builder(server.url()).credentials(provider), NoCredentials, None, 1).await;
    assert_eq!(error.to_string(), "ShowOsQuota: renewing: nothing left");
}

#[tokio::test]
async fn concurrent_refusals_cost_one_renewal() {
    let server = FaultServer::start(|_, request| {
        let status = if signed_with(request, 1) { 401 } else { 200 };
        Reply::kept_alive(status, WITH_ID, "{}")
    });
    let provider = Renewing::new();
    let client = with(&server, &provider).build().await.unwrap();
    let calls = (0..200).map(|_| client.show_os_quota().into_future());
    let outcomes = calls.collect::<tokio::task::JoinSet<_>>().join_all().await;
    let attempts = outcomes.into_iter().map(|outcome| outcome.unwrap().attempts());
    let refused = attempts.sum::<u32>() as usize - 200;
    assert!(refused > 1, "the calls were not concurrent");
    assert_eq!((provider.asked(), server.count()), (2, 200 + refused));
}

#[tokio::test]
async fn a_request_that_cannot_be_signed_is_not_sent() {
    let server = FaultServer::always(success());
    let invalid = builder(server.url()).credentials(Credentials::from_token("line\nbreak"));
    assert_fails(invalid, InvalidInput, None, 0).await;
    assert_eq!((server.count(), server.connections()), (0, 0));
}
