//! Many calls at once on one client.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{runtime::Builder, task::JoinSet};

use crate::{
    clients::{Bare, modelarts},
    server::DOCUMENTED,
};

const IN_FLIGHT: [usize; 4] = [1, 8, 64, 512];

/// How often the clients take turns, and how long each turn takes.
const TURNS: usize = 5;
const TURN: Duration = Duration::from_millis(700);

/// Bare `reqwest`, `modelarts` as it is set up, and `modelarts` that allows as many requests as there are calls.
pub fn run(url: &str) -> Result<()> {
    println!("| in flight | client | calls a second | p99 µs |\n|---:|---|---:|---:|");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        for in_flight in IN_FLIGHT {
            let bare = Bare::new(url, DOCUMENTED)?;
            let usual = modelarts(url, DOCUMENTED, None).await?;
            let wide = modelarts(url, DOCUMENTED, Some(in_flight)).await?;
            let mut times = [const { Vec::new() }; 3];
            for _ in 0..TURNS {
                times[0].extend(
                    turn(in_flight, &bare, |client: Bare| async move {
                        client.list_pools().await?;
                        Ok(())
                    })
                    .await?,
                );
                for (times, client) in times[1..].iter_mut().zip([&usual, &wide]) {
                    let call = |client: modelarts::Client| async move {
                        client.list_pools().await?;
                        Ok(())
                    };
                    times.extend(turn(in_flight, client, call).await?);
                }
            }
            for (name, mut times) in ["bare", "modelarts", "modelarts, without the limit"]
                .into_iter()
                .zip(times)
            {
                times.sort_unstable();
                let rate = times.len() as f64 / (TURN * TURNS as u32).as_secs_f64();
                let p99 = times[(times.len() - 1) * 99 / 100];
                println!("| {in_flight} | {name} | {rate:.0} | {} |", p99.as_micros());
            }
        }
        Ok(())
    })
}

/// Keeps `in_flight` calls going for one turn, and returns how long each took.
async fn turn<C, F>(in_flight: usize, client: &C, call: fn(C) -> F) -> Result<Vec<Duration>>
where
    C: Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let start = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..in_flight {
        let client = client.clone();
        callers.spawn(async move {
            let mut times = Vec::new();
            while start.elapsed() < TURN {
                let begun = Instant::now();
                call(client.clone()).await?;
                times.push(begun.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    let times: Result<Vec<_>> = callers.join_all().await.into_iter().collect();
    Ok(times?.concat())
}
