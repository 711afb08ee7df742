//! The project, the region and the endpoint of a client: set, or found in order, and the project looked up once.

use std::{error::Error as _, fs};

use modelarts::{
    Client, ClientBuilder, Error, ErrorKind, ProjectId,
    auth::{AccessKeys, Credentials, CredentialsFuture, CredentialsProvider, Environment},
};

use super::{
    loopback::{Loopback, answer},
    nothing_set, within_10_s,
};

/// Nothing listens there, or so a test would fail.
const ENDPOINT: &str = "http://127.0.0.1:1";

const FOUND: &str = r#"{"projects": [{"id": "found", "name": "cn-north-4"}], "links": {}}"#;

fn iam(status: u16, body: &str) -> Loopback {
    let body = body.to_owned();
    Loopback::start(move |_| answer(status, &[("X-IAM-Trace-Id", "trace-1")], &body))
}

fn keys() -> Credentials {
    Credentials::new("access-key", "secret-key")
}

fn builder() -> ClientBuilder {
    Client::builder()
        .environment(nothing_set())
        .credentials(keys())
        .endpoint(ENDPOINT)
}

async fn build(builder: ClientBuilder) -> Result<Client, Error> {
    within_10_s(builder.build()).await
}

/// The error of a client whose project has to be looked up in `iam`.
async fn failure(iam: impl Into<String>) -> Error {
    build(builder().region("cn-north-4").iam_endpoint(iam))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn the_project_and_the_region_are_found_in_order() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".huaweicloud/credentials");
    fs::create_dir(file.parent().unwrap()).unwrap();
    let hints = "ak = a\nsk = s\nproject_id = of-profile\nregion = cn-east-3\n";
    fs::write(file, format!("[basic]\n{hints}[team]\n{hints}[keys]\nak = a\nsk = s\n")).unwrap();
    let environment = |variables: &[(&str, &str)]| Environment::fixed(variables.iter().copied()).home(home.path());
    let key_variables = [("HUAWEICLOUD_SDK_AK", "a"), ("HUAWEICLOUD_SDK_SK", "s")];
    let terraform = [("HW_PROJECT_ID", "of-terraform"), ("HW_REGION_NAME", "cn-north-2")];
    let sdk = [
        ("HUAWEICLOUD_SDK_PROJECT_ID", "of-sdk"),
        ("HUAWEICLOUD_SDK_REGION", "cn-north-1"),
    ];
    let both = environment(&[terraform, sdk].concat());
    let with_keys = environment(&[key_variables, sdk].concat());
    let hinted = || {
        keys()
            .project_id(ProjectId::new("of-keys").unwrap())
            .region("cn-south-1")
    };
    let new = Client::builder;

    let server = iam(200, FOUND);
    for (builder, project_id, region) in [
        // What is set comes first, then what came with credentials or a profile that is set.
        (
            new()
                .environment(both.clone())
                .credentials(hinted())
                .project_id("set")
                .region("set"),
            "set",
            "set",
        ),
        (
            new().environment(both.clone()).credentials(hinted()),
            "of-keys",
            "cn-south-1",
        ),
        (
            new().environment(both.clone()).profile("team"),
            "of-profile",
            "cn-east-3",
        ),
        // The environment is next. A region that is set does not change its project: only IAM knows to which region it
        // belongs, and is not asked for a project that is named.
        (
            new().environment(both.clone()).credentials(keys()),
            "of-sdk",
            "cn-north-1",
        ),
        (new().environment(both.clone()).profile("keys"), "of-sdk", "cn-north-1"),
        (new().environment(both.clone()), "of-sdk", "cn-north-1"),
        (new().environment(environment(&terraform)), "of-terraform", "cn-north-2"),
        (new().environment(with_keys.clone()), "of-sdk", "cn-north-1"),
        (
            new().environment(with_keys).region("af-south-1"),
            "of-sdk",
            "af-south-1",
        ),
        // Then what came with other credentials, and IAM for the project.
        (new().environment(environment(&[])), "of-profile", "cn-east-3"),
        (
            new().environment(environment(&[])).region("af-south-1"),
            "of-profile",
            "af-south-1",
        ),
        (
            new().environment(environment(&key_variables)).region("cn-north-4"),
            "found",
            "cn-north-4",
        ),
    ] {
        let client = build(builder.endpoint(ENDPOINT).iam_endpoint(server.url()))
            .await
            .unwrap();
        let found = (client.project_id().as_str(), client.region().unwrap().as_str());
        assert_eq!(found, (project_id, region));
    }
    assert_eq!(
        server.requests().len(),
        1,
        "iam is asked only for a project that is not named"
    );
}

#[tokio::test]
async fn the_endpoint_of_a_region_may_be_that_of_the_environment() {
    let name = "HUAWEICLOUD_SDK_REGION_MODELARTS_CN_NORTH_4";
    let environment = Environment::fixed([(name, " http://127.0.0.1:1/ , http://127.0.0.1:2")]);
    let new = || {
        Client::builder()
            .environment(environment.clone())
            .credentials(keys())
            .project_id("p")
    };
    for (builder, endpoint) in [
        (new().region("cn-north-4"), "http://127.0.0.1:1"),
        (
            new().region("cn-north-4").endpoint("http://127.0.0.1:3/"),
            "http://127.0.0.1:3",
        ),
        (
            new().region("cn-north-1"),
            "https://modelarts.cn-north-1.myhuaweicloud.com",
        ),
        (new().credentials(keys().region("cn-north-4")), "http://127.0.0.1:1"),
    ] {
        assert_eq!(build(builder).await.unwrap().endpoint(), endpoint);
    }
}

/// Must not be asked.
struct Unasked;

impl CredentialsProvider for Unasked {
    fn name(&self) -> &str {
        "unasked"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        panic!("it is asked")
    }
}

#[tokio::test]
async fn errors_of_the_caller_are_reported_before_a_source_is_asked() {
    let new = || Client::builder().environment(nothing_set()).credentials(Unasked);
    for (builder, kind) in [
        (new().region("cn-nroth-4"), ErrorKind::Configuration),
        (new().endpoint("no url"), ErrorKind::Configuration),
        (new().endpoint(ENDPOINT).project_id("a/b"), ErrorKind::InvalidInput),
    ] {
        assert_eq!(build(builder).await.unwrap_err().kind(), kind);
    }
}

#[tokio::test]
async fn iam_is_asked_with_a_signature_and_no_project() {
    let server = iam(200, FOUND);
    let temporary = AccessKeys::temporary("access-key", "secret-key", "security-token");
    for credentials in [temporary.into(), Credentials::from_token("token")] {
        let builder = builder().credentials(credentials).region("cn-north-4");
        let client = build(builder.iam_endpoint(format!("{}/prefix/", server.url())))
            .await
            .unwrap();
        assert_eq!(client.project_id().as_str(), "found");
    }
    let [signed, with_token] = &server.requests()[..] else {
        panic!("two requests were expected")
    };
    for request in [signed, with_token] {
        let line = (request.method.as_str(), request.target.as_str());
        assert_eq!(line, ("GET", "/prefix/v3/projects?name=cn-north-4"));
        assert_eq!(request.header("X-Project-Id"), None);
    }
    assert_eq!(signed.header("X-Security-Token"), Some("security-token"));
    let expected = signed.expected_authorization("access-key", "secret-key");
    assert_eq!(signed.header("Authorization"), Some(expected.as_str()));
    assert_eq!(with_token.header("X-Auth-Token"), Some("token"));
    assert_eq!(with_token.header("Authorization"), None);
}

#[tokio::test]
async fn the_endpoint_of_iam_is_found_in_order() {
    let [set, of_environment, of_credentials] = [(); 3].map(|()| iam(200, FOUND));
    let variables = Environment::fixed([("HUAWEICLOUD_SDK_IAM_ENDPOINT", of_environment.url())]);
    let new = || {
        let credentials = keys().iam_endpoint(of_credentials.url());
        builder().region("cn-north-4").credentials(credentials)
    };
    build(new()).await.unwrap();
    build(new().environment(variables.clone())).await.unwrap();
    build(new().environment(variables).iam_endpoint(set.url()))
        .await
        .unwrap();
    let asked = [&set, &of_environment, &of_credentials].map(|server| server.requests().len());
    assert_eq!(asked, [1, 1, 1]);
}

#[tokio::test]
async fn anything_but_one_project_is_an_error_that_says_so() {
    let two = r#"{"projects": [{"id": "p1"}, {"id": "p2"}]}"#;
    for (status, body, kind, reason) in [
        (
            200,
            r#"{"projects": []}"#,
            ErrorKind::Configuration,
            "the account has no project called \"cn-north-4\"",
        ),
        (
            200,
            two,
            ErrorKind::Configuration,
            "the account has 2 projects for \"cn-north-4\", and one must be set: p1, p2",
        ),
        (
            200,
            "MARKER",
            ErrorKind::Decode,
            "the answer of iam cannot be used: it is not json",
        ),
        (
            200,
            r#"{"error": "MARKER"}"#,
            ErrorKind::Decode,
            "the answer of iam cannot be used: it has no list of projects",
        ),
        (
            200,
            r#"{"projects": [{"id": "../MARKER"}]}"#,
            ErrorKind::Decode,
            "the answer of iam cannot be used: it has a project without a valid id",
        ),
        (401, "x-security-token:MARKER", ErrorKind::Service, "iam answered 401"),
        (503, "MARKER", ErrorKind::Service, "iam answered 503"),
        (302, "MARKER", ErrorKind::Service, "iam answered 302"),
    ] {
        let error = failure(iam(status, body).url()).await;
        let facts = (error.kind(), error.status(), error.request_id());
        assert_eq!(facts, (kind, Some(status), Some("trace-1")));
        let message = format!("no project id is set, and it cannot be looked up: {reason} (request id trace-1)");
        assert_eq!(error.to_string(), message);
        assert_eq!(error.is_retryable(), status == 503);
        assert!(!format!("{error:?} {error:#?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn a_trace_id_that_repeats_a_key_is_redacted() {
    let server = Loopback::start(|request| {
        let signature = request.header("Authorization").unwrap();
        answer(401, &[("X-IAM-Trace-Id", signature)], "")
    });
    let error = failure(server.url()).await;
    let id = error.request_id().unwrap();
    assert!(id.contains("Access=[redacted],"), "{id}");
}

#[tokio::test]
async fn an_endless_answer_is_cut_short() {
    let server = Loopback::start(|_| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        bytes.resize(4 << 20, b' ');
        bytes
    });
    let error = failure(server.url()).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    let source = error.source().unwrap().to_string();
    assert_eq!(source, "the body is longer than 1048576 bytes");
}

#[tokio::test]
async fn a_lost_connection_is_retryable() {
    let error = failure(Loopback::nowhere()).await;
    assert!(error.is_connect() && error.is_retryable());
}

#[tokio::test]
async fn an_endpoint_of_iam_that_would_show_credentials_is_refused() {
    for endpoint in [
        "http://iam.example.com",
        "ftp://127.0.0.1",
        "no url",
        "https://user:MARKER@127.0.0.1",
        "http://127.0.0.1.example.com",
        "http://[::2]",
    ] {
        let error = failure(endpoint).await;
        assert_eq!(error.kind(), ErrorKind::Configuration, "{endpoint}");
        let start = "no project id is set, and it cannot be looked up: the endpoint of iam cannot be used: ";
        assert!(error.to_string().starts_with(start), "{error}");
        assert!(!format!("{error} {error:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn settings_that_are_invalid_or_missing_are_errors() {
    let invalid = Environment::fixed([("HW_PROJECT_ID", "a/b")]);
    let lookup = "no project id is set, and it cannot be looked up";
    for (builder, expected) in [
        (
            builder().environment(invalid).region("cn-north-4"),
            format!("{lookup}: HW_PROJECT_ID: invalid project id: it has '/' at byte 1"),
        ),
        (
            builder(),
            format!("{lookup}: none is set, and without a region none can be looked up"),
        ),
        (
            Client::builder().environment(nothing_set()).credentials(keys()),
            "neither a region nor an endpoint is set; use `region(..)` or HUAWEICLOUD_SDK_REGION".to_owned(),
        ),
    ] {
        let error = build(builder).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}
