//! A transport of one's own in place of reqwest: it sees complete requests, and may answer without a network.

use std::sync::{Arc, Mutex};

use modelarts_api::{BoxFuture, Call, Client, Error, Sender, Transport};
use modelarts_httpmock::{MockModelArts, Operation, payloads};
use reqwest::{Request, Response};
use serde_json::json;

use crate::mock::{call, fits};

/// Nothing listens there: a request that went past the transport would fail.
const NOWHERE: &str = "http://127.0.0.1:1";

/// What a request was, and for which operation.
type Seen = (String, String, String, Vec<String>);

/// Answers every request itself.
struct Canned {
    status: u16,
    body: &'static str,
    seen: Mutex<Vec<Seen>>,
}

impl Transport for Canned {
    fn execute<'a>(
        &'a self,
        _: &'a reqwest::Client,
        request: Request,
        operation: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>> {
        let headers = request.headers().keys().map(ToString::to_string).collect();
        let (method, url) = (request.method().to_string(), request.url().to_string());
        self.seen
            .lock()
            .unwrap()
            .push((operation.to_owned(), method, url, headers));
        let response = http::Response::builder()
            .status(self.status)
            .header("x-request-id", "from the transport");
        let response = response.body(self.body).unwrap();
        Box::pin(async move { Ok(response.into()) })
    }
}

fn canned(status: u16, body: &'static str) -> (Arc<Canned>, Client) {
    let transport = Arc::new(Canned {
        status,
        body,
        seen: Mutex::default(),
    });
    let client = Client::new(NOWHERE, Sender::through(transport.clone())).unwrap();
    (transport, client)
}

#[tokio::test]
async fn answers_without_a_network() {
    let (_, client) = canned(200, payloads::POOL_STATISTICS_DOC_2025.body);
    let answer = call(&client, Operation::SHOW_POOL_STATISTICS).await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("from the transport"));
    assert_eq!(answer.body["statistics"]["status"]["created"], json!(9));
}

#[tokio::test]
async fn fails_like_the_service() {
    let (_, client) = canned(403, payloads::ERROR_403.body);
    match call(&client, Operation::LIST_POOLS).await {
        Err(Error::ErrorResponse(response)) => {
            assert_eq!(response.status().as_u16(), 403);
            assert_eq!(response.headers()["x-request-id"], "from the transport");
            assert_eq!(response.error_code.as_deref(), Some("ModelArts.0112"));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn sees_each_request_as_it_would_be_sent() {
    let (transport, client) = canned(200, "{}");
    for operation in Operation::ALL {
        call(&client, *operation).await.unwrap();
        let (name, method, url, headers) = transport.seen.lock().unwrap().pop().unwrap();
        assert_eq!(name.replace('_', ""), operation.id.to_lowercase());
        assert_eq!((&*method, headers), (operation.method, vec!["accept".to_owned()]));
        let path = url.strip_prefix(NOWHERE).unwrap();
        assert!(fits(operation.path, path), "{path} is no {}", operation.path);
    }
    let request = client
        .list_pools()
        .project_id("p")
        .workspace_id("0")
        .label_selector("k=v w~*+%7E")
        .parent("r");
    request
        .status(modelarts_api::types::PoolStatusFilter::Creating)
        .send()
        .await
        .unwrap();
    let (name, method, url, headers) = transport.seen.lock().unwrap().pop().unwrap();
    insta::assert_snapshot!(format!("{name}: {method} {url} {headers:?}"), @"list_pools: GET http://127.0.0.1:1/v2/p/pools?labelSelector=k%3Dv+w%7E*%2B%257E&parent=r&status=creating&workspaceId=0 [\"accept\"]");
}

/// Counts, and hands on to reqwest.
struct Counting(Mutex<usize>);

impl Transport for Counting {
    fn execute<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: Request,
        _: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>> {
        *self.0.lock().unwrap() += 1;
        Box::pin(http.execute(request))
    }
}

#[tokio::test]
async fn hands_on_to_reqwest_where_it_wants_to() {
    let mock = MockModelArts::start();
    let transport = Arc::new(Counting(Mutex::new(0)));
    let client = Client::new(&mock.url(), Sender::through(transport.clone())).unwrap();
    // A copy of the client sends through the same transport.
    for client in [client.clone(), client] {
        assert_eq!(call(&client, Operation::SHOW_OS_QUOTA).await.unwrap().status, 200);
    }
    assert_eq!(*transport.0.lock().unwrap(), 2);
}

#[tokio::test]
async fn errors_of_the_connection_are_errors_of_the_call() {
    let client = Client::new(NOWHERE, Sender::direct()).unwrap();
    assert!(matches!(
        call(&client, Operation::LIST_POOLS).await,
        Err(Error::CommunicationError(_))
    ));
}

#[test]
fn an_invalid_base_url_is_an_error_before_anything_is_sent() {
    for (base_url, reason) in [
        ("modelarts", "relative URL without a base"),
        ("mailto:a@b", "it has no host"),
    ] {
        let client = Client::new(base_url, Sender::direct()).unwrap();
        let error = client.list_pools().project_id("p").request().unwrap_err();
        let expected = format!("Invalid Request: the base URL of the client is invalid: {reason}");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_base_url_may_have_a_path() {
    for base_url in ["http://localhost:1/stem", "http://localhost:1/stem/"] {
        let client = Client::new(base_url, Sender::direct()).unwrap();
        let request = client.list_pools().project_id("a b/c").request().unwrap();
        assert_eq!(request.url().as_str(), "http://localhost:1/stem/v2/a%20b%2Fc/pools");
    }
}

#[test]
fn is_not_shown_by_debug() {
    let (transport, _) = canned(200, "{}");
    assert_eq!(format!("{:?}", Sender::through(transport)), "Sender::through");
    assert_eq!(format!("{:?}", Sender::direct()), "Sender::direct");
}
