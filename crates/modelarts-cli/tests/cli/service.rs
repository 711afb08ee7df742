//! The service that the runs call: the typed mock, which here answers to signed requests only.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use modelarts::auth::{
    AccessKeys,
    signer::{CanonicalRequest, SignableRequest},
};
use modelarts_httpmock::{MockModelArts, Operation, Payload, REQUEST_ID, httpmock::HttpMockRequest};

use crate::command::{ACCESS_KEY, Ended, PROJECT_ID, SECRET_KEY, against, ended};

/// A service, and what it was asked.
pub(crate) struct Service {
    mock: MockModelArts,
    log: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Answers as the documentation shows.
    pub(crate) fn start() -> Self {
        Self::with(Operation::ALL.iter().map(|operation| operation.default))
    }

    /// Answers with these payloads.
    pub(crate) fn with<'a>(payloads: impl IntoIterator<Item = &'a Payload>) -> Self {
        let service = Self::empty();
        for payload in payloads {
            service.answer(payload.operation.unwrap(), payload.status, payload.body, &[]);
        }
        service
    }

    /// Answers 404 to everything.
    pub(crate) fn empty() -> Self {
        Self {
            mock: MockModelArts::start_empty(),
            log: Arc::default(),
        }
    }

    /// Answers every operation alike.
    pub(crate) fn always(status: u16, body: &str, headers: &[(&str, &str)]) -> Self {
        let service = Self::empty();
        for operation in Operation::ALL {
            service.answer(operation.id, status, body, headers);
        }
        service
    }

    /// Answers one operation, as long as the request is signed.
    pub(crate) fn answer(&self, operation: &str, status: u16, body: &str, headers: &[(&str, &str)]) {
        let operation = Operation::ALL.iter().find(|known| known.id == operation).unwrap();
        let log = self.log.clone();
        self.mock.server(|server| {
            server.mock(|when, then| {
                when.method(operation.method).is_true(move |request| {
                    let fits = fits(operation.path, request.uri().path());
                    if fits {
                        let asked = request.uri().path_and_query().unwrap().to_string();
                        log.lock().unwrap().push(asked);
                    }
                    fits && is_signed(request)
                });
                let then = then
                    .status(status)
                    .header("content-type", "application/json")
                    .header("x-request-id", REQUEST_ID)
                    .body(body);
                headers
                    .iter()
                    .fold(then, |then, (name, value)| then.header(*name, *value));
            })
        });
    }

    pub(crate) fn url(&self) -> String {
        self.mock.url()
    }

    /// What was asked so far: paths and queries.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// A run against it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        ended(&mut against(&self.url(), arguments))
    }
}

/// Whether a path is one of those that the spec has as `pattern`, for our project.
fn fits(pattern: &str, path: &str) -> bool {
    let same = |(pattern, segment): (&str, &str)| match pattern {
        "{project_id}" => segment == PROJECT_ID,
        _ => pattern.starts_with('{') || pattern == segment,
    };
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(same)
}

/// Whether the request carries a signature in the documented form, and the one that our keys make of it.
fn is_signed(request: &HttpMockRequest) -> bool {
    let headers = request.headers();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(authorization), Some(date)) = (header("authorization"), header("x-sdk-date")) else {
        return false;
    };
    let prefix = format!("SDK-HMAC-SHA256 Access={ACCESS_KEY}, SignedHeaders=");
    let Some(rest) = authorization.strip_prefix(&prefix) else {
        return false;
    };
    let Some((signed, signature)) = rest.split_once(", Signature=") else {
        return false;
    };
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let names: Vec<_> = signed.split(';').collect();
    let covers = ["host", "x-project-id", "x-sdk-date"]
        .iter()
        .all(|name| names.contains(name));
    if signature.len() != 64 || !signature.bytes().all(hex) || !names.is_sorted() || !covers {
        return false;
    }
    let uri = request.uri();
    let query = request.query_params();
    let canonical = CanonicalRequest::new(SignableRequest {
        method: request.method_str(),
        path: uri.path(),
        query: query
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        headers: names.into_iter().map(|name| (name, header(name).unwrap())).collect(),
        body: b"",
    });
    let keys = AccessKeys::new(ACCESS_KEY, SECRET_KEY);
    canonical.unwrap().authorization(&keys, date) == authorization
}

/// A port of loopback on which each connection is handed to `serve`.
pub(crate) fn hand_driven(serve: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap())));
    url
}

/// Reads the head of a request.
pub(crate) fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or_default() == 1 {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// Answers with a body.
pub(crate) fn respond(stream: &mut TcpStream, status: u16, body: &str) {
    let head = format!(
        "HTTP/1.1 {status} \r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    // Whoever has gone does not mind.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

/// A port of loopback where nobody listens.
pub(crate) fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
