//! A redirect would take the signature, or the token, to another host.

use modelarts::ErrorKind;

use super::{FaultServer, REQUEST_ID, Reply, call, facts, success};

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = FaultServer::always(success());
    for status in [300, 301, 302, 303, 304, 307, 308] {
        let location = format!("{}/v1/quotas", elsewhere.url());
        let headers = [("X-Request-Id", REQUEST_ID), ("Location", location.as_str())];
        let server = FaultServer::always(Reply::complete(status, &headers, ""));
        let error = call(&server).await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::Service, Some(status), Some(REQUEST_ID), 1));
        assert!(!error.is_retryable());
        assert_eq!(server.count(), 1);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn no_redirect_to_the_same_host_is_followed() {
    let headers = [("X-Request-Id", REQUEST_ID), ("Location", "/elsewhere")];
    let server = FaultServer::sequence([Reply::complete(302, &headers, "moved"), success()]);
    let error = call(&server).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(302), Some(REQUEST_ID), 1));
    assert_eq!(error.message(), Some("moved"));
    assert_eq!(server.count(), 1);
}
