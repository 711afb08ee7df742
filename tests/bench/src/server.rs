//! The loopback server that all clients call: `GET /v2/{pools}/pools` answers a list of that many pools.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    body::Incoming,
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use modelarts_httpmock::payloads;
use serde_json::Value;
use tokio::net::TcpSocket;

/// The project whose list is the documented payload as it stands.
pub const DOCUMENTED: &str = "documented";

/// The sizes of lists, in pools.
pub const SIZES: [usize; 4] = [1, 100, 1_000, 10_000];

/// How many connections may wait to be accepted: hundreds of calls start at once.
const BACKLOG: u32 = 4096;

/// The server in a process of its own, which ends with this value.
pub struct Server {
    /// Its base URL.
    pub url: String,
    process: Child,
}

impl Server {
    pub fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("cannot start the server")?;
        let output = process.stdout.take().context("the server has no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        let url = url.trim().to_owned();
        Ok(Self { url, process })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}

/// Serves until the standard input ends, so that the server never outlives whoever started it. Prints its URL.
pub fn run() -> Result<()> {
    let documented = payloads::LIST_POOLS_DOC_2025.body;
    let mut bodies = BTreeMap::from([(path(DOCUMENTED), Bytes::from_static(documented.as_bytes()))]);
    for pools in SIZES {
        bodies.insert(path(&pools.to_string()), list(documented, pools)?);
    }
    let bodies: &'static _ = Box::leak(Box::new(bodies));
    thread::spawn(|| {
        let _end = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build()?.block_on(serve(bodies))
}

fn path(project: &str) -> String {
    format!("/v2/{project}/pools")
}

/// The documented list with so many pools, each with a name and an id of its own, and without spaces, as services write it.
fn list(documented: &str, pools: usize) -> Result<Bytes> {
    let mut list: Value = serde_json::from_str(documented)?;
    let documented = list["items"].get(0).context("the documented list has no pool")?.clone();
    let pool = |number: usize| {
        let mut pool = documented.clone();
        let id = format!("auto-pool-os-{number:032x}");
        pool["metadata"]["name"] = id.as_str().into();
        pool["metadata"]["labels"]["os.modelarts/name"] = format!("pool-{number}").into();
        pool["status"]["root"] = id.into();
        pool
    };
    list["items"] = (0..pools).map(pool).collect();
    Ok(serde_json::to_vec(&list)?.into())
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
            // A client that goes away does not concern the server.
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
    let id = HeaderValue::from_static("0123456789abcdef0123456789abcdef");
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert("X-Request-Id", id);
    response
}
