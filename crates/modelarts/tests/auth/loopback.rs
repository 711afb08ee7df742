//! A server on loopback that keeps the bytes it was sent.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use super::reference::WireRequest;

pub(crate) struct Loopback {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<WireRequest>>>,
}

impl Loopback {
    /// Answers every request with the bytes that `answer` returns, until the test program ends.
    pub(crate) fn start(answer: impl Fn(&WireRequest) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                if let Some(request) = read(&connection) {
                    let bytes = answer(&request);
                    seen.lock().unwrap().push(request);
                    // The client may have closed the connection, as some tests want.
                    let _ = connection.write_all(&bytes);
                }
            }
        });
        Self { address, requests }
    }

    /// A base URL on loopback where nothing listens.
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

fn read(connection: &TcpStream) -> Option<WireRequest> {
    connection.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let mut request = WireRequest {
        method: words.next()?,
        target: words.next()?,
        ..WireRequest::default()
    };
    for line in reader.by_ref().lines() {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        request.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = request.header("content-length");
    request.body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

/// The bytes of an answer that closes the connection.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let (headers, length) = (headers.collect::<String>(), body.len());
    format!("HTTP/1.1 {status} Any\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}")
        .into_bytes()
}
