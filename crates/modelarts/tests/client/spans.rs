//! The tracing span of a call, and its events.

use super::{trace::Log, *};

/// The spans and events of this crate, without the durations.
fn ours(log: Log) -> String {
    let log = log.finish();
    let lines = log.lines().filter(|line| line.contains("modelarts::"));
    let words = |line: &str| {
        let words = line.split_whitespace().map(|word| match word.split_once('=') {
            Some((name @ ("elapsed_ms" | "wait"), _)) => format!("{name}=.."),
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    lines.map(words).collect::<Vec<_>>().join("\n")
}

/// A success after failures, a failure whose message is the beginning of a body that is not JSON, and one without any
/// response.
#[tokio::test]
async fn a_call_has_one_span_whatever_its_attempts_and_no_text_of_a_body() {
    let unavailable = Reply::complete(503, &[("X-Request-Id", "first")], "out of order");
    let gone = Reply::complete(404, WITH_ID, "no such thing");
    let server = FaultServer::sequence([unavailable, Reply::reset(), success(), gone]);
    let client = builder(server.url()).region("cn-north-4").build().await.unwrap();
    let nowhere = ClosedPort::new();
    let unreachable = builder(nowhere.url()).build().await.unwrap();
    let log = Log::start();
    client.show_os_quota().await.unwrap();
    client.list_pools().await.unwrap_err();
    unreachable.show_pool_statistics().await.unwrap_err();
    insta::assert_snapshot!(ours(log), @r#"
    INFO modelarts{operation="ShowOsQuota" region="cn-north-4"}: modelarts::client::span: new
    DEBUG modelarts{operation="ShowOsQuota" region="cn-north-4" attempt=1}: modelarts::client::span: trying again kind=Service wait=..
    DEBUG modelarts{operation="ShowOsQuota" region="cn-north-4" attempt=1 attempt=2}: modelarts::client::span: trying again kind=Transport wait=..
    DEBUG modelarts{operation="ShowOsQuota" region="cn-north-4" attempt=1 attempt=2 attempt=3 status=200 request_id="0f1e2d3c4b5a69788796a5b4c3d2e1f0" elapsed_ms=.. modelarts::client::span: done
    INFO modelarts{operation="ListPools" region="cn-north-4"}: modelarts::client::span: new
    WARN modelarts{operation="ListPools" region="cn-north-4" attempt=1 status=404 request_id="0f1e2d3c4b5a69788796a5b4c3d2e1f0" elapsed_ms=.. modelarts::client::span: failed kind=Service
    INFO modelarts{operation="ShowPoolStatistics"}: modelarts::client::span: new
    DEBUG modelarts{operation="ShowPoolStatistics" attempt=1}: modelarts::client::span: trying again kind=Connect wait=..
    DEBUG modelarts{operation="ShowPoolStatistics" attempt=1 attempt=2}: modelarts::client::span: trying again kind=Connect wait=..
    WARN modelarts{operation="ShowPoolStatistics" attempt=1 attempt=2 attempt=3 elapsed_ms=.. modelarts::client::span: failed kind=Connect
    "#);
}

#[tokio::test]
async fn concurrent_calls_have_a_span_each() {
    let server = FaultServer::always(success());
    let client = client(&server).await;
    let log = Log::start();
    let (first, second) = tokio::join!(client.show_os_quota().into_future(), client.list_pools().into_future());
    assert!(first.is_ok() && second.is_ok());
    let log = ours(log);
    for operation in ["ListPools", "ShowOsQuota"] {
        let lines = log.lines().filter(|line| line.contains(operation));
        let ends: Vec<_> = lines.filter_map(|line| line.rsplit(' ').next()).collect();
        assert_eq!(ends, ["new", "done"], "{log}");
    }
}
