//! A server on loopback that answers every request with the response that it was handed last.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A server whose threads end with the process.
pub struct Loopback {
    /// Its base URL.
    pub url: String,
    answer: Arc<Mutex<Vec<u8>>>,
}

impl Loopback {
    /// Starts a server.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answer = Arc::new(Mutex::new(Vec::new()));
        let next = answer.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let next = next.clone();
                thread::spawn(move || serve(connection.unwrap(), &next));
            }
        });
        Self { url, answer }
    }

    /// Says what comes back from now on. `headers` must hold nothing that ends a header.
    pub fn answer_with(&self, status: u16, headers: &[(&str, &str)], body: &[u8]) {
        let mut answer = self.answer.lock().unwrap();
        answer.clear();
        write!(
            answer,
            "HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\n",
            body.len()
        )
        .unwrap();
        for (name, value) in headers {
            write!(answer, "{name}: {value}\r\n").unwrap();
        }
        answer.extend_from_slice(b"\r\n");
        answer.extend_from_slice(body);
    }
}

/// Serves a connection until the client hangs up. No request has a body.
fn serve(mut connection: TcpStream, answer: &Mutex<Vec<u8>>) {
    connection.set_nodelay(true).unwrap();
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = connection.read(&mut chunk) {
        request.extend_from_slice(&chunk[..read]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if connection.write_all(&answer.lock().unwrap()).is_err() {
                return;
            }
        }
    }
}
