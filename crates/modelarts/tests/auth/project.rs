//! The project id: given, set, or looked up, and looked up once.

use jiff::Timestamp;
use modelarts::{
    ProjectId, Region,
    auth::{AccessKeys, Credentials, Environment, ProjectError, ProjectErrorKind},
    raw::ProjectResolver,
};

use super::{
    loopback::{Loopback, answer, client},
    within_10_s,
};

fn resolver(iam: &str, variables: &[(&str, &str)]) -> ProjectResolver {
    let environment = Environment::fixed(variables.iter().copied());
    ProjectResolver::new(client(), Region::new("cn-north-4"), environment).with_iam_endpoint(Some(iam.to_owned()))
}

fn keys() -> Credentials {
    Credentials::new("AK", "SK")
}

async fn resolve(resolver: &ProjectResolver, credentials: &Credentials) -> Result<ProjectId, ProjectError> {
    within_10_s(resolver.resolve(credentials, Timestamp::now())).await
}

fn iam(status: u16, body: &str) -> Loopback {
    let body = body.to_owned();
    Loopback::start(move |_| answer(status, &[("X-IAM-Trace-Id", "trace-1")], &body))
}

const ONE: &str = r#"{"projects": [{"id": "p1", "name": "cn-north-4"}], "links": {}}"#;

#[tokio::test]
async fn what_is_said_is_not_looked_up() {
    let server = iam(200, ONE);
    let hinted = keys().with_project_id(ProjectId::new("hinted").unwrap());
    let set = [("HW_PROJECT_ID", "terraform"), ("HUAWEICLOUD_SDK_PROJECT_ID", "sdk")];
    let given = resolver(&server.url(), &set).with_project_id(Some(ProjectId::new("given").unwrap()));
    for (resolver, credentials, expected) in [
        (given, &hinted, "given"),
        (resolver(&server.url(), &set), &hinted, "sdk"),
        (resolver(&server.url(), &set[..1]), &hinted, "terraform"),
        (resolver(&server.url(), &[]), &hinted, "hinted"),
    ] {
        assert_eq!(resolve(&resolver, credentials).await.unwrap().as_str(), expected);
        assert_eq!(resolver.known(credentials).unwrap().unwrap().as_str(), expected);
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn iam_is_asked_with_a_signature_and_no_project() {
    let server = iam(200, ONE);
    let resolver = resolver(&server.url(), &[]);
    let temporary = Credentials::from(AccessKeys::new("AK", "SK").with_security_token("ST"));
    assert_eq!(resolver.known(&temporary).unwrap(), None);
    assert_eq!(resolve(&resolver, &temporary).await.unwrap().as_str(), "p1");
    let [request] = &server.requests()[..] else {
        panic!("one request was expected")
    };
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("GET", "/v3/projects?name=cn-north-4")
    );
    assert_eq!(request.header("X-Project-Id"), None);
    assert_eq!(request.header("X-Security-Token"), Some("ST"));
    assert_eq!(
        request.header("Authorization").unwrap(),
        request.expected_authorization("AK", "SK")
    );
}

#[tokio::test]
async fn iam_is_asked_with_a_token_too() {
    let server = iam(200, ONE);
    let resolver = resolver(&format!("{}/prefix/", server.url()), &[]);
    assert_eq!(
        resolve(&resolver, &Credentials::from_token("TOKEN"))
            .await
            .unwrap()
            .as_str(),
        "p1"
    );
    let request = &server.requests()[0];
    assert_eq!(request.target, "/prefix/v3/projects?name=cn-north-4");
    assert_eq!(request.header("X-Auth-Token"), Some("TOKEN"));
    assert_eq!(request.header("Authorization"), None);
}

#[tokio::test]
async fn the_endpoint_is_looked_for_in_order() {
    let [given, set, hinted] = [1, 2, 3].map(|_| iam(200, ONE));
    let environment = |variables: &[(&str, String)]| Environment::fixed(variables.iter().cloned());
    let set_up = environment(&[("HUAWEICLOUD_SDK_IAM_ENDPOINT", set.url())]);
    let new = |environment| ProjectResolver::new(client(), Region::new("cn-north-4"), environment);
    let credentials = keys().with_iam_endpoint(hinted.url());
    resolve(&new(environment(&[])), &credentials).await.unwrap();
    resolve(&new(set_up.clone()), &credentials).await.unwrap();
    resolve(&new(set_up).with_iam_endpoint(Some(given.url())), &credentials)
        .await
        .unwrap();
    assert_eq!([&given, &set, &hinted].map(|server| server.requests().len()), [1, 1, 1]);
}

#[tokio::test]
async fn anything_but_one_project_is_an_error_that_says_so() {
    let two = r#"{"projects": [{"id": "p1"}, {"id": "p2"}]}"#;
    let cases = [
        (
            200,
            r#"{"projects": []}"#,
            ProjectErrorKind::NoMatch,
            "the account has no project called \"cn-north-4\"",
        ),
        (
            200,
            two,
            ProjectErrorKind::Ambiguous,
            "the account has 2 projects for \"cn-north-4\", and one must be chosen: p1, p2",
        ),
        (
            200,
            "MARKER",
            ProjectErrorKind::Malformed,
            "iam's answer makes no sense: it is not json",
        ),
        (
            200,
            r#"{"error": "MARKER"}"#,
            ProjectErrorKind::Malformed,
            "iam's answer makes no sense: it has no list of projects",
        ),
        (
            200,
            r#"{"projects": [{"id": "../MARKER"}]}"#,
            ProjectErrorKind::Malformed,
            "iam's answer makes no sense: it has a project without a valid id",
        ),
        (
            401,
            "x-security-token:MARKER",
            ProjectErrorKind::Refused,
            "iam answered 401",
        ),
        (503, "MARKER", ProjectErrorKind::Refused, "iam answered 503"),
        (302, "MARKER", ProjectErrorKind::Refused, "iam answered 302"),
    ];
    for (status, body, kind, message) in cases {
        let error = resolve(&resolver(&iam(status, body).url(), &[]), &keys())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(
            error.to_string(),
            format!("no project id: {message} (request id trace-1)")
        );
        assert_eq!(error.request_id(), Some("trace-1"));
        assert_eq!(error.status(), Some(status).filter(|status| *status != 200));
        assert_eq!(error.is_transient(), status == 503);
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn a_trace_id_that_repeats_a_key_is_blotted() {
    let server = Loopback::start(|request| {
        let signature = request.header("Authorization").unwrap();
        answer(401, &[("X-IAM-Trace-Id", signature)], "")
    });
    let error = resolve(&resolver(&server.url(), &[]), &keys()).await.unwrap_err();
    let told = error.request_id().unwrap();
    assert!(told.contains("Access=[redacted],"), "{told}");
}

#[tokio::test]
async fn an_answer_without_end_is_cut_short() {
    let server = Loopback::start(|_| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        bytes.resize(4 << 20, b' ');
        bytes
    });
    let error = resolve(&resolver(&server.url(), &[]), &keys()).await.unwrap_err();
    assert_eq!(error.kind(), ProjectErrorKind::Malformed);
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the body is longer than 1048576 bytes");
}

#[tokio::test]
async fn a_lost_connection_is_transient() {
    let error = resolve(&resolver(&Loopback::nowhere(), &[]), &keys())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProjectErrorKind::Connection);
    assert!(error.is_transient());
}

#[tokio::test]
async fn endpoints_that_would_give_something_away_are_refused() {
    for endpoint in [
        "http://iam.example.com",
        "ftp://127.0.0.1",
        "no url",
        "https://user:MARKER@127.0.0.1",
        "http://127.0.0.1.example.com",
        "http://[::2]",
    ] {
        let error = resolve(&resolver(endpoint, &[]), &keys()).await.unwrap_err();
        assert_eq!(error.kind(), ProjectErrorKind::Invalid, "{endpoint}");
        assert!(!format!("{error} {error:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn a_bad_setting_is_not_passed_over() {
    let error = resolve(&resolver(&Loopback::nowhere(), &[("HW_PROJECT_ID", "a/b")]), &keys())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProjectErrorKind::Invalid);
}

#[tokio::test]
async fn without_a_region_a_project_must_be_named() {
    let new = || ProjectResolver::new(client(), None, Environment::fixed::<String, String>([]));
    let error = resolve(&new(), &keys()).await.unwrap_err();
    assert_eq!(error.kind(), ProjectErrorKind::Invalid);
    assert_eq!(
        error.to_string(),
        "no project id: none is set, and without a region none can be looked up"
    );
    let named = new().with_project_id(Some(ProjectId::new("p").unwrap()));
    assert_eq!(resolve(&named, &keys()).await.unwrap().as_str(), "p");
}
