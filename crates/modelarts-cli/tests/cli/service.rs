//! Services to call: the typed mock, here with a check of signatures, and bare sockets.

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

use crate::command::{ACCESS_KEY, PROJECT_ID, Run, SECRET_KEY, against, run};

/// A mock service with a log of requests.
pub(crate) struct Service {
    mock: MockModelArts,
    log: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Answers with the default payload of each operation.
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

    /// Answers signed requests of one operation.
    pub(crate) fn answer(&self, operation: &str, status: u16, body: &str, headers: &[(&str, &str)]) {
        let operation = Operation::ALL.iter().find(|known| known.id == operation).unwrap();
        let is_path = move |path: &str| operation.has_path(path);
        self.answer_if(operation.method, is_path, status, body, headers);
    }

    /// Answers signed requests with this method and path.
    pub(crate) fn answer_to(&self, method: &'static str, path: &'static str, body: &str) {
        self.answer_if(method, move |asked| asked == path, 200, body, &[]);
    }

    fn answer_if(
        &self,
        method: &'static str,
        is_path: impl Fn(&str) -> bool + Send + Sync + 'static,
        status: u16,
        body: &str,
        headers: &[(&str, &str)],
    ) {
        let log = self.log.clone();
        self.mock.server(|server| {
            server.mock(|when, then| {
                when.method(method).is_true(move |request| {
                    let uri = request.uri();
                    let is_ours = uri.path().split('/').nth(2) == Some(PROJECT_ID);
                    let matches = is_path(uri.path()) && is_ours;
                    if matches {
                        let body = String::from_utf8_lossy(request.body_ref());
                        log.lock()
                            .unwrap()
                            .push(format!("{}{body}", uri.path_and_query().unwrap()));
                    }
                    matches && is_signed(request)
                });
                let always = [("content-type", "application/json"), ("x-request-id", REQUEST_ID)];
                let headers = always.iter().chain(headers);
                headers.fold(then.status(status).body(body), |then, (name, value)| {
                    then.header(*name, *value)
                });
            })
        });
    }

    pub(crate) fn url(&self) -> String {
        self.mock.url()
    }

    /// Paths, queries and bodies requested so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Runs the command against the service, without retries unless `arguments` allow them.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        run(against(&self.url(), arguments).env("MODELARTS_MAX_ATTEMPTS", "1"))
    }
}

/// Whether the request has the signature that our keys give it, over the headers that must be signed.
fn is_signed(request: &HttpMockRequest) -> bool {
    let headers = request.headers();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(authorization), Some(date)) = (header("authorization"), header("x-sdk-date")) else {
        return false;
    };
    let mut parts = authorization.split(", ");
    let signed = parts.find_map(|part| part.strip_prefix("SignedHeaders="));
    let names: Vec<_> = signed.unwrap_or_default().split(';').collect();
    let query = request.query_params().into_iter();
    let canonical = CanonicalRequest::new(SignableRequest {
        method: request.method_str(),
        path: request.uri().path(),
        query: query.map(|(name, value)| (name.into(), value.into())).collect(),
        headers: names.iter().filter_map(|name| Some((*name, header(name)?))).collect(),
        body: request.body_ref(),
    });
    let keys = AccessKeys::new(ACCESS_KEY, SECRET_KEY);
    let is_covered = |name: &&str| names.contains(name);
    authorization == canonical.unwrap().authorization(&keys, date)
        && ["host", "x-project-id", "x-sdk-date"].iter().all(is_covered)
}

/// A loopback port whose connections are handed to `serve`.
pub(crate) fn hand_driven(serve: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(|stream| serve(stream.unwrap())));
    url
}

/// A loopback port that answers every request alike.
pub(crate) fn answering(status: u16, body: &'static str) -> String {
    hand_driven(move |mut stream| {
        read_head(&mut stream);
        respond(&mut stream, status, body);
    })
}

/// A loopback port that reads requests and holds the connection open without an answer.
pub(crate) fn silent() -> String {
    hand_driven(|mut stream| {
        read_head(&mut stream);
        read_head(&mut stream);
    })
}

/// A loopback port without a listener.
pub(crate) fn unused() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
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

/// Sends a response.
pub(crate) fn respond(stream: &mut TcpStream, status: u16, body: &str) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} \r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    // The client may be gone.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}
