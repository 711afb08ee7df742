//! Measuring in turns: each contender once a round, round after round.

use std::time::{Duration, Instant};

/// How many rounds are made even where the time does not suffice.
const FEWEST: usize = 5;

/// The times of each contender, one for each round.
pub struct Turns<const N: usize>(Vec<[Duration; N]>);

impl<const N: usize> Turns<N> {
    /// Runs rounds for as long as `budget`. `round` runs all contenders once and returns how long each took; the first
    /// tenth of the rounds warms up caches and connections, and is not kept.
    pub fn run(budget: Duration, mut round: impl FnMut() -> [Duration; N]) -> Self {
        let start = Instant::now();
        let mut kept = Vec::new();
        loop {
            let times = round();
            let passed = start.elapsed();
            if passed > budget / 10 {
                kept.push(times);
            }
            if passed > budget && kept.len() >= FEWEST {
                return Self(kept);
            }
        }
    }

    /// The least time that a contender took, in nanoseconds: what it takes where nothing disturbs it.
    pub fn least(&self, contender: usize) -> f64 {
        let times = self.0.iter().filter_map(|round| round.get(contender));
        times.min().copied().unwrap_or_default().as_nanos() as f64
    }

    /// The median of a contender's times, in nanoseconds.
    pub fn median(&self, contender: usize) -> f64 {
        let times = self.0.iter().filter_map(|round| round.get(contender));
        middle(times.map(|time| time.as_nanos() as f64).collect())
    }

    /// The median of how many times as long as `other` a contender took in the same round.
    pub fn ratio(&self, contender: usize, other: usize) -> f64 {
        let pairs = self
            .0
            .iter()
            .filter_map(|round| Some((round.get(contender)?, round.get(other)?)));
        middle(pairs.map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect())
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How long `work` takes, without dropping what it returns.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = std::hint::black_box(work());
    let time = start.elapsed();
    drop(result);
    time
}
