//! A transport in place of reqwest: it sees complete requests, and may answer without a network.

use modelarts::raw::{reqwest, types::PoolStatusFilter};
use modelarts_api::{BoxFuture, Call, Client, Error, Sender, Transport};
use modelarts_httpmock::Payload;
use reqwest::Request;

use super::*;

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
    ) -> BoxFuture<'a, reqwest::Result<reqwest::Response>> {
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

/// A raw client whose requests are recorded.
fn recording(base_url: &str, payload: Option<Payload>) -> (Arc<Recording>, Client) {
    let seen = Mutex::default();
    let transport = Arc::new(Recording { payload, seen });
    let client = Client::new(base_url, Sender::through(transport.clone())).unwrap();
    (transport, client)
}

#[tokio::test]
async fn answers_without_a_network() {
    let (_, client) = recording(NOWHERE, Some(payloads::POOL_STATISTICS_DOC_2025));
    let response = client.show_pool_statistics().project_id("p").send().await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "from the transport");
    let status = response.into_inner().statistics.unwrap().status.unwrap();
    assert_eq!(status.created, Some(9));

    let (_, client) = recording(NOWHERE, Some(payloads::ERROR_403));
    let error = client.list_pools().project_id("p").send().await.unwrap_err();
    let Error::ErrorResponse(response) = error else {
        panic!("{error:?}")
    };
    assert_eq!(response.status().as_u16(), 403);
    assert_eq!(response.headers()["x-request-id"], "from the transport");
    assert_eq!(response.into_inner().error_code.as_deref(), Some("ModelArts.0112"));
}

#[tokio::test]
async fn sees_each_request_as_it_would_be_sent() {
    let (transport, client) = recording(NOWHERE, Some(payloads::LIST_POOLS_EMPTY));
    client.show_os_quota().project_id("p").send().await.unwrap();
    let quotas = client.show_workspace_quotas().project_id("p").workspace_id("0");
    quotas.send().await.unwrap();
    client.show_pool_statistics().project_id("p").send().await.unwrap();
    client.list_pools().project_id("p").send().await.unwrap();
    let pools = client.list_pools().project_id("p").workspace_id("0").parent("r");
    let pools = pools.label_selector("k=v w~*+%7E").status(PoolStatusFilter::Creating);
    pools.send().await.unwrap();
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
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, QUOTAS));
    let (transport, client) = recording(&server.url(), None);
    assert_eq!(format!("{:?}", Sender::through(transport.clone())), "Sender::through");
    assert_eq!(format!("{:?}", Sender::direct()), "Sender::direct");
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

/// `api-version`, which the generator adds to every request, is none of them.
#[tokio::test]
async fn the_headers_are_those_that_http_needs() {
    let server = FaultServer::always(Reply::kept_alive(200, WITH_ID, "{}"));
    // The feature `gzip` would add a header of its own.
    let http = reqwest::Client::builder().no_gzip().build().unwrap();
    let client = Client::new_with_client(&server.url(), http, Sender::direct());
    client.list_pools().project_id("p").send().await.unwrap();
    let mut headers: Vec<_> = server.requests()[0]
        .headers
        .iter()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    headers.sort();
    assert_eq!(headers, ["accept", "host"]);
}

#[test]
fn the_base_url_may_have_a_path_and_must_have_a_host() {
    let url = |base_url| {
        let client = Client::new(base_url, Sender::direct()).unwrap();
        let request = client.list_pools().project_id("a b/c").request();
        let url = request.map(|request| request.url().to_string());
        url.map_err(|error| error.to_string())
    };
    for base_url in ["http://localhost:1/stem", "http://localhost:1/stem/"] {
        assert_eq!(url(base_url).unwrap(), "http://localhost:1/stem/v2/a%20b%2Fc/pools");
    }
    for (base_url, reason) in [
        ("modelarts", "relative URL without a base"),
        ("mailto:a@b", "it has no host"),
    ] {
        let error = url(base_url).unwrap_err();
        let start = "Invalid Request: the base URL of the client is invalid: ";
        assert!(error.starts_with(start) && error.ends_with(reason), "{error}");
    }
}
