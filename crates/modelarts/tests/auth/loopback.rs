//! A server on loopback that is driven at the socket, and keeps the bytes it was sent.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use super::reference::WireRequest;

type Answer = dyn Fn(&WireRequest) -> Vec<u8> + Send + Sync;

pub(crate) struct Loopback {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<WireRequest>>>,
    closing: Arc<AtomicBool>,
    acceptor: Option<thread::JoinHandle<()>>,
}

impl Loopback {
    /// Answers every request with the bytes that `answer` gives.
    pub(crate) fn start(answer: impl Fn(&WireRequest) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let closing = Arc::new(AtomicBool::new(false));
        let answer: Arc<Answer> = Arc::new(answer);
        let acceptor = {
            let (requests, closing) = (requests.clone(), closing.clone());
            thread::spawn(move || {
                for connection in listener.incoming() {
                    if closing.load(Ordering::SeqCst) {
                        return;
                    }
                    let (requests, answer) = (requests.clone(), answer.clone());
                    thread::spawn(move || serve(connection.unwrap(), &requests, &*answer));
                }
            })
        };
        Self {
            address,
            requests,
            closing,
            acceptor: Some(acceptor),
        }
    }

    /// An address on loopback where nothing listens.
    pub(crate) fn nowhere() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<WireRequest> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let _ = self.acceptor.take().unwrap().join();
    }
}

fn serve(connection: TcpStream, requests: &Mutex<Vec<WireRequest>>, answer: &Answer) {
    connection.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut reader = BufReader::new(&connection);
    let Some(request) = read_request(&mut reader) else {
        return;
    };
    let bytes = answer(&request);
    requests.lock().unwrap().push(request);
    // The client may have gone, which some tests want.
    let _ = (&connection).write_all(&bytes);
}

fn read_request(reader: &mut impl BufRead) -> Option<WireRequest> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split_whitespace();
    let mut request = WireRequest {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        ..WireRequest::default()
    };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        request.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    request.body = vec![0; length];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// The bytes of an answer after which the connection ends.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    format!(
        "HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A client that follows no redirect, and that can only reach loopback: anything else it hands to a proxy
/// that is not there, so that nothing leaves the machine even when a test fails.
pub(crate) fn client() -> reqwest::Client {
    let nowhere = Loopback::nowhere();
    let proxy = reqwest::Proxy::custom(move |url| (url.host_str() != Some("127.0.0.1")).then(|| nowhere.clone()));
    reqwest::Client::builder()
        .proxy(proxy)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The path and the query, as the first line of a request has them.
pub(crate) fn target(url: &reqwest::Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}
