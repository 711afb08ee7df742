//! Services that do not accept the credentials.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use modelarts::{
    Client, ErrorKind,
    auth::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider},
};

use super::{FaultServer, REQUEST_ID, Reply, WITH_ID, assert_success, builder, call, facts, quick, success};
use crate::auth::reference::WireRequest;

/// A source whose keys are others each time it is asked.
pub(super) struct Renewing {
    asked: AtomicUsize,
    /// Whoever asks for that time is left waiting.
    stalls_at: usize,
}

impl Renewing {
    pub(super) fn new() -> Arc<Self> {
        Self::stalling_at(usize::MAX)
    }

    /// One that does not answer when it is asked for the `stalls_at`th time.
    pub(super) fn stalling_at(stalls_at: usize) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicUsize::new(0),
            stalls_at,
        })
    }

    /// How often it was asked.
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl CredentialsProvider for Renewing {
    fn name(&self) -> &str {
        "renewing"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let stalls = number == self.stalls_at;
        Box::pin(async move {
            if stalls {
                std::future::pending::<()>().await;
            }
            Ok(Credentials::new(format!("KEY{number}"), format!("secret-of-{number}")))
        })
    }
}

/// Which keys a request was signed with.
pub(super) fn signed_with(request: &WireRequest, number: usize) -> bool {
    let (access, secret) = (format!("KEY{number}"), format!("secret-of-{number}"));
    request.header("Authorization").unwrap() == request.expected_authorization(&access, &secret)
}

fn unauthorized() -> Reply {
    let body = r#"{"error_code": "ModelArts.0203", "error_msg": "Invalid token."}"#;
    Reply::complete(401, WITH_ID, body)
}

async fn with(server: &FaultServer, provider: &Arc<Renewing>) -> Client {
    let client = builder(server.url()).credentials(provider.clone());
    client.build().await.unwrap()
}

#[tokio::test]
async fn refused_keys_of_a_provider_are_renewed_once() {
    let server = FaultServer::sequence([unauthorized(), success()]);
    let provider = Renewing::new();
    let client = with(&server, &provider).await;
    assert_eq!(provider.asked(), 1);
    assert_success(client.show_os_quota().await, 2);
    assert_eq!(provider.asked(), 2);
    let requests = server.requests();
    assert!(signed_with(&requests[0], 1) && signed_with(&requests[1], 2));

    // What was renewed is kept.
    assert_success(client.show_os_quota().await, 1);
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_renewal_that_does_not_help_ends_in_the_refusal() {
    let server = FaultServer::always(unauthorized());
    let provider = Renewing::new();
    let error = with(&server, &provider).await.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(401), Some(REQUEST_ID), 2));
    assert!(error.is_unauthorized() && !error.is_retryable());
    assert_eq!(error.code(), Some("ModelArts.0203"));
    assert_eq!(error.message(), Some("Invalid token."));
    assert_eq!(provider.asked(), 2);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_renewal_takes_no_attempt_from_the_policy() {
    let unavailable = || Reply::complete(503, WITH_ID, "");
    let server = FaultServer::sequence([unavailable(), unauthorized(), unavailable(), success()]);
    let provider = Renewing::new();
    assert_success(with(&server, &provider).await.show_os_quota().await, 4);

    let server = FaultServer::sequence([unauthorized(), success()]);
    let once = quick().with_max_attempts(1);
    let client = builder(server.url()).credentials(Renewing::new()).retry_policy(once);
    assert_success(client.build().await.unwrap().show_os_quota().await, 2);
}

#[tokio::test]
async fn explicit_credentials_are_refused_at_the_first_attempt() {
    let server = FaultServer::always(unauthorized());
    let error = call(&server).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(401), Some(REQUEST_ID), 1));
    assert_eq!(server.count(), 1);

    let token = builder(server.url()).credentials(Credentials::from_token("token"));
    let error = token.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(401), Some(REQUEST_ID), 1));
    assert_eq!(server.count(), 2);
    assert_eq!(server.requests()[1].header("X-Auth-Token"), Some("token"));
}

#[tokio::test]
async fn a_renewal_that_fails_is_told_as_such() {
    /// Gives keys once.
    struct Exhausted(AtomicUsize);

    impl CredentialsProvider for Exhausted {
        fn name(&self) -> &str {
            "exhausted"
        }

        fn provide(&self) -> CredentialsFuture<'_> {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let kind = CredentialsErrorKind::Unavailable;
            let failure = CredentialsError::new(kind, "exhausted", "nothing left");
            Box::pin(async move { first.then(|| Credentials::new("KEY", "secret")).ok_or(failure) })
        }
    }

    let server = FaultServer::always(unauthorized());
    let client = builder(server.url()).credentials(Exhausted(AtomicUsize::new(0)));
    let error = client.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Credentials, None, None, 1));
    assert_eq!(error.to_string(), "ShowOsQuota: exhausted: nothing left");
}

#[tokio::test]
async fn a_thousand_refusals_at_once_cost_one_renewal() {
    let server = FaultServer::start(|_, request| {
        if signed_with(request, 1) {
            Reply::kept_alive(401, WITH_ID, "{}")
        } else {
            Reply::kept_alive(200, WITH_ID, "{}")
        }
    });
    let provider = Renewing::new();
    let client = with(&server, &provider).await;
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let client = client.clone();
        calls.spawn(async move { client.show_os_quota().await });
    }
    let mut refused = 0;
    for outcome in calls.join_all().await {
        refused += outcome.unwrap().attempts() - 1;
    }
    assert!(refused > 1, "the calls did not run at once");
    assert_eq!(provider.asked(), 2);
    assert_eq!(server.count(), 1000 + refused as usize);
}

#[tokio::test]
async fn a_request_that_cannot_be_signed_is_not_sent() {
    let server = FaultServer::always(success());
    let client = builder(server.url()).credentials(Credentials::from_token("line\nbreak"));
    let error = client.build().await.unwrap().show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::InvalidInput, None, None, 0));
    assert_eq!(server.count(), 0);
    assert_eq!(server.connections(), 0);
}
