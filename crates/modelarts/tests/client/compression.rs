//! Compressed bodies.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::*;

const CAP: usize = 64 * 1024;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn compressed(status: u16, encoding: &str, body: &[u8]) -> Reply {
    Reply::complete(status, &[ID, ("Content-Encoding", encoding)], body)
}

#[tokio::test]
async fn a_compressed_body_is_requested_and_read() {
    let server = FaultServer::always(compressed(200, "gzip", &gzip(QUOTAS.as_bytes())));
    assert_success(call(&server).await, 1);
    assert_eq!(server.requests()[0].header("Accept-Encoding"), Some("gzip"));

    let body = r#"{"error_code": "ModelArts.0112", "error_msg": "no permission"}"#;
    let error = failure(compressed(403, "gzip", &gzip(body.as_bytes()))).await;
    assert_error(&error, Service, 403, 1);
    assert_eq!(error.code(), Some("ModelArts.0112"));
    assert_eq!(error.body(), Some(body.as_bytes()));
}

/// As servers write them that append to what they have compressed.
#[tokio::test]
async fn a_body_may_be_compressed_in_several_members() {
    let (first, second) = QUOTAS.as_bytes().split_at(100);
    let members = [gzip(first), gzip(b""), gzip(second)].concat();
    assert_success(call(&FaultServer::always(compressed(200, "gzip", &members))).await, 1);
    let damaged = [gzip(first), gzip(second), b"rest".to_vec()].concat();
    assert_retried(compressed(200, "gzip", &damaged), Transport, 200).await;
}

#[tokio::test]
async fn a_damaged_body_is_retried_and_reported() {
    let good = gzip(QUOTAS.as_bytes());
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 0xff;
    let mut sum = good.clone();
    sum[good.len() - 6] ^= 0xff;
    for damaged in [&flipped, &sum, &good[..good.len() / 2], QUOTAS.as_bytes()] {
        let error = assert_retried(compressed(200, "gzip", damaged), Transport, 200).await;
        let message = "ShowOsQuota: the body of the response is damaged";
        assert!(error.to_string().starts_with(message), "{error}");
    }
    // Nobody asked for this encoding.
    let error = failure(compressed(200, "br", b"\x0b\x02\x80{}\x03")).await;
    assert_error(&error, Decode, 200, 1);
}

#[tokio::test]
async fn the_cap_counts_decompressed_bytes() {
    let server = FaultServer::always(compressed(200, "gzip", &gzip(QUOTAS.as_bytes())));
    assert_success(call_with(builder(server.url()).max_body(QUOTAS.len())).await, 1);
    assert_fails(builder(server.url()).max_body(QUOTAS.len() - 1), BodyTooLarge, 200, 1).await;

    let bomb = gzip(&vec![0; 64 * CAP]);
    assert!(bomb.len() < CAP / 8);
    for status in [200, 500] {
        let server = FaultServer::always(compressed(status, "gzip", &bomb));
        assert_fails(builder(server.url()).max_body(CAP), BodyTooLarge, status, 1).await;
    }
}
