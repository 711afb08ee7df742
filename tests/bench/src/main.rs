//! The measuring programs of `cargo xtask bench`, one command each.
//!
//! Each prints one line for each figure: its name, a space, and the number, in nanoseconds, bytes, or pieces. What is
//! compared is measured in turns within one process, so that a busy machine is as unfair to one as to the other.

mod calls;
mod clients;
mod concurrency;
mod decode;
mod memory;
mod payload;
mod server;
mod signing;
mod turns;

use std::time::Duration;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => server::run(),
        ["calls", url, seconds] => calls::run(url, budget(seconds)?),
        ["call-once", url, client, count] => calls::repeat(url, client, count.parse()?),
        ["allocations", url] => memory::allocations(url),
        ["decode", seconds] => decode::run(budget(seconds)?),
        ["decode-once", target, pools] => decode::once(target, pools.parse()?),
        ["signing", seconds] => signing::run(budget(seconds)?),
        ["sign-once", query, count] => signing::repeat(query, count.parse()?),
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

/// Prints a figure.
fn report(name: &str, value: f64) {
    println!("{name} {value}");
}
