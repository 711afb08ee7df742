//! A transport in place of reqwest: it sees complete requests, and may answer without a network.

use std::sync::{Arc, Mutex};

use modelarts::raw::{
    reqwest,
    types::{ApiError, PoolStatusFilter},
};
use modelarts_api::{BoxFuture, Client, Error, Sender, Transport};
use modelarts_httpmock::{MockModelArts, Payload, payloads};
use reqwest::{Request, Response};

/// Nothing listens there: a request that went past the transport would fail.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Records every request, and answers it with the payload or else delegates to reqwest.
struct Recording {
    payload: Option<Payload>,
    seen: Mutex<Vec<String>>,
}

impl Transport for Recording {
    fn execute<'a>(
        &'a self,
        http: &'a reqwest::Client,
        request: Request,
        operation: &'static str,
    ) -> BoxFuture<'a, reqwest::Result<Response>> {
        let (method, url, headers) = (request.method(), request.url(), request.headers().keys());
        let seen = format!("{operation}: {method} {url} {:?}", headers.collect::<Vec<_>>());
        self.seen.lock().unwrap().push(seen);
        let Some(payload) = &self.payload else {
            return Box::pin(http.execute(request));
        };
        let response = http::Response::builder().status(payload.status);
        let response = response.header("x-request-id", "from the transport").body(payload.body);
        Box::pin(async move { Ok(response.unwrap().into()) })
    }
}

fn recording(base_url: &str, payload: Option<Payload>) -> (Arc<Recording>, Client) {
    let seen = Mutex::default();
    let transport = Arc::new(Recording { payload, seen });
    let client = Client::new(base_url, Sender::through(transport.clone())).unwrap();
    (transport, client)
}

fn canned(payload: Payload) -> (Arc<Recording>, Client) {
    recording(NOWHERE, Some(payload))
}

#[tokio::test]
async fn answers_without_a_network() {
    let (_, client) = canned(payloads::POOL_STATISTICS_DOC_2025);
    let response = client.show_pool_statistics().project_id("p").send().await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "from the transport");
    let status = response.into_inner().statistics.unwrap().status.unwrap();
    assert_eq!(status.created, Some(9));

    let (_, client) = canned(payloads::ERROR_403);
    let error = client.list_pools().project_id("p").send().await.unwrap_err();
    let Error::ErrorResponse(response) = error else {
        panic!("{error:?}")
    };
    assert_eq!(response.status().as_u16(), 403);
    assert_eq!(response.headers()["x-request-id"], "from the transport");
    let error: ApiError = response.into_inner();
    assert_eq!(error.error_code.as_deref(), Some("ModelArts.0112"));
}

#[tokio::test]
async fn sees_each_request_as_it_would_be_sent() {
    let (transport, client) = canned(payloads::LIST_POOLS_EMPTY);
    client.show_os_quota().project_id("p").send().await.unwrap();
    client
        .show_workspace_quotas()
        .project_id("p")
        .workspace_id("0")
        .send()
        .await
        .unwrap();
    client.show_pool_statistics().project_id("p").send().await.unwrap();
    client.list_pools().project_id("p").send().await.unwrap();
    let pools = client
        .list_pools()
        .project_id("p")
        .workspace_id("0")
        .label_selector("k=v w~*+%7E");
    pools
        .parent("r")
        .status(PoolStatusFilter::Creating)
        .send()
        .await
        .unwrap();
    insta::assert_snapshot!(transport.seen.lock().unwrap().join("\n"), @r#"
    ShowOsQuota: GET http://127.0.0.1:1/v1/p/quotas ["accept"]
    ShowWorkspaceQuotas: GET http://127.0.0.1:1/v1/p/workspaces/0/quotas ["accept"]
    ShowPoolStatistics: GET http://127.0.0.1:1/v2/p/statistics/pools ["accept"]
    ListPools: GET http://127.0.0.1:1/v2/p/pools ["accept"]
    ListPools: GET http://127.0.0.1:1/v2/p/pools?labelSelector=k%3Dv+w%7E*%2B%257E&parent=r&status=creating&workspaceId=0 ["accept"]
    "#);
}

#[tokio::test]
async fn may_delegate_to_reqwest() {
    let mock = MockModelArts::start();
    let (transport, client) = recording(&mock.url(), None);
    // A clone of the client sends through the same transport.
    for client in [client.clone(), client] {
        let response = client.show_os_quota().project_id("p").send().await.unwrap();
        assert_eq!(response.status(), 200);
    }
    assert_eq!(transport.seen.lock().unwrap().len(), 2);

    let client = Client::new(NOWHERE, Sender::direct()).unwrap();
    let error = client.list_pools().project_id("p").send().await.unwrap_err();
    assert!(matches!(error, Error::CommunicationError(_)), "{error:?}");
}

#[test]
fn the_base_url_may_have_a_path_and_must_have_a_host() {
    use modelarts_api::Call;
    let url = |base_url| {
        let client = Client::new(base_url, Sender::direct()).unwrap();
        let request = client.list_pools().project_id("a b/c").request();
        request
            .map(|request| request.url().to_string())
            .map_err(|error| error.to_string())
    };
    for base_url in ["http://localhost:1/stem", "http://localhost:1/stem/"] {
        assert_eq!(url(base_url).unwrap(), "http://localhost:1/stem/v2/a%20b%2Fc/pools");
    }
    for (base_url, reason) in [
        ("modelarts", "relative URL without a base"),
        ("mailto:a@b", "it has no host"),
    ] {
        let error = url(base_url).unwrap_err();
        assert!(
            error.starts_with("Invalid Request: the base URL of the client is invalid: ") && error.ends_with(reason),
            "{error}"
        );
    }
}

#[test]
fn is_not_shown_by_debug() {
    let (transport, _) = canned(payloads::LIST_POOLS_EMPTY);
    assert_eq!(format!("{:?}", Sender::through(transport)), "Sender::through");
    assert_eq!(format!("{:?}", Sender::direct()), "Sender::direct");
}
