//! Where requests may be sent, and what may be part of their paths.

use modelarts::{Error, ErrorKind};

use super::{
    ACCESS_KEY, FaultServer, Reply, SECRET_KEY, WITH_ID, authorization::Renewing, builder, client, facts, success,
};

/// Why a client for `endpoint` is refused, before anybody is asked for credentials.
async fn refused(endpoint: &str) -> Error {
    let provider = Renewing::new();
    let error = builder(endpoint)
        .credentials(provider.clone())
        .build()
        .await
        .unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Configuration, None, None, 0), "{endpoint}");
    assert!(error.is_configuration());
    assert_eq!(error.operation(), None);
    assert_eq!(provider.asked(), 0, "{endpoint}");
    error
}

#[tokio::test]
async fn plain_http_to_other_machines_is_refused() {
    let endpoints = [
        "http://192.0.2.1",
        "http://modelarts.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[2001:db8::1]:8080",
        "http://0.0.0.0:1",
        "HTTP://EXAMPLE.COM",
    ];
    for endpoint in endpoints {
        let expected = "the endpoint cannot be used: it is plain HTTP to another machine; \
                        `allow_plain_http(true)` permits that";
        assert_eq!(refused(endpoint).await.to_string(), expected);
        let allowed = builder(endpoint).allow_plain_http(true).build().await.unwrap();
        assert!(allowed.endpoint().starts_with("http://"));
        builder(endpoint).allow_plain_http(false).build().await.unwrap_err();
    }
}

#[tokio::test]
async fn plain_http_to_this_machine_and_https_are_allowed() {
    let cases = [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
        ("https://modelarts.example.com/", "https://modelarts.example.com"),
        (
            "https://modelarts.example.com/a/b//",
            "https://modelarts.example.com/a/b",
        ),
        ("https://192.0.2.1:443", "https://192.0.2.1"),
    ];
    for (endpoint, expected) in cases {
        let client = builder(endpoint).build().await.unwrap();
        assert_eq!(client.endpoint(), expected);
    }
}

#[tokio::test]
async fn what_is_no_base_url_is_refused() {
    let cases = [
        ("", "it is not a URL; write it as https://host"),
        (
            "modelarts.cn-north-4.myhuaweicloud.com",
            "it is not a URL; write it as https://host",
        ),
        ("https://", "it is not a URL; write it as https://host"),
        ("https://user@example.com", "it holds a user name or a password"),
        ("https://user:S3CR3T@example.com", "it holds a user name or a password"),
        ("https://:S3CR3T@example.com", "it holds a user name or a password"),
        ("https://example.com?a=b", "it has a query or a fragment"),
        ("https://example.com/#a", "it has a query or a fragment"),
        ("ftp://example.com", "it is neither https nor http"),
        ("localhost:8080", "it is neither https nor http"),
        ("file:///etc/passwd", "it is neither https nor http"),
    ];
    for (endpoint, reason) in cases {
        let error = refused(endpoint).await;
        assert_eq!(error.to_string(), format!("the endpoint cannot be used: {reason}"));
        assert!(!format!("{error:?}").contains("S3CR3T"));
    }
}

#[tokio::test]
async fn requests_go_below_the_endpoint_and_are_signed_for_it() {
    let server = FaultServer::always(success());
    for (prefix, expected) in [
        ("", "/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/quotas"),
        ("/", "/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/quotas"),
        ("/a/b~c/", "/a/b~c/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/quotas"),
    ] {
        let endpoint = format!("{}{prefix}", server.url());
        let client = builder(endpoint).build().await.unwrap();
        client.show_os_quota().await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", expected));
        let sent = request.header("Authorization").unwrap();
        assert_eq!(sent, request.expected_authorization(ACCESS_KEY, SECRET_KEY));
        let agent = request.header("User-Agent").unwrap();
        assert!(agent.starts_with("modelarts-rust/"), "{agent}");
    }
}

#[tokio::test]
async fn what_is_no_identifier_never_reaches_the_server() {
    let server = FaultServer::always(Reply::complete(200, WITH_ID, "{}"));
    let client = client(&server).await;
    let long = "a".repeat(65);
    for id in [
        "", ".", "..", "a/b", "../pools", "%2F", "a b", "a?b", "a#b", "\n", "\0", "\u{fc}", &long,
    ] {
        let errors = [
            (
                "ShowWorkspaceQuotas",
                client.show_workspace_quotas(id).await.unwrap_err(),
            ),
            ("ListPools", client.list_pools().workspace_id(id).await.unwrap_err()),
            (
                "ShowPoolStatistics",
                client.show_pool_statistics().workspace_id(id).await.unwrap_err(),
            ),
        ];
        for (operation, error) in errors {
            assert_eq!(facts(&error), (ErrorKind::InvalidInput, None, None, 0), "{id:?}");
            assert!(error.is_invalid_input());
            assert_eq!(error.operation(), Some(operation));
            let start = format!("{operation}: invalid workspace id: ");
            assert!(error.to_string().starts_with(&start), "{error}");
        }
        let provider = Renewing::new();
        let other = builder(server.url()).project_id(id).credentials(provider.clone());
        let error = other.build().await.unwrap_err();
        assert_eq!(facts(&error), (ErrorKind::InvalidInput, None, None, 0), "{id:?}");
        assert_eq!(provider.asked(), 0);
    }
    assert_eq!(server.connections(), 0);
    client.show_workspace_quotas("0").await.unwrap();
    assert_eq!(server.count(), 1);
}
