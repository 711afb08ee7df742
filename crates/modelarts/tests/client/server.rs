//! A server on loopback that works at the level of the socket, and misbehaves as it is told.
//!
//! It has its own threads and runtime, so that its work is never mistaken for the client's.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime::{Builder, Runtime},
    sync::watch,
    task::{AbortHandle, JoinSet},
    time::sleep,
};

use super::{
    reference::WireRequest,
    reply::{Reply, Step},
};

/// Serves for all servers.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
});

/// Number of connections that may wait to be accepted: one of the tests connects thousands of times at once.
const BACKLOG: u32 = 4096;

pub(crate) struct FaultServer {
    address: SocketAddr,
    observed: Arc<Observed>,
    accepting: AbortHandle,
}

/// What the server received and did.
#[derive(Default)]
struct Observed {
    requests: Mutex<Vec<WireRequest>>,
    connections: AtomicUsize,
    sent: AtomicU64,
    /// Number of replies that reached a step that waits for the client.
    holding: watch::Sender<usize>,
}

type Answer = dyn Fn(usize, &WireRequest) -> Reply + Send + Sync;

impl FaultServer {
    /// Replies to each request with `answer`, which also gets the number of requests before.
    pub(crate) fn start(answer: impl Fn(usize, &WireRequest) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Some(Arc::new(answer)))
    }

    /// Replies to the first request with the first reply and so on, and to all further ones with the last.
    pub(crate) fn sequence(replies: impl Into<Vec<Reply>>) -> Self {
        let replies = replies.into();
        Self::start(move |before, _| replies[before.min(replies.len() - 1)].clone())
    }

    /// Replies to every request in the same way.
    pub(crate) fn always(reply: Reply) -> Self {
        Self::sequence([reply])
    }

    /// Resets connections as soon as they are made, without reading anything.
    pub(crate) fn resetting() -> Self {
        Self::listen(None)
    }

    fn listen(answer: Option<Arc<Answer>>) -> Self {
        let ClosedPort(socket) = ClosedPort::new();
        let address = socket.local_addr().unwrap();
        let observed = Arc::<Observed>::default();
        let _inside = RUNTIME.enter();
        let accepting = tokio::spawn(accept(socket.listen(BACKLOG).unwrap(), answer, observed.clone()));
        Self {
            address,
            observed,
            accepting: accepting.abort_handle(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<WireRequest> {
        self.observed.requests.lock().unwrap().clone()
    }

    /// The path and the query of each request.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.target).collect()
    }

    /// Number of requests.
    pub(crate) fn count(&self) -> usize {
        self.observed.requests.lock().unwrap().len()
    }

    /// Forgets the requests, which would fill the memory of a test that makes millions.
    #[allow(dead_code, reason = "the soak forgets")]
    pub(crate) fn forget(&self) {
        self.observed.requests.lock().unwrap().clear();
    }

    /// Number of connections.
    pub(crate) fn connections(&self) -> usize {
        self.observed.connections.load(SeqCst)
    }

    /// Number of bytes that the operating system took off the server.
    pub(crate) fn sent(&self) -> u64 {
        self.observed.sent.load(SeqCst)
    }

    /// Waits until that many replies have reached a step that waits for the client.
    pub(crate) async fn holds(&self, replies: usize) {
        let mut holding = self.observed.holding.subscribe();
        holding.wait_for(|holding| *holding >= replies).await.unwrap();
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A port on loopback on which nothing listens. It is taken, so that no other test comes to listen on it.
pub(crate) struct ClosedPort(TcpSocket);

impl ClosedPort {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }
}

/// Connections end with it.
async fn accept(listener: TcpListener, answer: Option<Arc<Answer>>, observed: Arc<Observed>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        // With thousands of connections there may be too many open files for a moment.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        observed.connections.fetch_add(1, SeqCst);
        match &answer {
            Some(answer) => drop(connections.spawn(serve(stream, answer.clone(), observed.clone()))),
            None => stream.set_zero_linger().unwrap(),
        }
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<Answer>, observed: Arc<Observed>) {
    stream.set_nodelay(true).unwrap();
    while let Some(request) = read_request(&mut stream).await {
        let before = {
            let mut requests = observed.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        // The client may hang up at any time, as many tests intend.
        if !matches!(play(&mut stream, answer(before, &request), &observed).await, Ok(true)) {
            break;
        }
    }
}

/// Plays a reply. Returns whether the connection serves another request.
async fn play(stream: &mut TcpStream, reply: Reply, observed: &Observed) -> io::Result<bool> {
    for step in reply.0 {
        match step {
            Step::Send(bytes) => send(stream, &bytes, observed).await?,
            Step::Trickle(bytes, pause) => {
                for byte in bytes.iter() {
                    if !pause.is_zero() {
                        sleep(pause).await;
                    }
                    send(stream, &[*byte], observed).await?;
                }
            }
            Step::Endless(bytes) => loop {
                send(stream, &bytes, observed).await?;
            },
            Step::Hold => {
                observed.holding.send_modify(|holding| *holding += 1);
                // It reads nothing but the end, since the client is waiting.
                let _ = stream.read(&mut [0]).await;
                return Ok(false);
            }
            Step::Reset => {
                stream.set_zero_linger()?;
                return Ok(false);
            }
            Step::KeepAlive => return Ok(true),
        }
    }
    stream.shutdown().await?;
    Ok(false)
}

async fn send(stream: &mut TcpStream, bytes: &[u8], observed: &Observed) -> io::Result<()> {
    stream.write_all(bytes).await?;
    observed.sent.fetch_add(bytes.len() as u64, SeqCst);
    Ok(())
}

/// Reads the next request of a connection.
async fn read_request(stream: &mut TcpStream) -> Option<WireRequest> {
    let mut bytes = Vec::new();
    let end = loop {
        match bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(end) => break end + 4,
            None if stream.read_buf(&mut bytes).await.ok()? == 0 => return None,
            None => {}
        }
    };
    let body = bytes.split_off(end);
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.lines();
    let mut words = lines.next()?.split_whitespace().map(str::to_owned);
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    let mut request = WireRequest {
        method: words.next()?,
        target: words.next()?,
        headers: headers.collect(),
        body,
    };
    let length = request
        .header("Content-Length")
        .map_or(0, |length| length.parse().unwrap());
    while request.body.len() < length {
        if stream.read_buf(&mut request.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(request)
}
