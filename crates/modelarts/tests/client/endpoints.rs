//! Where requests may be sent, and what may be part of their paths.
use super::*;

/// Why a client for `endpoint` cannot be built, before anybody is asked for credentials.
async fn refused(endpoint: &str) -> String {
    let provider = Renewing::new();
    let client = builder(endpoint).credentials(provider.clone()).build();
    let error = client.await.unwrap_err();
    assert_error(&error, Configuration, None, 0);
    assert!(error.is_configuration());
    assert_eq!((error.operation(), provider.asked()), (None, 0), "{endpoint}");
    assert!(!format!("{error:?}").contains("S3CR3T"));
    let message = error.to_string();
    message
        .strip_prefix("the endpoint cannot be used: ")
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn an_endpoint_is_a_base_url_and_plain_http_to_other_machines_must_be_allowed() {
    let plain = "it is plain HTTP to another machine; `allow_plain_http(true)` permits that";
    for (reason, endpoints) in [
        ("it is not a URL; write it as https://host", " example.com https://"),
        (
            "it holds a user name or a password",
            "https://a@b.com https://a:S3CR3T@b.com https://:S3CR3T@b.com",
        ),
        (
            "it has a query or a fragment",
            "https://b.com?a=b https://b.com/#a https://b.com/?",
        ),
        (
            "it is neither https nor http",
            "ftp://b.com localhost:8080 file:///etc/passwd",
        ),
        (
            plain,
            "http://192.0.2.1 http://modelarts.example.com http://localhost.example.com",
        ),
        (
            plain,
            "http://127.0.0.1.example.com http://[2001:db8::1]:8080 http://0.0.0.0:1 HTTP://EXAMPLE.COM",
        ),
    ] {
        for endpoint in endpoints.split(' ') {
            assert_eq!(refused(endpoint).await, reason, "{endpoint}");
            builder(endpoint).allow_plain_http(false).build().await.unwrap_err();
            let allowed = builder(endpoint).allow_plain_http(true).build().await;
            assert_eq!(allowed.is_ok(), reason == plain, "{endpoint}");
        }
    }
    for (endpoint, expected) in [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
        ("https://modelarts.example.com/", "https://modelarts.example.com"),
        ("https://example.com/a/b//", "https://example.com/a/b"),
        ("https://192.0.2.1:443", "https://192.0.2.1"),
    ] {
        let client = builder(endpoint).build().await.unwrap();
        assert_eq!(client.endpoint(), expected);
    }
}

#[tokio::test]
async fn requests_go_below_the_endpoint_and_are_signed_for_it() {
    let server = FaultServer::always(success());
    for (path, expected) in [("", ""), ("/", ""), ("/a/b~c/", "/a/b~c")] {
        let client = builder(format!("{}{path}", server.url())).build().await.unwrap();
        client.show_os_quota().await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!(request.method, "GET");
        assert_eq!(request.target, format!("{expected}/v1/{PROJECT}/quotas"));
        request.assert_signed(ACCESS_KEY, SECRET_KEY);
        let agent = request.header("User-Agent").unwrap();
        assert!(agent.starts_with("modelarts-rust/"), "{agent}");
    }
}

#[tokio::test]
async fn an_invalid_identifier_never_reaches_the_server() {
    let server = FaultServer::always(ok("{}"));
    let client = client(&server).await;
    let assert_refused = |error: &Error, operation: &str| {
        assert_error(error, InvalidInput, None, 0);
        assert!(error.is_invalid_input());
        assert_eq!(error.operation(), Some(operation));
        let start = format!("{operation}: invalid workspace id: ");
        assert!(error.to_string().starts_with(&start), "{error}");
    };
    let long = "a".repeat(65);
    for id in [
        "", ".", "..", "a/b", "../pools", "%2F", "a b", "a?b", "a#b", "\n", "\0", "\u{fc}", &long,
    ] {
        let error = client.show_workspace_quotas(id).await.unwrap_err();
        assert_refused(&error, "ShowWorkspaceQuotas");
        let error = client.list_pools().workspace_id(id).await.unwrap_err();
        assert_refused(&error, "ListPools");
        let error = client.show_pool_statistics().workspace_id(id).await.unwrap_err();
        assert_refused(&error, "ShowPoolStatistics");
        let provider = Renewing::new();
        let other = builder(server.url()).project_id(id).credentials(provider.clone());
        assert_error(&other.build().await.unwrap_err(), InvalidInput, None, 0);
        assert_eq!(provider.asked(), 0);
    }
    assert_eq!(server.connections(), 0);
    client.show_workspace_quotas("0").await.unwrap();
    assert_eq!(server.count(), 1);
}
