//! The project, the region and the endpoint of a client: set, or found in order, and the project looked up once.

use std::{error::Error as _, fs};

use modelarts::{
    Client, ClientBuilder, Error, ErrorKind, ProjectId, Region,
    auth::{AccessKeys, Credentials, CredentialsFuture, CredentialsProvider, Environment},
};

use super::{
    loopback::{Loopback, answer},
    nothing_set, rows, within_10_s,
};

/// Nothing listens there, or so a test would fail.
const ENDPOINT: &str = "http://127.0.0.1:1";

/// The beginning of errors of the lookup.
const LOOKUP: &str = "no project id is set, and it cannot be looked up";

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

/// Sources that name a project and a region, and the project and the region of the client.
const PRECEDENCE: &str = "
    set credentials variables terraform   | set          | set
    credentials variables terraform       | credentials  | credentials
    profile variables terraform           | profile      | profile
    keys variables terraform              | variables    | variables
    bare-profile variables terraform      | variables    | variables
    variables terraform file              | variables    | variables
    terraform file                        | terraform    | terraform
    variables key-variables               | variables    | variables
    set-region variables key-variables    | variables    | set
    file                                  | file         | file
    set-region file                       | file         | set
    set-region key-variables              | found-in-iam | set
";

#[tokio::test]
async fn the_project_and_the_region_are_found_in_order() {
    let server = iam(200, r#"{"projects": [{"id": "found-in-iam"}]}"#);
    for [sources, project_id, region] in rows(PRECEDENCE) {
        let has = |source| sources.split(' ').any(|there| there == source);
        let home = tempfile::tempdir().unwrap();
        let keys_of_file = "ak = a\nsk = s\n";
        let basic = if has("file") { keys_of_file } else { "" };
        let file = home.path().join(".huaweicloud/credentials");
        fs::create_dir(file.parent().unwrap()).unwrap();
        let sections = [
            format!("[basic]\n{basic}project_id = file\nregion = file\n"),
            format!("[team]\n{keys_of_file}project_id = profile\nregion = profile\n"),
            format!("[bare]\n{keys_of_file}"),
        ];
        fs::write(file, sections.concat()).unwrap();
        let mut variables = vec![];
        if has("key-variables") {
            variables.extend([("HUAWEICLOUD_SDK_AK", "a"), ("HUAWEICLOUD_SDK_SK", "s")]);
        }
        if has("variables") {
            let names = ["HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_REGION"];
            variables.extend(names.map(|name| (name, "variables")));
        }
        if has("terraform") {
            variables.extend(["HW_PROJECT_ID", "HW_REGION_NAME"].map(|name| (name, "terraform")));
        }
        let environment = Environment::fixed(variables).home(home.path());
        let mut builder = Client::builder().environment(environment).endpoint(ENDPOINT);
        if has("credentials") {
            let project_id = ProjectId::new("credentials").unwrap();
            builder = builder.credentials(keys().project_id(project_id).region("credentials"));
        }
        if has("keys") {
            builder = builder.credentials(keys());
        }
        for (source, profile) in [("profile", "team"), ("bare-profile", "bare")] {
            if has(source) {
                builder = builder.profile(profile);
            }
        }
        if has("set") {
            builder = builder.project_id("set");
        }
        if has("set") || has("set-region") {
            builder = builder.region("set");
        }
        let client = build(builder.iam_endpoint(server.url())).await.unwrap();
        let found = (client.project_id().as_str(), client.region().unwrap().as_str());
        assert_eq!(found, (project_id, region), "{sources}");
    }
    let lookups = server.requests().len();
    assert_eq!(lookups, 1, "iam is asked only for a project that is not named");
}

#[tokio::test]
async fn the_endpoint_of_a_region_may_be_that_of_the_environment() {
    let name = "HUAWEICLOUD_SDK_REGION_MODELARTS_CN_NORTH_4";
    let environment = Environment::fixed([(name, " http://127.0.0.1:1/ , http://127.0.0.1:2")]);
    let new = |keys| {
        let builder = Client::builder().environment(environment.clone());
        builder.credentials(keys).project_id("p")
    };
    let table = "https://modelarts.cn-north-1.myhuaweicloud.com";
    for (builder, endpoint) in [
        (new(keys()).region("cn-north-4"), "http://127.0.0.1:1"),
        (new(keys().region("cn-north-4")), "http://127.0.0.1:1"),
        (new(keys()).region("cn-north-4").endpoint(ENDPOINT), ENDPOINT),
        (new(keys()).region("cn-north-1"), table),
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

const ANSWERS: &str = r#"
    200 | {"projects": []}                         | the account has no project called "cn-north-4"
    200 | {"projects": [{"id": "p1"}, {"id": "p2"}]} | the account has 2 projects for "cn-north-4", and one must be set: p1, p2
    200 | MARKER                                   | the answer of iam cannot be used: it is not json
    200 | {"error": "MARKER"}                      | the answer of iam cannot be used: it has no list of projects
    200 | {"projects": [{"id": "../MARKER"}]}      | the answer of iam cannot be used: it has a project without a valid id
    401 | x-security-token:MARKER                  | iam answered 401
    503 | MARKER                                   | iam answered 503
    302 | MARKER                                   | iam answered 302
"#;

#[tokio::test]
async fn anything_but_one_project_is_an_error_that_says_so() {
    for [status, body, reason] in rows(ANSWERS) {
        let status = status.parse().unwrap();
        let error = failure(iam(status, body).url()).await;
        let kind = match reason.split(' ').nth(1) {
            Some("account") => ErrorKind::Configuration,
            Some("answer") => ErrorKind::Decode,
            _ => ErrorKind::Service,
        };
        let facts = (error.kind(), error.status(), error.request_id());
        assert_eq!(facts, (kind, Some(status), Some("trace-1")));
        assert_eq!(error.to_string(), format!("{LOOKUP}: {reason} (request id trace-1)"));
        assert_eq!(error.is_retryable(), status == 503);
        assert!(!format!("{error:?} {error:#?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn a_request_id_that_repeats_a_key_is_redacted() {
    for name in ["X-IAM-Trace-Id", "X-Request-Id"] {
        let server = Loopback::start(move |request| {
            let signature = request.header("Authorization").unwrap();
            answer(401, &[(name, signature)], "")
        });
        let error = failure(server.url()).await;
        let id = error.request_id().unwrap();
        assert!(id.contains("Access=[redacted],"), "{id}");
    }
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
        let start = format!("{LOOKUP}: the endpoint of iam cannot be used: ");
        assert!(error.to_string().starts_with(&start), "{error}");
        assert!(!format!("{error} {error:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn an_unknown_region_is_an_error_that_lists_the_known_ones() {
    let new = Client::builder().environment(nothing_set()).credentials(Unasked);
    let message = build(new.region("cn-nroth-4")).await.unwrap_err().to_string();
    let start = "no known modelarts endpoint for region \"cn-nroth-4\"; known regions: af-north-1, af-south-1, ";
    assert!(message.starts_with(start), "{message}");
    assert!(
        message.ends_with("tr-west-1; for any other, give its url with `endpoint(..)`"),
        "{message}"
    );
    assert!(Region::KNOWN.iter().all(|(id, _)| message.contains(id)));
}

#[tokio::test]
async fn settings_that_are_invalid_or_missing_are_errors() {
    let invalid = Environment::fixed([("HW_PROJECT_ID", "a/b")]);
    let invalid_project = "HW_PROJECT_ID: invalid project id: it has '/' at byte 1";
    let no_region = "none is set, and without a region none can be looked up";
    let nothing = "neither a region nor an endpoint is set; use `region(..)` or HUAWEICLOUD_SDK_REGION";
    for (builder, expected) in [
        (builder().environment(invalid), format!("{LOOKUP}: {invalid_project}")),
        (builder(), format!("{LOOKUP}: {no_region}")),
        (
            Client::builder().environment(nothing_set()).credentials(keys()),
            nothing.to_owned(),
        ),
    ] {
        let error = build(builder).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}
