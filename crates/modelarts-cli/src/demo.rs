//! The server of `--demo`: it serves documented example responses on loopback, from within this process.
//!
//! The client sends, signs and decodes as usual, and the server rejects requests whose signature is wrong.

mod answer;

use std::io;

use httparse::{EMPTY_HEADER, Request};
use modelarts::{
    ClientBuilder,
    auth::{AccessKeys, Credentials, Environment},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::generated::Payload;

/// Credentials that exist only here.
const ACCESS_KEY: &str = "demo-access-key";
const SECRET_KEY: &str = "demo-secret-key";
const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// Longest request accepted, about ten times what the client sends.
const MAX_REQUEST: usize = 16 * 1024;
const MAX_HEADERS: usize = 32;

/// A running server; dropping it stops it.
pub(crate) struct Demo {
    endpoint: String,
    server: JoinHandle<()>,
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Demo {
    /// Starts the server on a free port of the loopback interface.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that disconnects early is no concern of the server.
                tokio::spawn(async move { drop(serve(stream).await) });
            }
        });
        Ok(Self { endpoint, server })
    }

    /// Points a client at the server, with the demo's credentials and none of the user's settings.
    pub(crate) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
            .endpoint(&self.endpoint)
            .project_id(PROJECT_ID)
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .environment(Environment::fixed([("", ""); 0]))
    }
}

/// Answers the one request of a connection, which has no body.
async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let keys = AccessKeys::new(ACCESS_KEY, SECRET_KEY);
    let mut received = Vec::new();
    while received.len() < MAX_REQUEST && stream.read_buf(&mut received).await? > 0 {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut request = Request::new(&mut headers);
        if request.parse(&received).map_err(io::Error::other)?.is_complete() {
            let response = response(answer::answer(&request, &keys));
            return stream.write_all(response.as_bytes()).await;
        }
    }
    Ok(())
}

fn response(Payload { status, body, .. }: &Payload) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} \r\ncontent-type: application/json\r\nx-request-id: demo\r\nconnection: close\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
}
