//! A service on loopback that answers every request with the same bytes.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::Mutex,
    thread,
};

/// What it answers next, from the status line on.
pub(crate) static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Starts it, and gives its URL.
pub(crate) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        listener
            .incoming()
            .for_each(|connection| drop(thread::spawn(|| serve(connection.unwrap()))))
    });
    url
}

/// Serves a connection until the client hangs up. No request has a body.
fn serve(mut connection: TcpStream) {
    connection.set_nodelay(true).unwrap();
    let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = connection.read(&mut chunk) {
        request.extend_from_slice(&chunk[..read]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if connection.write_all(&ANSWER.lock().unwrap()).is_err() {
                return;
            }
        }
    }
}
