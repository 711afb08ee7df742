//! Prints resource pools as they change phase, until it is interrupted.
//!
//! ```console
//! $ cargo run --package modelarts --example pool_watch -- --demo --every 1 --looks 5
//! ```
//!
//! Without `--demo` it uses your credentials, in the region that `HUAWEICLOUD_SDK_REGION` names. A call that fails for
//! a passing reason is reported, and the watch goes on; any other failure ends it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use clap::Parser;
use modelarts::{
    Client, Error, Pool, PoolPhase, PoolStatusFilter,
    auth::{Credentials, jiff::Timestamp},
};
use modelarts_httpmock::{MockModelArts, MockServerExt, httpmock::HttpMockResponse, payloads};

/// Prints resource pools as they change phase.
#[derive(Parser)]
struct Arguments {
    /// Seconds between two looks.
    #[arg(long, default_value_t = 30)]
    every: u64,
    /// How often to look; without it, for ever.
    #[arg(long)]
    looks: Option<u64>,
    /// Watches a mock on loopback, which needs no account.
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

/// The pools as they were seen last, by id.
#[derive(Default)]
pub(crate) struct Watch(BTreeMap<String, Seen>);

#[derive(Clone)]
struct Seen {
    name: String,
    phase: Option<PoolPhase>,
}

impl Watch {
    /// Looks at every pool and tells what has changed since the last look, a line each.
    pub(crate) async fn look(&mut self, client: &Client) -> Result<Vec<String>, Error> {
        // Without a status the service leaves out pools that failed. They are asked for second, so that a pool that
        // fails between the two calls is seen twice rather than not at all.
        let existing = client.list_pools().await?;
        let failed = client.list_pools().status(PoolStatusFilter::Failed).await?;
        let pools = existing.iter().chain(&failed);
        Ok(self.compare(pools))
    }

    fn compare<'a>(&mut self, pools: impl Iterator<Item = &'a Pool>) -> Vec<String> {
        let mut changes = Vec::new();
        let mut gone = std::mem::take(&mut self.0);
        for pool in pools {
            let (id, name) = (pool.id(), pool.display_name());
            let before = gone.remove(id).or_else(|| self.0.get(id).cloned());
            let known = before.as_ref().and_then(|seen| seen.phase.as_ref());
            // The service has been seen to leave the phase out, which is no news.
            let phase = pool.phase().or(known);
            if before.is_none() || phase != known {
                let was = before.as_ref().map_or("new", |_| text(known));
                let line = format!("{name}: {was} -> {} {}", text(phase), pool.message());
                changes.push(line.trim_end().to_owned());
            }
            let seen = Seen {
                name: name.to_owned(),
                phase: phase.cloned(),
            };
            self.0.insert(id.to_owned(), seen);
        }
        let gone = gone.values();
        changes.extend(gone.map(|seen| format!("{}: {} -> gone", seen.name, text(seen.phase.as_ref()))));
        changes
    }
}

/// A phase that this version of the crate does not know has a text too.
fn text(phase: Option<&PoolPhase>) -> &str {
    phase.map_or("?", |phase| phase.as_str())
}

/// A mock in which one pool lives its whole life in five looks, and another cannot be created.
pub(crate) fn demo() -> MockModelArts {
    let mock = MockModelArts::start_empty();
    let looks = Arc::new(AtomicUsize::new(0));
    let looked = looks.clone();
    let serve = |body: &str| HttpMockResponse::builder().status(200).body(body).build();
    mock.server(|server| {
        server.list_pools(|when, then| {
            when.status(None);
            drop(then.into_inner().respond_with(move |_| {
                let phase = match looked.fetch_add(1, Ordering::Relaxed) {
                    0 => "Creating",
                    1 | 2 => "Running",
                    3 => "Deleting",
                    _ => return serve(payloads::LIST_POOLS_EMPTY.body),
                };
                serve(&payloads::LIST_POOLS_DOC_2025.body.replace("Running", phase))
            }));
        });
        server.list_pools(|when, then| {
            when.status(PoolStatusFilter::Failed);
            drop(
                then.into_inner()
                    .respond_with(move |_| match looks.load(Ordering::Relaxed) {
                        0..=2 => serve(payloads::LIST_POOLS_EMPTY.body),
                        _ => serve(payloads::LIST_POOLS_FAILED.body),
                    }),
            );
        });
    });
    mock
}
