//! Bodies that travel compressed.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use modelarts::ErrorKind;
use modelarts_httpmock::payloads;

use super::{FaultServer, REQUEST_ID, Reply, assert_success, builder, call, facts, success};

const MIB: usize = 1024 * 1024;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn compressed(status: u16, encoding: &str, body: &[u8]) -> Reply {
    let headers = [("X-Request-Id", REQUEST_ID), ("Content-Encoding", encoding)];
    Reply::complete(status, &headers, body)
}

#[tokio::test]
async fn a_compressed_body_is_read_and_asked_for() {
    let body = gzip(payloads::OS_QUOTAS_DOC.body.as_bytes());
    let server = FaultServer::always(compressed(200, "gzip", &body));
    assert_success(call(&server).await, 1);
    assert_eq!(server.requests()[0].header("Accept-Encoding"), Some("gzip"));
}

#[tokio::test]
async fn a_compressed_failure_is_read() {
    let body = r#"{"error_code": "ModelArts.0112", "error_msg": "no permission"}"#;
    let server = FaultServer::always(compressed(403, "gzip", &gzip(body.as_bytes())));
    let error = call(&server).await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Service, Some(403), Some(REQUEST_ID), 1));
    assert_eq!(error.code(), Some("ModelArts.0112"));
    assert_eq!(error.body(), Some(body.as_bytes()));
}

#[tokio::test]
async fn a_damaged_body_is_tried_again_and_told() {
    let good = gzip(payloads::OS_QUOTAS_DOC.body.as_bytes());
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 0xff;
    let mut sum = good.clone();
    sum[good.len() - 6] ^= 0xff;
    let cut = &good[..good.len() / 2];
    for damaged in [&flipped, &sum, cut, payloads::OS_QUOTAS_DOC.body.as_bytes()] {
        let reply = compressed(200, "gzip", damaged);
        let server = FaultServer::always(reply.clone());
        let error = call(&server).await.unwrap_err();
        let expected = (ErrorKind::Transport, Some(200), Some(REQUEST_ID), 3);
        assert_eq!(facts(&error), expected, "{damaged:?}: {error:?}");
        assert!(
            error.to_string().contains("the body of the response is damaged"),
            "{error}"
        );
        assert_success(call(&FaultServer::sequence([reply, success()])).await, 2);
    }
}

#[tokio::test]
async fn an_encoding_that_nobody_asked_for_cannot_be_read() {
    let error = call(&FaultServer::always(compressed(200, "br", b"\x0b\x02\x80{}\x03")))
        .await
        .unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::Decode, Some(200), Some(REQUEST_ID), 1));
}

#[tokio::test]
async fn a_bomb_goes_off_under_the_cap() {
    let bomb = gzip(&vec![0; 64 * MIB]);
    assert!(bomb.len() < MIB / 8);
    for status in [200, 500] {
        let server = FaultServer::always(compressed(status, "gzip", &bomb));
        let client = builder(server.url()).max_body(MIB).build().await.unwrap();
        let error = client.show_os_quota().await.unwrap_err();
        assert_eq!(
            facts(&error),
            (ErrorKind::BodyTooLarge, Some(status), Some(REQUEST_ID), 1)
        );
    }
}

#[tokio::test]
async fn the_cap_counts_what_comes_out() {
    let body = payloads::OS_QUOTAS_DOC.body.as_bytes();
    let server = FaultServer::always(compressed(200, "gzip", &gzip(body)));
    let client = builder(server.url()).max_body(body.len());
    assert_success(client.build().await.unwrap().show_os_quota().await, 1);
    let client = builder(server.url()).max_body(body.len() - 1).build().await.unwrap();
    let error = client.show_os_quota().await.unwrap_err();
    assert_eq!(facts(&error), (ErrorKind::BodyTooLarge, Some(200), Some(REQUEST_ID), 1));
}
