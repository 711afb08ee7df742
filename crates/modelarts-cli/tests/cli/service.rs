//! Services to call: the typed mock, here with a check of signatures and a log, and bare sockets.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use modelarts_httpmock::{MockModelArts, Operation, Payload, Reply, httpmock::HttpMockRequest};

use crate::command::{ACCESS_KEY, PROJECT_ID, Run, SECRET_KEY, against, run};

/// A mock service that answers signed requests for our project, with a log of all requests.
pub(crate) struct Service {
    pub(crate) mock: MockModelArts,
    log: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Answers with the default payload of each operation.
    pub(crate) fn start() -> Self {
        Self::of(MockModelArts::start())
    }

    /// Answers with these payloads.
    pub(crate) fn with<'a>(payloads: impl IntoIterator<Item = &'a Payload>) -> Self {
        let service = Self::empty();
        for payload in payloads {
            service.mock.answer(operation_of(payload), *payload);
        }
        service
    }

    /// Answers 404 to everything.
    pub(crate) fn empty() -> Self {
        Self::of(MockModelArts::start_empty())
    }

    /// Answers every operation alike.
    pub(crate) fn always(status: u16, body: &str, headers: &[(&str, &str)]) -> Self {
        let service = Self::empty();
        for operation in Operation::ALL {
            let reply = Reply::new(status, body);
            let add = |reply: Reply, (name, value): &(&str, &str)| reply.header(name, value);
            service.mock.answer(*operation, headers.iter().fold(reply, add));
        }
        service
    }

    fn of(mock: MockModelArts) -> Self {
        mock.check_signatures(ACCESS_KEY, SECRET_KEY);
        let log = Arc::<Mutex<Vec<String>>>::default();
        let asked = log.clone();
        mock.server(|server| {
            server.mock(|when, then| {
                when.is_true(move |request| {
                    let uri = request.uri();
                    let (target, body) = (
                        uri.path_and_query().unwrap(),
                        String::from_utf8_lossy(request.body_ref()),
                    );
                    asked.lock().unwrap().push(format!("{target}{body}"));
                    !is_for_our_project(request)
                });
                then.status(403);
            })
        });
        Self { mock, log }
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

/// The operation that a payload answers.
pub(crate) fn operation_of(payload: &Payload) -> Operation {
    let mut all = Operation::ALL.iter();
    *all.find(|operation| Some(operation.id) == payload.operation).unwrap()
}

/// Whether the path has our project, and the signature covers the header that names it.
fn is_for_our_project(request: &HttpMockRequest) -> bool {
    let headers = request.headers();
    let signed = headers.get("authorization").and_then(|sent| sent.to_str().ok());
    signed.is_some_and(|sent| sent.contains(";x-project-id;"))
        && headers.get("x-project-id").is_some_and(|id| id == PROJECT_ID)
        && request.uri().path().split('/').nth(2) == Some(PROJECT_ID)
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
