//! The project, the region and the endpoint of a client: set, or found in order, and the project looked up once.

use std::error::Error as _;

use modelarts::{ProjectId, Region, auth::AccessKeys};

use super::*;

/// Nothing listens there, or so a test would fail.
const ENDPOINT: &str = "http://127.0.0.1:1";

/// The beginning of errors of the lookup.
const LOOKUP: &str = "no project id is set, and it cannot be looked up";

const FOUND: &str = r#"{"projects": [{"id": "found", "name": "cn-north-4"}], "links": {}}"#;

fn iam(status: u16, body: &str) -> FaultServer {
    FaultServer::always(Reply::complete(status, &[("X-IAM-Trace-Id", "trace-1")], body))
}

fn keys() -> Credentials {
    Credentials::new(ACCESS_KEY, SECRET_KEY)
}

/// The settings of [`builder`](super::super::builder), without a project and an endpoint.
fn unset(environment: Environment) -> ClientBuilder {
    Client::builder().environment(environment).credentials(keys())
}

/// Settings with which the project is looked up in `iam`.
fn looking_up(iam: impl Into<String>) -> ClientBuilder {
    let builder = unset(nothing_set()).endpoint(ENDPOINT);
    builder.region("cn-north-4").iam_endpoint(iam)
}

async fn failure(iam: impl Into<String>) -> Error {
    looking_up(iam).build().await.unwrap_err()
}

/// Sources that name a project and a region, and the project and the region of the client.
const PRECEDENCE: &str = "
    set credentials variables terraform   | set          | set
    credentials variables terraform       | credentials  | credentials
    profile variables terraform           | profile      | profile
    hw-profile variables terraform        | profile      | profile
    keys variables terraform              | variables    | variables
    bare-profile variables terraform      | variables    | variables
    variables terraform file              | variables    | variables
    terraform file                        | terraform    | terraform
    variables key-variables               | variables    | variables
    set-region variables key-variables    | variables    | set
    file                                  | file         | file
    set-region file                       | file         | set
    set-region key-variables              | found        | set
";

#[tokio::test]
async fn the_project_and_the_region_are_found_in_order() {
    let server = iam(200, FOUND);
    for [sources, project_id, region] in rows(PRECEDENCE) {
        let keys_of_file = "ak = a\nsk = s\n";
        let (mut basic, mut variables, mut builder) = ("", vec![], Client::builder());
        for source in sources.split(' ') {
            match source {
                "set" => builder = builder.project_id("set").region("set"),
                "set-region" => builder = builder.region("set"),
                "credentials" => {
                    let project_id = ProjectId::new("credentials").unwrap();
                    builder = builder.credentials(keys().project_id(project_id).region("credentials"));
                }
                "keys" => builder = builder.credentials(keys()),
                "profile" => builder = builder.profile("team"),
                "hw-profile" => variables.push(("HW_PROFILE", "team")),
                "bare-profile" => builder = builder.profile("bare"),
                "file" => basic = keys_of_file,
                "key-variables" => variables.extend([("HUAWEICLOUD_SDK_AK", "a"), ("HUAWEICLOUD_SDK_SK", "s")]),
                "terraform" => variables.extend(["HW_PROJECT_ID", "HW_REGION_NAME"].map(|name| (name, source))),
                "variables" => {
                    let names = ["HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_REGION"];
                    variables.extend(names.map(|name| (name, source)));
                }
                other => panic!("{other}"),
            }
        }
        let home = TempDir::new().unwrap();
        let sections = [
            format!("[basic]\n{basic}project_id = file\nregion = file\n"),
            format!("[team]\n{keys_of_file}project_id = profile\nregion = profile\n"),
            format!("[bare]\n{keys_of_file}"),
        ];
        write_profiles(&home, sections.concat());
        let environment = Environment::fixed(variables).home(home.path());
        let builder = builder.environment(environment).endpoint(ENDPOINT);
        let client = builder.iam_endpoint(server.url()).build().await.unwrap();
        let found = (client.project_id().as_str(), client.region().unwrap().as_str());
        assert_eq!(found, (project_id, region), "{sources}");
    }
    assert_eq!(server.count(), 1, "iam is asked only for a project that is not named");
}

#[tokio::test]
async fn the_endpoint_of_a_region_may_be_that_of_the_environment() {
    let name = "HUAWEICLOUD_SDK_REGION_MODELARTS_CN_NORTH_4";
    let environment = Environment::fixed([(name, " http://127.0.0.1:1/ , http://127.0.0.1:2")]);
    let new = || unset(environment.clone()).project_id("p");
    let table = "https://modelarts.cn-north-1.myhuaweicloud.com";
    for (builder, endpoint) in [
        (new().region("cn-north-4"), "http://127.0.0.1:1"),
        (new().credentials(keys().region("cn-north-4")), "http://127.0.0.1:1"),
        (new().region("cn-north-4").endpoint("http://[::1]"), "http://[::1]"),
        (new().region("cn-north-1"), table),
    ] {
        assert_eq!(builder.build().await.unwrap().endpoint(), endpoint);
    }
    // One for every region, which comes before.
    let environment = Environment::fixed([
        (name, "http://127.0.0.1:1"),
        ("MODELARTS_ENDPOINT", "http://127.0.0.1:3 "),
    ]);
    let new = || unset(environment.clone()).project_id("p");
    for (builder, endpoint) in [
        (new(), "http://127.0.0.1:3"),
        (new().region("cn-north-4"), "http://127.0.0.1:3"),
        (new().endpoint("http://[::1]"), "http://[::1]"),
    ] {
        assert_eq!(builder.build().await.unwrap().endpoint(), endpoint);
    }
}

#[tokio::test]
async fn iam_is_asked_with_a_signature_and_no_project() {
    let server = iam(200, FOUND);
    let temporary = AccessKeys::temporary(ACCESS_KEY, SECRET_KEY, "security-token");
    for credentials in [temporary.into(), Credentials::from_token("token")] {
        let builder = looking_up(format!("{}/prefix/", server.url())).credentials(credentials);
        assert_eq!(builder.build().await.unwrap().project_id().as_str(), "found");
    }
    let [signed, with_token] = &server.requests()[..] else {
        panic!("two requests were expected")
    };
    for request in [signed, with_token] {
        assert_eq!(request.line(), "GET /prefix/v3/projects?name=cn-north-4");
        assert_eq!(request.header("X-Project-Id"), None);
    }
    assert_eq!(signed.header("X-Security-Token"), Some("security-token"));
    signed.assert_signed(ACCESS_KEY, SECRET_KEY);
    assert_eq!(with_token.header("X-Auth-Token"), Some("token"));
    assert_eq!(with_token.header("Authorization"), None);
}

#[tokio::test]
async fn the_project_is_looked_up_once_for_all_calls_and_clones() {
    let server = FaultServer::start(|_, request| match request.path() {
        "/v3/projects" => Reply::complete(200, &[], FOUND),
        _ => ok("{}"),
    });
    let client = looking_up(server.url()).endpoint(server.url()).build().await.unwrap();
    for client in [client.clone(), client] {
        client.show_os_quota().await.unwrap();
        client.list_pools().await.unwrap();
    }
    let [quotas, pools] = ["/v1/found/quotas", "/v2/found/pools"];
    assert_eq!(
        server.targets(),
        ["/v3/projects?name=cn-north-4", quotas, pools, quotas, pools]
    );
}

#[tokio::test]
async fn the_endpoint_of_iam_is_found_in_order() {
    let [set, of_environment, of_credentials] = [(); 3].map(|()| iam(200, FOUND));
    let variables = Environment::fixed([("HUAWEICLOUD_SDK_IAM_ENDPOINT", of_environment.url())]);
    let new = |environment| {
        let credentials = keys().iam_endpoint(of_credentials.url());
        let builder = unset(environment).endpoint(ENDPOINT).region("cn-north-4");
        builder.credentials(credentials)
    };
    new(nothing_set()).build().await.unwrap();
    new(variables.clone()).build().await.unwrap();
    new(variables).iam_endpoint(set.url()).build().await.unwrap();
    let asked = [&set, &of_environment, &of_credentials].map(FaultServer::count);
    assert_eq!(asked, [1, 1, 1]);
}

const ANSWERS: &str = r#"
    200 | {"projects": []}                         | the account has no project called "cn-north-4"
    200 | {"projects": [{"id": "p1"}, {"id": "p2"}]} | the account has 2 projects for "cn-north-4", and one must be set: p1, p2
    200 | MARKER                                   | the answer of iam cannot be used: it is not a json object
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
            Some("account") => Configuration,
            Some("answer") => Decode,
            _ => Service,
        };
        let facts = (error.kind(), error.status(), error.request_id());
        assert_eq!(facts, (kind, Some(status), Some("trace-1")));
        assert_eq!(error.to_string(), format!("{LOOKUP}: {reason} (request id trace-1)"));
        assert_eq!(error.is_retryable(), status == 503);
        assert!(!printed(&error).concat().contains("MARKER"));
    }
    let error = failure(ClosedPort::new().url()).await;
    assert!(error.is_connect() && error.is_retryable());
}

#[tokio::test]
async fn a_request_id_that_repeats_a_key_is_redacted() {
    for name in ["X-IAM-Trace-Id", "X-Request-Id"] {
        let server = FaultServer::start(move |_, request| {
            Reply::complete(401, &[(name, request.header("Authorization").unwrap())], "")
        });
        let error = failure(server.url()).await;
        let id = error.request_id().unwrap();
        assert!(id.contains("Access=[redacted],"), "{id}");
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_short() {
    let server = FaultServer::always(endless(head(200, &[]), [b' '; 8192]));
    let error = failure(server.url()).await;
    assert_eq!(error.kind(), Decode);
    let source = error.source().unwrap().to_string();
    assert_eq!(source, "the body is longer than 1048576 bytes");
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
        assert_eq!(error.kind(), Configuration, "{endpoint}");
        let start = format!("{LOOKUP}: the endpoint of iam cannot be used: ");
        assert!(error.to_string().starts_with(&start), "{error}");
        assert!(!printed(&error).concat().contains("MARKER"));
    }
}

#[tokio::test]
async fn an_unknown_region_is_an_error_that_lists_the_known_ones() {
    let provider = Renewing::new();
    let builder = unset(nothing_set()).credentials(provider.clone());
    let error = builder.region("cn-nroth-4").build().await.unwrap_err();
    assert_eq!((error.kind(), provider.asked()), (Configuration, 0));
    let message = error.to_string();
    let start = "no known modelarts endpoint for region \"cn-nroth-4\"; known regions: af-north-1, af-south-1, ";
    let end = "tr-west-1; for any other, give its url with `endpoint(..)`";
    assert!(message.starts_with(start) && message.ends_with(end), "{message}");
    assert!(Region::KNOWN.iter().all(|(id, _)| message.contains(id)));
}

#[tokio::test]
async fn settings_that_are_invalid_or_missing_are_errors() {
    let invalid = Environment::fixed([("HW_PROJECT_ID", "a/b")]);
    let invalid_project = format!("{LOOKUP}: HW_PROJECT_ID: invalid project id: it has '/' at byte 1");
    let no_region =
        format!("{LOOKUP}: that takes a region; set one with `region(..)`, or the project with `project_id(..)`");
    let nothing = "no region is set; use `region(..)` or HUAWEICLOUD_SDK_REGION";
    for (builder, expected) in [
        (unset(invalid).endpoint(ENDPOINT), &*invalid_project),
        (unset(nothing_set()).endpoint(ENDPOINT), &no_region),
        (unset(nothing_set()), nothing),
    ] {
        let error = builder.build().await.unwrap_err();
        assert_eq!(error.kind(), Configuration);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}
