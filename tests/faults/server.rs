//! A server on loopback that is driven at the socket, and misbehaves as it is told.
//!
//! It runs on a thread and a runtime of its own, so that what it does is never mistaken for what the client does.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    runtime,
    sync::{oneshot, watch},
    time::sleep,
};

use super::reply::{Reply, Step};
use crate::auth::reference::WireRequest;

/// As many connections may wait to be accepted: thousands of calls connect at once in one of the tests.
const BACKLOG: u32 = 4096;

pub(super) struct FaultServer {
    address: SocketAddr,
    witness: Arc<Witness>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// What the server saw and did.
#[derive(Default)]
struct Witness {
    requests: Mutex<Vec<WireRequest>>,
    connections: AtomicUsize,
    sent: AtomicU64,
    /// How many replies got to a step that waits for the client.
    holding: watch::Sender<usize>,
}

type Answer = dyn Fn(usize, &WireRequest) -> Reply + Send + Sync;

impl FaultServer {
    /// Replies to each request as `answer` says, which is told how many requests came before.
    pub(super) fn start(answer: impl Fn(usize, &WireRequest) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Some(Arc::new(answer)))
    }

    /// Replies to the first request with the first reply and so on, and to those that remain with the last.
    pub(super) fn sequence(replies: impl Into<Vec<Reply>>) -> Self {
        let replies = replies.into();
        Self::start(move |before, _| replies[before.min(replies.len() - 1)].clone())
    }

    /// Replies to every request in the same way.
    pub(super) fn always(reply: Reply) -> Self {
        Self::sequence([reply])
    }

    /// Resets connections as soon as they are made, without reading anything.
    pub(super) fn slamming() -> Self {
        Self::listen(None)
    }

    fn listen(answer: Option<Arc<Answer>>) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (ready, address) = std::sync::mpsc::channel();
        let witness = Arc::new(Witness::default());
        let seen = witness.clone();
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let socket = TcpSocket::new_v4().unwrap();
                socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
                let listener = socket.listen(BACKLOG).unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = accept(listener, answer, seen) => {}
                    _ = stopped => {}
                }
            });
        });
        Self {
            address: address.recv().unwrap(),
            witness,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn requests(&self) -> Vec<WireRequest> {
        self.witness.requests.lock().unwrap().clone()
    }

    /// How many requests came in.
    pub(super) fn count(&self) -> usize {
        self.witness.requests.lock().unwrap().len()
    }

    /// How many connections were made.
    pub(super) fn connections(&self) -> usize {
        self.witness.connections.load(Ordering::SeqCst)
    }

    /// How many bytes the operating system took off the server.
    pub(super) fn sent(&self) -> u64 {
        self.witness.sent.load(Ordering::SeqCst)
    }

    /// Waits until as many replies have got to where they wait for the client.
    pub(super) async fn holds(&self, replies: usize) {
        let mut holding = self.witness.holding.subscribe();
        holding.wait_for(|holding| *holding >= replies).await.unwrap();
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        // It may have failed, and the test with it.
        let _ = self.stop.take().unwrap().send(());
        let outcome = self.thread.take().unwrap().join();
        if !thread::panicking() {
            outcome.unwrap();
        }
    }
}

/// An address on loopback where nothing listens. Its port is taken, so that no other test comes to listen there.
pub(super) struct Nowhere(TcpSocket);

impl Nowhere {
    pub(super) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }
}

async fn accept(listener: TcpListener, answer: Option<Arc<Answer>>, witness: Arc<Witness>) {
    loop {
        // With thousands of connections there may be too many open files for a moment.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        witness.connections.fetch_add(1, Ordering::SeqCst);
        match &answer {
            Some(answer) => drop(tokio::spawn(serve(stream, answer.clone(), witness.clone()))),
            None => stream.set_zero_linger().unwrap(),
        }
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<Answer>, witness: Arc<Witness>) {
    stream.set_nodelay(true).unwrap();
    while let Some(request) = read_request(&mut stream).await {
        let before = {
            let mut requests = witness.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        // The client may hang up at any time, which many tests want.
        if !play(&mut stream, answer(before, &request), &witness).await {
            break;
        }
    }
}

/// Plays a reply. The answer says whether the connection serves another request.
async fn play(stream: &mut TcpStream, reply: Reply, witness: &Witness) -> bool {
    for step in reply.0 {
        match step {
            Step::Send(bytes) => {
                if !send(stream, &bytes, witness).await {
                    return false;
                }
            }
            Step::Trickle(bytes, pause) => {
                for byte in bytes.iter() {
                    if !pause.is_zero() {
                        sleep(pause).await;
                    }
                    if !send(stream, &[*byte], witness).await {
                        return false;
                    }
                }
            }
            Step::Endless(bytes) => while send(stream, &bytes, witness).await {},
            Step::Hold => {
                witness.holding.send_modify(|holding| *holding += 1);
                // It reads nothing but the end, since the client waits for us.
                let _ = stream.read(&mut [0]).await;
                return false;
            }
            Step::Reset => {
                stream.set_zero_linger().unwrap();
                return false;
            }
            Step::KeepAlive => return true,
        }
    }
    let _ = stream.shutdown().await;
    false
}

async fn send(stream: &mut TcpStream, mut bytes: &[u8], witness: &Witness) -> bool {
    while !bytes.is_empty() {
        match stream.write(bytes).await {
            Ok(0) | Err(_) => return false,
            Ok(written) => {
                witness.sent.fetch_add(written as u64, Ordering::SeqCst);
                bytes = &bytes[written..];
            }
        }
    }
    true
}

/// The next request of a connection. All requests are without a body.
async fn read_request(stream: &mut TcpStream) -> Option<WireRequest> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let read = stream.read_buf(&mut bytes).await.ok()?;
        if read == 0 {
            return None;
        }
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.lines();
    let mut words = lines.next()?.split_whitespace();
    let mut request = WireRequest {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        ..WireRequest::default()
    };
    for line in lines {
        if let Some((name, value)) = line.split_once(':') {
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
    }
    Some(request)
}
