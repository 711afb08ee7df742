//! The one loopback server that all clients call: `GET /v2/{pools}/pools` answers a list of that many pools.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    thread,
};

use anyhow::Result;
use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response, StatusCode, body::Incoming, header, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use modelarts_httpmock::payloads;
use tokio::net::TcpSocket;

use crate::payload;

/// As many connections may wait to be accepted: hundreds of calls begin at once.
const BACKLOG: u32 = 4096;

/// Serves until the standard input ends, so that the server never outlives whoever started it. Prints its address.
pub fn run() -> Result<()> {
    let mut bodies = BTreeMap::new();
    for pools in payload::SIZES {
        bodies.insert(format!("/v2/{pools}/pools"), Bytes::from(payload::list(pools)?));
    }
    let documented = Bytes::from_static(payloads::LIST_POOLS_DOC_2025.body.as_bytes());
    bodies.insert("/v2/documented/pools".to_owned(), documented);
    // They live as long as the process.
    let bodies: &'static _ = Box::leak(Box::new(bodies));
    thread::spawn(|| {
        let _end = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(serve(bodies))
}

async fn serve(bodies: &'static BTreeMap<String, Bytes>) -> Result<()> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    println!("http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let service = service_fn(move |request| async move { Ok::<_, hyper::Error>(answer(bodies, &request)) });
            // A client that goes away is no concern of the server.
            let _gone = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn answer(bodies: &BTreeMap<String, Bytes>, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let body = bodies.get(request.uri().path());
    let mut response = Response::new(Full::new(body.cloned().unwrap_or_default()));
    if body.is_none() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    let id = header::HeaderValue::from_static("0123456789abcdef0123456789abcdef");
    response.headers_mut().insert("X-Request-Id", id);
    response
}
