//! Statuses: which are errors, of what kind, and which are retried.
use super::*;

/// The names of these predicates that hold.
macro_rules! holding {
    ($error:ident: $($predicate:ident)*) => {{
        let all = [$(($error.$predicate(), stringify!($predicate))),*];
        all.into_iter().filter_map(|(holds, name)| holds.then_some(name)).collect()
    }};
}

fn predicates(error: &Error) -> Vec<&'static str> {
    holding!(error: is_configuration is_invalid_input is_credentials is_connect is_timeout is_transport is_throttled
        is_unauthorized is_forbidden is_not_found is_server_error is_decode is_body_too_large is_retryable)
}

#[tokio::test]
async fn each_status_has_its_predicates_and_its_attempts() {
    for (statuses, attempts, expected) in [
        (&[206, 304, 400, 405, 408, 409, 410, 422, 499, 999][..], 1, &[][..]),
        (&[401], 1, &["is_unauthorized"]),
        (&[403], 1, &["is_forbidden"]),
        (&[404], 1, &["is_not_found"]),
        (&[429], 3, &["is_throttled", "is_retryable"]),
        (&[500, 502, 503, 504], 3, &["is_server_error", "is_retryable"]),
        (&[501, 505, 599], 1, &["is_server_error"]),
    ] {
        for status in statuses {
            let reply = Reply::complete(*status, WITH_ID, "");
            let error = match attempts {
                1 => failure(reply).await,
                _ => assert_retried(reply, Service, *status).await,
            };
            assert_error(&error, Service, *status, attempts);
            assert_eq!(predicates(&error), expected, "{status}");
        }
    }
}

#[tokio::test]
async fn every_success_is_decoded() {
    for status in [200, 201, 202, 203, 299] {
        let server = FaultServer::always(Reply::complete(status, WITH_ID, QUOTAS));
        let response = call(&server).await.unwrap();
        assert_eq!((response.status(), response.attempts()), (status, 1));
        assert_eq!((response.request_id(), response.len()), (Some(REQUEST_ID), 2));
    }
    for status in [200, 201, 204, 205] {
        let error = failure(Reply::complete(status, WITH_ID, "")).await;
        assert_error(&error, Decode, status, 1);
        assert_eq!(predicates(&error), ["is_decode"]);
        assert_eq!(error.body(), Some(&[][..]));
    }
}

#[tokio::test]
async fn interim_responses_are_skipped_and_an_upgrade_is_an_error() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Request-Id: interim\r\n\r\n";
    let mut reply = Reply::raw(interim);
    reply.0.extend(Reply::partial(200, WITH_ID, QUOTAS).0);
    assert_success(call(&FaultServer::always(reply)).await, 1);

    let upgrade = [ID, ("Connection", "upgrade"), ("Upgrade", "websocket")];
    assert_error(&failure(Reply::partial(101, &upgrade, "")).await, Service, 101, 1);
}

/// A redirect could take the signature, or the token, to another host.
#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = FaultServer::always(success());
    let location = format!("{}/v1/quotas", elsewhere.url());
    for status in [300, 301, 302, 303, 304, 307, 308] {
        for location in [location.as_str(), "/elsewhere"] {
            // This one has no body.
            let message = (status != 304).then_some("moved");
            let redirect = Reply::complete(status, &[ID, ("Location", location)], message.unwrap_or_default());
            let server = FaultServer::sequence([redirect, success()]);
            let error = call(&server).await.unwrap_err();
            assert_error(&error, Service, status, 1);
            assert_eq!((error.is_retryable(), server.count()), (false, 1));
            assert_eq!(error.message(), message);
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_failure_leaves_the_client_usable() {
    let failure = Reply::complete(404, WITH_ID, "{}");
    let server = FaultServer::sequence([failure, Reply::kept_alive(200, WITH_ID, QUOTAS)]);
    let client = client(&server).await;
    client.show_os_quota().await.unwrap_err();
    for _ in 0..20 {
        assert_success(client.show_os_quota().await, 1);
    }
    // Another connection may be opened while the last is on its way back.
    assert!(server.connections() < 10, "connections are not kept");
}
