//! Requests to any path: what is sent, what is refused, how often, and what is made of the response.

use serde::Deserialize;

use super::*;

/// A client whose requests are answered with these replies.
async fn answered_with(replies: impl Into<Vec<Reply>>) -> (FaultServer, Client) {
    let server = FaultServer::sequence(replies);
    let client = client(&server).await;
    (server, client)
}

#[tokio::test]
async fn the_request_is_encoded_and_signed() {
    let (server, client) = answered_with([ok("{}")]).await;
    let request = client
        .get("/v2/{project_id}/training jobs/{job}/logs%20")
        .path_param("job", "a b?&ü.;~");
    let request = request
        .query("limit", 10)
        .query("q", "a b&c=ü/*+~")
        .header("X-Language", "en-us");
    let response = request.await.unwrap();
    assert_eq!((response.status(), response.request_id()), (200, Some(REQUEST_ID)));
    let job = json!({ "kind": "job", "count": 2 });
    client.post("/v1/{project_id}/jobs").json(&job).await.unwrap();
    let patch = client
        .patch("/v1/jobs")
        .body("[]")
        .header("Content-Type", "application/merge-patch+json");
    patch.await.unwrap();
    client.request("HEAD", "/v1").await.unwrap();
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(WireRequest::line).collect();
    insta::assert_snapshot!(lines.join("\n").replace(PROJECT, "PROJECT"), @r"
    GET /v2/PROJECT/training%20jobs/a%20b%3F%26%C3%BC.%3B~/logs%2520?limit=10&q=a%20b%26c%3D%C3%BC%2F%2A%2B~
    POST /v1/PROJECT/jobs
    PATCH /v1/jobs
    HEAD /v1
    ");
    for request in &requests {
        request.assert_signed(ACCESS_KEY, SECRET_KEY);
    }
    assert!(requests[0].signed_headers().contains("x-language"));
    assert_eq!(serde_json::from_slice::<Value>(&requests[1].body).unwrap(), job);
    assert_eq!(requests[1].header("Content-Type"), Some("application/json"));
    assert_eq!(requests[2].body, b"[]");
    assert_eq!(requests[2].header("Content-Type"), Some("application/merge-patch+json"));
}

#[tokio::test]
async fn what_could_leave_the_path_is_refused() {
    let (server, client) = answered_with([ok("{}")]).await;
    for (path, value, reason) in [
        ("v2/jobs", "", "the path does not begin with a slash"),
        (
            "/v2/jobs?limit=1",
            "",
            r#"the path has "?"; give parameters with `query(..)`"#,
        ),
        (
            "/v2/jobs#a",
            "",
            r##"the path has "#"; give parameters with `query(..)`"##,
        ),
        ("/v2/../jobs", "", r#"".." cannot be a segment of the path"#),
        ("/v2/./jobs", "", r#""." cannot be a segment of the path"#),
        ("/v2//jobs", "", r#""" cannot be a segment of the path"#),
        ("/v2/jobs/", "", r#""" cannot be a segment of the path"#),
        ("/v2/a\\b", "", r#""a\\b" cannot be a segment of the path"#),
        ("/v2/{id}", "..", r#"".." cannot be a segment of the path"#),
        ("/v2/{id}", "", r#""" cannot be a segment of the path"#),
        ("/v2/{id}", "a/../b", r#""a/../b" cannot be a segment of the path"#),
        (
            "/v2/{job}",
            "x",
            "the path needs {job}; set it with `path_param(\"job\", ..)`",
        ),
        ("/v2/jobs", "x", "the path has no {id}"),
    ] {
        let mut request = client.delete(path);
        if path.contains('{') || value == "x" {
            request = request.path_param("id", value);
        }
        let error = request.await.unwrap_err();
        assert_error(&error, InvalidInput, None, 0);
        assert_eq!(error.to_string(), format!("DELETE {path}: {reason}"));
    }
    for (request, reason) in [
        (client.request("A B", "/v1"), r#""A B" is no method of http"#),
        (
            client.get("/v1").header("a b", "c"),
            r#"the header "a b" cannot be sent"#,
        ),
        (client.get("/v1").header("a", "c\n"), r#"the header "a" cannot be sent"#),
        (
            client.get("/v1").json(&[(f64::NAN, ())].map(|(_, unit)| Map(unit))),
            "the body cannot be written as json: no",
        ),
    ] {
        let error = request.await.unwrap_err().to_string();
        assert!(error.ends_with(reason), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

struct Map(());

impl serde::Serialize for Map {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("no"))
    }
}

#[tokio::test]
async fn the_response_is_json_a_type_or_bytes() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Jobs {
        total: u32,
    }
    let (_server, client) = answered_with([ok(r#"{"total":3}"#)]).await;
    let jobs = client.get("/jobs");
    assert_eq!(jobs.clone().await.unwrap()["total"], 3);
    assert_eq!(*jobs.clone().decode::<Jobs>().await.unwrap(), Jobs { total: 3 });
    assert_eq!(**jobs.clone().bytes().await.unwrap(), *br#"{"total":3}"#);
    let error = jobs.decode::<Vec<Jobs>>().await.unwrap_err();
    assert_error(&error, Decode, 200, 1);
    assert_eq!((error.operation(), error.path()), (Some("GET /jobs"), Some(".")));

    let (_server, client) = answered_with([Reply::kept_alive(204, WITH_ID, "")]).await;
    assert_eq!(*client.delete("/jobs").await.unwrap(), Value::Null);
    client.delete("/jobs").decode::<()>().await.unwrap();
    let (_server, client) = answered_with([ok(b"\xff\0")]).await;
    assert_eq!(client.get("/log").bytes().await.unwrap().body(), b"\xff\0");
    assert_error(&client.get("/log").await.unwrap_err(), Decode, 200, 1);

    let (_server, client) = answered_with([ok("<html>login</html>")]).await;
    let error = client.get("/jobs").await.unwrap_err();
    assert_eq!(
        (error.path(), &*error.to_string()),
        (
            None,
            &*format!("GET /jobs: cannot read the response: got html, not json (request id {REQUEST_ID})")
        )
    );
}

/// Number of requests that are sent with this method if the first is answered with `reply` and the next succeeds.
async fn requests(method: &'static str, idempotent: bool, reply: Reply) -> usize {
    let (server, client) = answered_with([reply, ok("{}")]).await;
    let mut request = client.request(method, "/v1/jobs");
    if idempotent {
        request = request.idempotent();
    }
    let outcome = request.await;
    assert_eq!(outcome.is_ok(), server.count() == 2);
    server.count()
}

#[tokio::test]
async fn a_write_is_repeated_only_if_it_was_not_received_or_may_be() {
    let unavailable = [ID, ("Retry-After", "0")];
    for (reply, is_refusal) in [
        (Reply::reset(), false),
        (Reply::complete(500, WITH_ID, ""), false),
        (Reply::complete(503, WITH_ID, ""), false),
        (Reply::complete(503, &unavailable, ""), true),
        (Reply::complete(429, WITH_ID, ""), true),
        (
            Reply::complete(400, WITH_ID, r#"{"error_code":"APIG.0308","error_msg":""}"#),
            true,
        ),
    ] {
        assert_eq!(requests("GET", false, reply.clone()).await, 2);
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(
                requests(method, false, reply.clone()).await,
                if is_refusal { 2 } else { 1 },
                "{method}"
            );
            assert_eq!(requests(method, true, reply.clone()).await, 2, "{method}");
        }
    }
    assert_eq!(requests("HEAD", false, Reply::reset()).await, 2);
    let closed = ClosedPort::new();
    let client = builder(closed.url()).build().await.unwrap();
    assert_error(&client.post("/v1/jobs").await.unwrap_err(), Connect, None, 3);
    // What cannot succeed is not repeated, whatever the caller says.
    assert_eq!(requests("POST", true, Reply::complete(400, WITH_ID, "{}")).await, 1);
}

#[test]
fn the_blocking_client_has_the_same() {
    let server = FaultServer::always(ok(r#"{"total":3}"#));
    let client = modelarts::blocking::Client::build(builder(server.url())).unwrap();
    let jobs = client
        .get("/v2/{project_id}/jobs/{id}")
        .path_param("id", 7)
        .query("limit", 10)
        .send()
        .unwrap();
    assert_eq!((&jobs["total"], jobs.request_id()), (&json!(3), Some(REQUEST_ID)));
    let post = client.post("/jobs").json(&json!({})).header("X-A", "b").idempotent();
    assert_eq!(post.decode::<Value>().send().unwrap()["total"], 3);
    assert_eq!(
        client
            .request("PUT", "/jobs")
            .body("{}")
            .bytes()
            .send()
            .unwrap()
            .status(),
        200
    );
    let lines: Vec<_> = server.requests().iter().map(WireRequest::line).collect();
    let expected = [
        &*format!("GET /v2/{PROJECT}/jobs/7?limit=10"),
        "POST /jobs",
        "PUT /jobs",
    ];
    assert_eq!(lines, expected);
}

/// The mock's own verification, which was written apart, agrees with the signer.
#[tokio::test]
async fn the_mock_checks_signatures() {
    let mock = MockModelArts::start();
    let jobs = mock.answer(
        Operation::new("POST", "/v2/{project_id}/jobs/{id}"),
        json!({ "total": 1 }),
    );
    mock.check_signatures(ACCESS_KEY, SECRET_KEY);
    let client = client_of(&mock).await;
    let job = || {
        client
            .post("/v2/{project_id}/jobs/{id}")
            .path_param("id", "a b+~")
            .json(&[1])
    };
    job()
        .query("q", "a b/+=")
        .query("a", "")
        .header("X-A", " b ")
        .await
        .unwrap();
    client.list_pools().label_selector("k=a b+c").await.unwrap();
    jobs.assert_calls(1);

    let other = builder(mock.url())
        .credentials(Credentials::new(ACCESS_KEY, "other"))
        .build()
        .await
        .unwrap();
    let token = builder(mock.url())
        .credentials(Credentials::from_token("token"))
        .build()
        .await
        .unwrap();
    for client in [other, token] {
        let error = client.list_pools().await.unwrap_err();
        assert_eq!((error.status(), error.code()), (Some(401), Some("APIGW.0301")));
    }
    mock.check_signatures(ACCESS_KEY, "other");
    assert!(job().await.unwrap_err().is_unauthorized());
    jobs.assert_calls(1);
}
