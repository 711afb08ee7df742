//! The server of `--demo`: it serves documented example responses on loopback, from within this process.
//!
//! The client sends, signs and decodes as usual, and the server rejects requests whose signature is wrong.

use std::io;

use modelarts::{
    ClientBuilder,
    auth::{
        AccessKeys, Credentials, Environment,
        signer::{CanonicalRequest, SignableRequest},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::generated::{Operation, payloads};

/// Credentials that exist only here.
const ACCESS_KEY: &str = "demo-access-key";
const SECRET_KEY: &str = "demo-secret-key";
const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// Longest request accepted, about ten times what the client sends.
const MAX_REQUEST: usize = 16 * 1024;

/// Body of the answer to a request whose signature does not match.
const UNSIGNED: &str = r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}"#;

/// Starts the server on a free port of the loopback interface, until the process ends.
///
/// Points the client at it, with the demo's credentials and none of the user's settings.
pub(crate) async fn start(client: ClientBuilder) -> io::Result<ClientBuilder> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that disconnects early is no concern of the server.
            tokio::spawn(async move { drop(serve(stream).await) });
        }
    });
    Ok(client
        .endpoint(endpoint)
        .project_id(PROJECT_ID)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .environment(Environment::fixed([("", ""); 0])))
}

/// Answers the one request of a connection, which has no body.
async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut received = Vec::new();
    while received.len() < MAX_REQUEST && stream.read_buf(&mut received).await? > 0 {
        let Some(head) = received.strip_suffix(b"\r\n\r\n") else {
            continue;
        };
        let (status, body) = answer(&String::from_utf8_lossy(head));
        let length = body.len();
        let response = format!(
            "HTTP/1.1 {status} \r\ncontent-type: application/json\r\nx-request-id: demo\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        return stream.write_all(response.as_bytes()).await;
    }
    Ok(())
}

/// Status and body of the example response of the requested operation, if the request is signed.
fn answer(head: &str) -> (u16, &'static str) {
    let (request_line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut words = request_line.split(' ');
    let [method, target] = [words.next(), words.next()].map(Option::unwrap_or_default);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<_> = headers.lines().filter_map(|line| line.split_once(": ")).collect();
    if !is_signed(method, path, query, &headers) {
        return (401, UNSIGNED);
    }
    let matches = |operation: &&Operation| operation.method == method && has_path(operation, path);
    let operation = Operation::ALL.iter().find(matches);
    // The only parameter with example responses of its own.
    let payload = match query.split('&').find_map(|pair| pair.strip_prefix("status=")) {
        Some("failed") => &payloads::LIST_POOLS_FAILED,
        Some("creating") => &payloads::LIST_POOLS_EMPTY,
        _ => operation.map_or(&payloads::ERROR_404, |operation| operation.default),
    };
    (payload.status, payload.body)
}

fn has_path(operation: &Operation, path: &str) -> bool {
    let (pattern, path) = (operation.path.split('/'), path.split('/'));
    let matches = |(pattern, segment): (&str, &str)| pattern.starts_with('{') || pattern == segment;
    pattern.clone().count() == path.clone().count() && pattern.zip(path).all(matches)
}

/// Whether a request carries the signature that the demo's keys give it.
fn is_signed(method: &str, path: &str, query: &str, headers: &[(&str, &str)]) -> bool {
    let header = |wanted: &str| {
        let mut headers = headers.iter();
        headers.find_map(|(name, value)| name.eq_ignore_ascii_case(wanted).then_some(*value))
    };
    let (Some(authorization), Some(date)) = (header("authorization"), header("x-sdk-date")) else {
        return false;
    };
    let mut parts = authorization.split(", ");
    let signed = parts.find_map(|part| part.strip_prefix("SignedHeaders="));
    let signed = signed.unwrap_or_default().split(';');
    let canonical = CanonicalRequest::new(SignableRequest {
        method,
        path,
        query: form_urlencoded::parse(query.as_bytes()).collect(),
        headers: signed.filter_map(|name| Some((name, header(name)?))).collect(),
        body: b"",
    });
    let keys = AccessKeys::new(ACCESS_KEY, SECRET_KEY);
    canonical.is_ok_and(|canonical| canonical.authorization(&keys, date) == authorization)
}

#[cfg(test)]
mod tests {
    #[test]
    fn rejects_wrong_signatures() {
        let authorization = "SDK-HMAC-SHA256 Access=demo-access-key, SignedHeaders=x-sdk-date, Signature=0";
        let head = "GET /v2/p/pools HTTP/1.1\r\nx-sdk-date: 20251104T120000Z\r\nauthorization: ";
        assert_eq!(super::answer(&format!("{head}{authorization}")).0, 401);
    }
}
