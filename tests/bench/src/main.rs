//! Measures what a benchmark of one function cannot: calls against bare `reqwest`, many calls at once, and memory.
//!
//! `serve` is the loopback server alone, which prints its address and ends with its standard input. Every other command
//! starts it as a process of its own and prints a table, except `repeat`, which only makes calls: a profiler counts the rest.

mod calls;
mod clients;
mod concurrency;
mod memory;
mod server;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => server::run(),
        Some("calls") => calls::run(&server::Server::start()?.url),
        Some("concurrency") => concurrency::run(&server::Server::start()?.url),
        Some("memory") => memory::run(&server::Server::start()?.url),
        Some("repeat") => calls::repeat(&server::Server::start()?.url, std::env::args().skip(2)),
        _ => bail!("usage: modelarts-bench calls|concurrency|memory|serve|repeat bare|modelarts CALLS"),
    }
}
