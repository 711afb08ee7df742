//! The program that measures time and memory, one command a measurement. It also is the server, and what a profiler runs.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use modelarts_bench::{calls, concurrency, decode, memory, server, signing};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => server::run(),
        ["calls", url, seconds] => calls::run(url, budget(seconds)?),
        ["call-repeat", url, client, count] => calls::repeat(url, client, count.parse()?),
        ["decode", seconds] => decode::run(budget(seconds)?),
        ["decode-repeat", target, pools, count] => decode::repeat(target, pools.parse()?, count.parse()?),
        ["signing", seconds] => signing::run(budget(seconds)?),
        ["sign-repeat", what, count] => signing::repeat(what, count.parse()?),
        ["concurrency", url, seconds] => concurrency::run(url, budget(seconds)?),
        ["growth", url, calls] => memory::growth(url, calls.parse()?),
        ["peak", url, pools] => memory::peak(url, pools),
        _ => bail!("no such measurement: {arguments:?}; `cargo xtask bench` knows them"),
    }
}

/// How long one comparison may take.
fn budget(seconds: &str) -> Result<Duration> {
    let seconds: f64 = seconds.parse().context("the number of seconds is none")?;
    Ok(Duration::try_from_secs_f64(seconds)?)
}
