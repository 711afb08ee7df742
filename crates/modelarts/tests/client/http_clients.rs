//! HTTP clients: settings, clients of one's own, proxies, TLS.

use modelarts::HttpClient;

use super::*;

#[tokio::test]
async fn settings_are_made() {
    let server = FaultServer::always(success());
    let http = HttpClient::new()
        .user_agent("check/1.2")
        .max_idle_connections(1)
        .connect_timeout(Duration::from_secs(9));
    call_with(builder(server.url()).http_client(http)).await.unwrap();
    let agent = concat!("modelarts-rust/", env!("CARGO_PKG_VERSION"), " check/1.2");
    assert_eq!(server.requests()[0].header("User-Agent"), Some(agent));
}

/// The proxy gets the whole URL of plain HTTP, and the request stays signed for the service.
#[tokio::test]
async fn a_proxy_is_used_for_other_machines_alone() {
    let proxy = FaultServer::always(success());
    let http = HttpClient::new().proxy(proxy.url().replace("//", "//user:secret@"));
    let away = builder("http://service.invalid").allow_plain_http(true);
    call_with(away.http_client(http.clone())).await.unwrap();
    let request = proxy.requests().pop().unwrap();
    assert_eq!(request.target, format!("http://service.invalid/v1/{PROJECT}/quotas"));
    assert!(request.header("Proxy-Authorization").is_some() && request.header("Host") == Some("service.invalid"));

    let server = FaultServer::always(success());
    call_with(builder(server.url()).http_client(http.clone()))
        .await
        .unwrap();
    assert_eq!((proxy.count(), server.count()), (1, 1));
    assert!(!format!("{http:?}").contains("secret"));
    let direct = builder("http://service.invalid")
        .allow_plain_http(true)
        .http_client(http.no_proxy());
    let error = call_with(direct.retry_policy(RetryPolicy::none())).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("ShowOsQuota: cannot connect to service.invalid: "),
        "{error}"
    );
}

#[tokio::test]
async fn what_cannot_be_set_is_an_error_of_the_builder() {
    let own = || HttpClient::from(reqwest::Client::new());
    let no_settings = "a client of your own has its own settings; make them when you build it";
    for (http, reason) in [
        (
            HttpClient::new().proxy(":::"),
            "cannot set up the http client: relative URL without a base",
        ),
        (
            HttpClient::new().user_agent("a\nb"),
            "cannot set up the http client: failed to parse header value",
        ),
        (own().proxy("http://proxy.invalid"), no_settings),
        (own().user_agent("a"), no_settings),
        (own().root_certificates("a"), no_settings),
    ] {
        let error = builder("http://127.0.0.1:1")
            .http_client(http)
            .build()
            .await
            .unwrap_err();
        assert_error(&error, Configuration, None, 0);
        assert_eq!(error.to_string(), reason);
    }
}

/// Connections outlive a client when another shares its HTTP client, whichever region it is for.
#[tokio::test]
async fn clients_can_share_one() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, QUOTAS));
    for http in [HttpClient::new(), reqwest::Client::new().into()] {
        let before = server.connections();
        for region in ["cn-north-4", "cn-east-3"] {
            call_with(builder(server.url()).region(region).http_client(http.clone()))
                .await
                .unwrap();
        }
        assert_eq!(server.connections(), before + 1);
    }
}
