//! The server of `--demo`: it serves documented example responses on loopback, from within this process.
//!
//! The client sends, signs and decodes as usual, and the server rejects requests whose signature is wrong.

use std::{borrow::Cow, io};

use modelarts::{
    ClientBuilder,
    auth::{
        AccessKeys, Credentials, Environment,
        signer::{CanonicalRequest, SignableRequest},
    },
};
use serde_json::Value;
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
/// Body of the answer to a request that nothing is known about.
const UNKNOWN: &str = r#"{"error_code":"Demo.404","error_msg":"the demo has no example of this request"}"#;

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

/// Answers the one request of a connection. No request with a body has an example, so none is read.
async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut received = Vec::new();
    while received.len() < MAX_REQUEST && stream.read_buf(&mut received).await? > 0 {
        let received = String::from_utf8_lossy(&received);
        let Some((head, _)) = received.split_once("\r\n\r\n") else {
            continue;
        };
        let (status, body) = answer(head);
        let length = body.len();
        let response = format!(
            "HTTP/1.1 {status} \r\ncontent-type: application/json\r\nx-request-id: demo\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        return stream.write_all(response.as_bytes()).await;
    }
    Ok(())
}

/// Status and body of the example response to a request, if it is signed.
fn answer(head: &str) -> (u16, Cow<'static, str>) {
    let (request_line, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let mut words = request_line.split(' ');
    let [method, target] = [words.next(), words.next()].map(Option::unwrap_or_default);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<_> = headers.lines().filter_map(|line| line.split_once(": ")).collect();
    match method {
        "GET" if !is_signed(method, path, query, &headers) => (401, UNSIGNED.into()),
        "GET" => example(path, query).map_or((404, UNKNOWN.into()), |body| (200, body)),
        _ => (404, UNKNOWN.into()),
    }
}

/// The example for a path and query; there is none for other workspaces than the default one.
fn example(path: &str, query: &str) -> Option<Cow<'static, str>> {
    let operation = Operation::ALL.iter().find(|operation| has_path(operation, path))?;
    if operation.id == Operation::SHOW_POOL.id {
        return pool(path.rsplit_once('/')?.1);
    }
    let mut body = operation.default.body;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        body = match (&*name, &*value) {
            ("workspaceId", "0") | ("status", "created") | ("resource", "pools") | ("filter_accessible", "true") => {
                body
            }
            ("name", _) if operation.id == Operation::LIST_EVENTS.id => body,
            ("time_range" | "statistics" | "period", _) => body,
            // The examples are one page each.
            ("continue", _) => r#"{"items":[]}"#,
            ("status", "failed") => payloads::LIST_POOLS_FAILED.body,
            ("status", "creating") => payloads::LIST_POOLS_EMPTY.body,
            _ => return None,
        };
    }
    Some(body.into())
}

/// The pool with this id in the example responses.
fn pool(id: &str) -> Option<Cow<'static, str>> {
    let lists = [&payloads::LIST_POOLS_DOC_2025, &payloads::LIST_POOLS_FAILED].into_iter();
    let mut pools = lists.flat_map(|list| {
        let list: Value = serde_json::from_str(list.body).unwrap_or_default();
        list.get("items").and_then(Value::as_array).cloned().unwrap_or_default()
    });
    let pool = pools.find(|pool| pool.pointer("/metadata/name").is_some_and(|name| name == id))?;
    serde_json::to_string(&pool).ok().map(Cow::from)
}

fn has_path(operation: &Operation, path: &str) -> bool {
    let (pattern, path) = (operation.path.split('/'), path.split('/'));
    let matches = |(pattern, segment): (&str, &str)| match pattern {
        "{workspace_id}" => segment == "0",
        "{pool_name}" => pool(segment).is_some(),
        "{network_name}" => operation.default.body.contains(&format!("\"{segment}\"")),
        pattern => pattern.starts_with('{') || pattern == segment,
    };
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
