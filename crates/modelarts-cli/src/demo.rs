//! A ModelArts for `--demo`: on loopback, in this process, with the payloads of the documentation.
//!
//! The same code sends, signs and reads as always, so what works here works. Requests whose signature is wrong are
//! refused.

mod answer;

use std::io;

use httparse::{EMPTY_HEADER, Request, Status};
use modelarts::{
    ClientBuilder,
    auth::{Credentials, Environment},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use self::answer::answer;
use crate::generated::Payload;

/// Who the demonstration is. No service knows these.
const ACCESS_KEY: &str = "demo-access-key";
const SECRET_KEY: &str = "demo-secret-key";
const PROJECT_ID: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/// The longest request that is read; ours are a tenth of it.
const MAX_REQUEST: usize = 16 * 1024;
const MAX_HEADERS: usize = 32;

/// The service. It stops when it is dropped.
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
    /// Starts it on a free port of the loopback interface.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever breaks off has had enough.
                tokio::spawn(async move { drop(serve(stream).await) });
            }
        });
        Ok(Self { endpoint, server })
    }

    /// Points a client here. Nothing of the user's is read.
    pub(crate) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
            .endpoint(&self.endpoint)
            .project_id(PROJECT_ID)
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .environment(Environment::fixed([("", ""); 0]))
    }
}

/// Answers the requests of a connection, one after the other. None of them has a body.
async fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut received = Vec::new();
    while received.len() < MAX_REQUEST {
        let mut headers = [EMPTY_HEADER; MAX_HEADERS];
        let mut request = Request::new(&mut headers);
        match request.parse(&received) {
            Ok(Status::Complete(length)) => {
                let payload = answer(&request);
                received.drain(..length);
                stream.write_all(response(payload).as_bytes()).await?;
            }
            Ok(Status::Partial) => {
                if stream.read_buf(&mut received).await? == 0 {
                    return Ok(());
                }
            }
            Err(error) => return Err(io::Error::other(error)),
        }
    }
    Ok(())
}

fn response(payload: &Payload) -> String {
    format!(
        "HTTP/1.1 {} \r\ncontent-type: application/json\r\nx-request-id: demo\r\ncontent-length: {}\r\n\r\n{}",
        payload.status,
        payload.body.len(),
        payload.body
    )
}
