//! One call after another, on one connection and one thread.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::runtime::{Builder, Runtime};

use crate::{
    clients::{Bare, modelarts},
    server::{DOCUMENTED, SIZES},
};

/// How long each row takes, and how much of that is warm-up.
const BUDGET: Duration = Duration::from_secs(10);
const WARM_UP: Duration = Duration::from_secs(1);

pub fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Both clients take turns, so that a busy machine slows down both. The ratio is the median of each round's.
pub fn run(url: &str) -> Result<()> {
    let runtime = runtime()?;
    println!("| pools | bare, median µs | modelarts, median µs | ratio | bare, least µs | modelarts, least µs |");
    println!("|---|---:|---:|---:|---:|---:|");
    let sizes = SIZES.map(|size| size.to_string());
    for pools in [DOCUMENTED].into_iter().chain(sizes.iter().map(String::as_str)) {
        let bare = Bare::new(url, pools)?;
        let client = runtime.block_on(modelarts(url, pools, None))?;
        let mut rounds = Vec::new();
        let start = Instant::now();
        while start.elapsed() < BUDGET || rounds.is_empty() {
            let begun = Instant::now();
            runtime.block_on(bare.list_pools())?;
            let by_hand = begun.elapsed();
            let begun = Instant::now();
            runtime.block_on(client.list_pools().into_future())?;
            let ours = begun.elapsed();
            if start.elapsed() > WARM_UP {
                rounds.push([
                    micros(by_hand),
                    micros(ours),
                    ours.as_secs_f64() / by_hand.as_secs_f64(),
                ]);
            }
        }
        let [by_hand, ours, ratio] = [0, 1, 2].map(|column| sorted(&rounds, column));
        println!(
            "| {pools} | {:.1} | {:.1} | {:.2} | {:.1} | {:.1} |",
            median(&by_hand),
            median(&ours),
            median(&ratio),
            by_hand[0],
            ours[0]
        );
    }
    Ok(())
}

/// Makes so many calls for one pool with one of the clients, for `valgrind --tool=callgrind` and its like.
pub fn repeat(url: &str, mut arguments: impl Iterator<Item = String>) -> Result<()> {
    let (client, calls) = (arguments.next(), arguments.next().context("how many calls?")?);
    let calls = 0..calls.parse::<u32>()?;
    runtime()?.block_on(async {
        match client.as_deref() {
            Some("bare") => {
                let client = Bare::new(url, "1")?;
                for _ in calls {
                    client.list_pools().await?;
                }
            }
            Some("modelarts") => {
                let client = modelarts(url, "1", None).await?;
                for _ in calls {
                    client.list_pools().await?;
                }
            }
            _ => bail!("which client, bare or modelarts?"),
        }
        Ok(())
    })
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn sorted(rounds: &[[f64; 3]], column: usize) -> Vec<f64> {
    let mut values: Vec<_> = rounds.iter().map(|round| round[column]).collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}
