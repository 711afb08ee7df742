//! Prints resource pools as they change phase, until it is interrupted.
//!
//! ```console
//! $ cargo run --package modelarts --example pool_watch -- --demo --every 1 --looks 5
//! ```
//!
//! Without `--demo` it uses your credentials, in the region of `HUAWEICLOUD_SDK_REGION`. A call that fails for a
//! temporary reason is reported, and the watch goes on; any other failure ends it.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use clap::Parser;
use modelarts::{
    Client, Error, PoolPhase, PoolStatusFilter,
    auth::{Credentials, jiff::Timestamp},
};
use modelarts_httpmock::{MockModelArts, MockServerExt, httpmock::HttpMockResponse, payloads};

/// Prints resource pools as they change phase.
#[derive(Parser)]
struct Arguments {
    /// Seconds between two looks
    #[arg(long, default_value_t = 30)]
    every: u64,
    /// Number of looks; unlimited if not given
    #[arg(long)]
    looks: Option<u64>,
    /// Watch a mock on loopback, which needs no account
    #[arg(long)]
    demo: bool,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    let mock = arguments.demo.then(demo);
    let builder = match &mock {
        Some(mock) => Client::builder()
            .endpoint(mock.url())
            .project_id("demo-project")
            .credentials(Credentials::new("demo-access-key", "demo-secret-key")),
        None => Client::builder(),
    };
    let client = builder.build().await?;
    let mut watch = Watch::default();
    for look in 0..arguments.looks.unwrap_or(u64::MAX) {
        if look > 0 {
            tokio::time::sleep(Duration::from_secs(arguments.every)).await;
        }
        match watch.look(&client).await {
            Ok(changes) => {
                for change in changes {
                    println!("{:.0}  {change}", Timestamp::now());
                }
            }
            Err(error) if error.is_retryable() => eprintln!("pool_watch: {error}; looking again"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Name and phase of each pool at the last look, by id.
#[derive(Default)]
pub(crate) struct Watch(BTreeMap<String, (String, Option<PoolPhase>)>);

impl Watch {
    /// Lists all pools and returns what changed since the last look, one line per change.
    pub(crate) async fn look(&mut self, client: &Client) -> Result<Vec<String>, Error> {
        // Without a status the service omits pools that failed. They are listed second, so that a pool that fails
        // between the two calls is seen twice rather than not at all.
        let existing = client.list_pools().await?;
        let failed = client.list_pools().status(PoolStatusFilter::Failed).await?;
        let mut changes = Vec::new();
        let mut gone = std::mem::take(&mut self.0);
        for pool in existing.iter().chain(&failed) {
            let (id, name) = (pool.id(), pool.display_name());
            let before = gone.remove(id).or_else(|| self.0.get(id).cloned());
            let known = before.as_ref().and_then(|(_, phase)| phase.as_ref());
            // The service is known to omit the phase at times, which is not a change.
            let phase = Some(pool.phase()).filter(|phase| !phase.as_str().is_empty()).or(known);
            if before.is_none() || phase != known {
                let old = before.as_ref().map_or("new", |_| text(known));
                let line = format!("{name}: {old} -> {} {}", text(phase), pool.message());
                changes.push(line.trim_end().to_owned());
            }
            self.0.insert(id.to_owned(), (name.to_owned(), phase.cloned()));
        }
        let gone = gone.values();
        changes.extend(gone.map(|(name, phase)| format!("{name}: {} -> gone", text(phase.as_ref()))));
        Ok(changes)
    }
}

/// The phase as text, even if this version of the crate does not know it.
fn text(phase: Option<&PoolPhase>) -> &str {
    phase.map_or("?", |phase| phase.as_str())
}

/// A mock in which one pool goes through all phases in five looks, and another cannot be created.
pub(crate) fn demo() -> MockModelArts {
    let mock = MockModelArts::start_empty();
    let in_phase = |phase| payloads::LIST_POOLS_DOC_2025.body.replace("Running", phase);
    let [creating, running, deleting] = ["Creating", "Running", "Deleting"].map(in_phase);
    let empty = payloads::LIST_POOLS_EMPTY.body.to_owned();
    let failed = payloads::LIST_POOLS_FAILED.body.to_owned();
    let looks = vec![creating, running.clone(), running, deleting, empty.clone()];
    serve(&mock, None, looks);
    serve(
        &mock,
        Some(PoolStatusFilter::Failed),
        vec![empty.clone(), empty, failed],
    );
    mock
}

/// Answers requests with this status filter with one body after the other, and from then on with the last.
fn serve(mock: &MockModelArts, status: Option<PoolStatusFilter>, bodies: Vec<String>) {
    let count = AtomicUsize::new(0);
    mock.server(|server| {
        server.list_pools(|when, then| {
            when.status(status);
            drop(then.into_inner().respond_with(move |_| {
                let body = bodies.get(count.fetch_add(1, Ordering::Relaxed)).or(bodies.last());
                let response = HttpMockResponse::builder().status(200);
                response.body(body.map_or("", |body| body)).build()
            }));
        });
    });
}
