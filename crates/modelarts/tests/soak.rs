//! A soak: many calls for minutes against a service that answers with every fault at random.
//!
//! `just soak --minutes 10 --seed 1`, or `cargo test --release --package modelarts --test soak -- --minutes 10`. It is no
//! part of `cargo test`. It fails if a call panics or outlasts its deadline, or if memory or descriptors grow.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what is not expected fails it"
)]
#![allow(dead_code, reason = "the fault suite uses more of the server")]

#[path = "client/reference.rs"]
mod reference;
#[path = "client/reply.rs"]
mod reply;
#[path = "client/server.rs"]
mod server;

use std::{
    collections::BTreeMap,
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant, SystemTime},
};

use fastrand::Rng;
use httpdate::fmt_http_date as date;
use modelarts::{
    Client, ClientBuilder, RetryPolicy,
    auth::{Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider, Environment},
};
use modelarts_httpmock::payloads;
use reply::{Reply, Step, chunk, head};
use server::FaultServer;
use tokio::task::JoinSet;

const WORKERS: usize = 16;
const TIMEOUT: Duration = Duration::from_millis(100);
const DEADLINE: Duration = Duration::from_millis(500);
/// What a busy machine adds to a deadline.
const GRACE: Duration = Duration::from_secs(2);
const MAX_BODY: usize = 1024 * 1024;

/// A source of credentials that fails, stalls, and changes its keys, but for the first time.
struct Flaky(Mutex<Rng>, AtomicUsize);

impl CredentialsProvider for Flaky {
    fn name(&self) -> &str {
        "flaky"
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        let is_first = self.1.fetch_add(1, SeqCst) == 0;
        let number = if is_first { 7 } else { self.0.lock().unwrap().u32(..8) };
        Box::pin(async move {
            match number {
                0 => std::future::pending().await,
                1 => Err(CredentialsError::new(
                    CredentialsErrorKind::Unavailable,
                    "flaky",
                    "not now",
                )),
                _ => Ok(Credentials::new(format!("ACCESSKEY{number}"), "secret")),
            }
        })
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// Every fault that there is, made once.
fn faults() -> Vec<Reply> {
    let body = payloads::LIST_POOLS_DOC_2025.body;
    let long = format!(r#"{{"items":[{}]}}"#, vec!["{}"; 200_000].join(","));
    let deep = "[".repeat(50_000);
    let unknown = format!(
        r#"{{"new":{}1{},"x":1e400,"y":"\ud800"}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    let packed = |bytes: Vec<u8>| Reply::kept_alive(200, &[("Content-Encoding", "gzip")], bytes);
    let wait = |seconds: &str| Reply::kept_alive(429, &[("Retry-After", seconds)], payloads::ERROR_429_APIG_0308.body);
    let skewed = |minutes: u64| date(SystemTime::now() + Duration::from_secs(60 * minutes));
    let chunked = [("Transfer-Encoding", "chunked")];
    vec![
        Reply::nothing(),
        Reply::reset(),
        Reply::hold(),
        Reply::raw("HTTP/1.1 20"),
        Reply::raw("SSH-2.0-OpenSSH_9.9\r\n").then(Step::Hold),
        Reply::raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10_000)).then(Step::Hold),
        Reply::partial(200, &[("Content-Length", "9999")], body),
        Reply::partial(200, &[("Content-Length", "9999")], body).then(Step::Reset),
        Reply::partial(200, &[("Content-Length", "9999")], body).then(Step::Hold),
        Reply::nothing().then(Step::Trickle(head(200, &[]).into(), Duration::from_millis(20))),
        Reply::nothing().then(Step::Trickle(body.as_bytes().into(), Duration::from_millis(1))),
        Reply::raw(head(200, &[])).then(Step::Endless([b' '; 8192].as_slice().into())),
        Reply::raw("HTTP/1.1 200 OK\r\n").then(Step::Endless("X-A: b\r\n".repeat(1000).as_bytes().into())),
        Reply::partial(200, &chunked, "zz\r\n"),
        Reply::partial(200, &chunked, chunk("{}")),
        packed(gzip(body.as_bytes())),
        packed([gzip(&body.as_bytes()[..99]), gzip(&body.as_bytes()[99..])].concat()),
        packed(gzip(&vec![b' '; 8 * MAX_BODY])),
        packed(b"not compressed".to_vec()),
        packed(gzip(long.as_bytes())),
        Reply::kept_alive(200, &[], &long),
        Reply::kept_alive(200, &[], deep),
        Reply::kept_alive(200, &[], unknown),
        Reply::kept_alive(200, &[], "\u{feff}{\"items\":[null,{\"spec\":{\"controlMode\":1.0}}]}"),
        Reply::kept_alive(200, &[], "<html>It works!</html>"),
        Reply::kept_alive(200, &[], r#"{"items":{}}"#),
        Reply::kept_alive(206, &[], body),
        Reply::kept_alive(302, &[("Location", "http://127.0.0.1:9/")], ""),
        Reply::kept_alive(400, &[], &long),
        Reply::kept_alive(401, &[], "{}"),
        Reply::kept_alive(401, &[("Date", &skewed(20))], "{}"),
        Reply::kept_alive(401, &[("Date", &skewed(0))], "{}"),
        Reply::kept_alive(403, &[("Date", "Thu, 01 Jan 1970 00:00:00 GMT")], "{}"),
        Reply::kept_alive(404, &[], payloads::ERROR_403.body),
        Reply::kept_alive(500, &[], "<html>upstream</html>"),
        Reply::kept_alive(503, &[], ""),
        wait("0"),
        wait("1"),
        wait("86400"),
        wait("soon"),
    ]
}

/// A service that answers with a fault every other time.
fn service(seed: u64) -> FaultServer {
    let rng = Mutex::new(Rng::with_seed(seed));
    let (faults, pool) = (faults(), payloads::LIST_POOLS_DOC_2025.body);
    FaultServer::start(move |_, _| {
        let mut rng = rng.lock().unwrap();
        match rng.bool() {
            true => Reply::kept_alive(200, &[("X-Request-Id", "soak")], pool),
            false => faults[rng.usize(..faults.len())].clone(),
        }
    })
}

async fn clients(url: &str, rng: &mut Rng) -> [Client; 3] {
    let flaky = Flaky(Mutex::new(Rng::with_seed(rng.u64(..))), AtomicUsize::new(0));
    let client = |builder: ClientBuilder| async {
        let policy = RetryPolicy::new().base(Duration::from_millis(1)).deadline(DEADLINE);
        let builder = builder
            .environment(Environment::fixed([("", ""); 0]))
            .endpoint(url)
            .retry_policy(policy);
        let builder = builder
            .project_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
            .timeout(TIMEOUT)
            .max_body(MAX_BODY);
        builder.build().await.unwrap()
    };
    [
        client(Client::builder().credentials(Credentials::new("ACCESSKEY", "secret"))).await,
        client(
            Client::builder()
                .credentials(Credentials::from_token("token"))
                .max_in_flight(3),
        )
        .await,
        client(Client::builder().credentials(flaky)).await,
    ]
}

/// What the calls came to.
#[derive(Default)]
struct Tally {
    outcomes: BTreeMap<String, u64>,
    slowest: Duration,
}

/// Makes one call after the other, some of which it cancels.
async fn work(clients: [Client; 3], mut rng: Rng, end: Instant, tally: Arc<Mutex<Tally>>) {
    while Instant::now() < end {
        let client = clients[rng.usize(..clients.len())].clone();
        let patience = if rng.u8(..10) == 0 { rng.u64(..100) } else { 60_000 };
        let operation = rng.u8(..4);
        let start = Instant::now();
        let call = async {
            match operation {
                0 => client.list_pools().await.map(drop),
                1 => client.show_pool_statistics().await.map(drop),
                2 => client.show_os_quota().await.map(drop),
                _ => client.show_workspace_quotas("0").await.map(drop),
            }
        };
        let outcome = match tokio::time::timeout(Duration::from_millis(patience), call).await {
            Err(_) => "cancelled".to_owned(),
            Ok(Ok(())) => "success".to_owned(),
            Ok(Err(error)) => {
                assert!(error.operation().is_some());
                assert!(!error.to_string().contains("secret"), "{error}");
                format!("{:?}", error.kind())
            }
        };
        let elapsed = start.elapsed();
        assert!(elapsed < DEADLINE + GRACE, "{outcome} after {elapsed:?}");
        let mut tally = tally.lock().unwrap();
        *tally.outcomes.entry(outcome).or_default() += 1;
        tally.slowest = tally.slowest.max(elapsed);
    }
}

/// Resident memory of this process in KiB, and its open descriptors. Those of the server count too.
fn resources() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
    let descriptors = fs::read_dir("/proc/self/fd").map_or(0, |files| files.count() as u64);
    (resident.unwrap_or_default(), descriptors)
}

fn option(name: &str) -> Option<f64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)?.parse().ok()
}

#[tokio::main]
async fn main() {
    let minutes = option("--minutes").unwrap_or(10.0);
    let seed = option("--seed").map_or_else(|| fastrand::u64(..1 << 32), |seed| seed as u64);
    println!("seed {seed}, {minutes} minutes");
    let mut rng = Rng::with_seed(seed);
    let server = service(rng.u64(..));
    let clients = clients(&server.url(), &mut rng).await;
    let end = Instant::now() + Duration::from_secs_f64(60.0 * minutes);
    let tally = Arc::<Mutex<Tally>>::default();
    let workers: JoinSet<()> = (0..WORKERS)
        .map(|_| work(clients.clone(), rng.fork(), end, tally.clone()))
        .collect();
    let mut samples = Vec::new();
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_secs(5)).await;
        server.forget();
        samples.push(resources());
        let (memory, descriptors) = samples[samples.len() - 1];
        let calls: u64 = tally.lock().unwrap().outcomes.values().sum();
        println!("{calls} calls, {} MiB, {descriptors} descriptors", memory / 1024);
    }
    // A worker that panicked ends the program here.
    workers.join_all().await;
    let tally = tally.lock().unwrap();
    println!("{:?}, slowest {:?}", tally.outcomes, tally.slowest);
    // The first third fills the allocator's and the client's pools.
    let later = &samples[samples.len() / 3..];
    let peak = |samples: &[(u64, u64)]| {
        samples
            .iter()
            .fold((0, 0), |peak, next| (peak.0.max(next.0), peak.1.max(next.1)))
    };
    let (middle, last) = later.split_at(later.len() / 2);
    let ((memory, files), (last_memory, last_files)) = (peak(middle), peak(last));
    assert!(
        last_memory < memory + memory / 10 + 8192,
        "memory grows: {memory} KiB, then {last_memory}"
    );
    assert!(last_files < files + 64, "descriptors leak: {files}, then {last_files}");
    println!("no panic, no call beyond its deadline, memory and descriptors flat");
}
