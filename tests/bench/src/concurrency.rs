//! Many calls at once on one client.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use tokio::{runtime::Builder, task::JoinSet};

use crate::{
    clients::{self, Bare},
    report,
};

/// How many calls are in flight.
const IN_FLIGHT: [usize; 4] = [1, 8, 64, 512];
/// How many parts the time of a comparison is cut into, so that the clients take turns.
const TURNS: u32 = 5;

/// Both clients at each number of calls in flight; the second time with as many requests allowed as there are calls.
pub fn run(url: &str, budget: Duration) -> Result<()> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for in_flight in IN_FLIGHT {
            let bare = Bare::new(url, "documented")?;
            let usual = clients::modelarts(url, "documented", None).await?;
            let wide = clients::modelarts(url, "documented", Some(in_flight)).await?;
            let mut samples: [Samples; 3] = Default::default();
            for _ in 0..TURNS {
                let turn = budget / (3 * TURNS);
                let [by_hand, by_usual, by_wide] = &mut samples;
                let call = |client: Bare| async move { client.list_pools().await.is_ok() };
                by_hand.add(keep_in_flight(in_flight, turn, &bare, call).await?);
                let call = |client: modelarts::Client| async move { client.list_pools().await.is_ok() };
                by_usual.add(keep_in_flight(in_flight, turn, &usual, call).await?);
                by_wide.add(keep_in_flight(in_flight, turn, &wide, call).await?);
            }
            for (name, samples) in ["bare", "modelarts", "wide"].into_iter().zip(&mut samples) {
                report(&format!("concurrency.{in_flight}.{name}.rate"), samples.rate());
                report(&format!("concurrency.{in_flight}.{name}.p99"), samples.percentile(99));
            }
        }
        Ok(())
    })
}

/// How long each call took, and all of them together.
#[derive(Default)]
struct Samples {
    calls: Vec<Duration>,
    whole: Duration,
}

impl Samples {
    fn add(&mut self, mut other: Self) {
        self.calls.append(&mut other.calls);
        self.whole += other.whole;
    }

    fn rate(&self) -> f64 {
        self.calls.len() as f64 / self.whole.as_secs_f64()
    }

    fn percentile(&mut self, percent: usize) -> f64 {
        self.calls.sort_unstable();
        let call = self.calls.get(self.calls.len().saturating_sub(1) * percent / 100);
        call.copied().unwrap_or_default().as_nanos() as f64
    }
}

/// Keeps `in_flight` calls going for as long as `budget`.
async fn keep_in_flight<C, F>(in_flight: usize, budget: Duration, client: &C, call: fn(C) -> F) -> Result<Samples>
where
    C: Clone + Send + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let start = Instant::now();
    let failed = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..in_flight {
        let (client, failed) = (client.clone(), failed.clone());
        callers.spawn(async move {
            let mut calls = Vec::new();
            while start.elapsed() < budget {
                let begun = Instant::now();
                if !call(client.clone()).await {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
                calls.push(begun.elapsed());
            }
            calls
        });
    }
    let calls = callers.join_all().await.concat();
    let whole = start.elapsed();
    let failed = failed.load(Ordering::Relaxed);
    (failed == 0)
        .then_some(Samples { calls, whole })
        .with_context(|| format!("{failed} calls failed with {in_flight} in flight"))
}
