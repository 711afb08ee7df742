//! What really goes over the wire, checked from its bytes by the independent implementation.

use jiff::Timestamp;
use modelarts::{
    ProjectId,
    auth::{AccessKeys, Credentials, signer::SigningError},
    raw::authorize,
};
use reqwest::{Method, Request, Url};

use super::loopback::{Loopback, answer, client, target};

async fn send(server: &Loopback, target: &str, credentials: &Credentials) {
    let url = Url::parse(&format!("{}{target}", server.url())).unwrap();
    let mut request = Request::new(Method::GET, url);
    let project_id = ProjectId::new("0123456789abcdef0123456789abcdef").unwrap();
    authorize(&mut request, credentials, Some(&project_id), Timestamp::now()).unwrap();
    assert_eq!(client().execute(request).await.unwrap().status(), 200);
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_that_are_sent() {
    let server = Loopback::start(|_| answer(200, &[], "{}"));
    let temporary = AccessKeys::new("AK", "S/K+secret").with_security_token("gQpjbi1ub3J0aC00==");
    let selector = "os.modelarts/name=a b+c,env in (x,y)&z~*'\"名🦀%2F";
    let mut url = Url::parse("http://a/v2/0123456789abcdef0123456789abcdef/pools").unwrap();
    url.query_pairs_mut()
        .append_pair("workspaceId", "0")
        .append_pair("labelSelector", selector)
        .append_pair("empty", "")
        .append_pair("a", "2")
        .append_pair("a", "1");
    let targets = [
        target(&url),
        "/v1/p/quotas".to_owned(),
        "/v1/p/trailing/".to_owned(),
        "/".to_owned(),
        "/v1/p%20q/~a:b@c!$&'()*+,;=/%e5%90%8d?flag&x=%7e".to_owned(),
    ];
    for target in &targets {
        for credentials in [Credentials::new("AK", "S/K+secret"), temporary.clone().into()] {
            send(&server, target, &credentials).await;
        }
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2 * targets.len());
    for request in &requests {
        let sent = request.header("Authorization").unwrap();
        assert_eq!(sent, request.expected_authorization("AK", "S/K+secret"), "{request:?}");
        assert_eq!(
            request.header("Host").unwrap(),
            server.url().trim_start_matches("http://")
        );
        let signed = sent.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
        let expected = match request.header("X-Security-Token") {
            Some(_) => "host;x-project-id;x-sdk-date;x-security-token",
            None => "host;x-project-id;x-sdk-date",
        };
        assert_eq!(signed, expected);
        assert!(!request.target.contains('+'), "{}", request.target);
    }
    let query = requests[0].query();
    assert!(
        query.contains(&("labelSelector".to_owned(), selector.to_owned())),
        "{query:?}"
    );
    assert!(
        requests[0].target.contains("%20b%2Bc%2Cenv%20in%20%28"),
        "{}",
        requests[0].target
    );
    assert!(
        requests[0].target.ends_with("&workspaceId=0"),
        "the query is sorted: {}",
        requests[0].target
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_hashed_is_refused_for_keys_and_sent_with_a_token() {
    let server = Loopback::start(|_| answer(200, &[], "streamed"));
    let url = Url::parse(&server.url()).unwrap();
    let streamed = client().execute(Request::new(Method::GET, url.clone())).await.unwrap();
    let mut request = Request::new(Method::POST, url);
    *request.body_mut() = Some(streamed.into());
    let now = Timestamp::now();
    let refused = authorize(&mut request, &Credentials::new("AK", "SK"), None, now);
    assert_eq!(refused, Err(SigningError::StreamedBody));
    assert_eq!(
        authorize(&mut request, &Credentials::from_token("T"), None, now),
        Ok(())
    );
}
