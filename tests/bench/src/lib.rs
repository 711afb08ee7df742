//! What the measuring programs of `cargo xtask bench` have in common.
//!
//! Each program prints one line for each figure: its name, a space, and the number, in nanoseconds, bytes, or pieces.
//! What is compared is measured in turns within one process, so that a busy machine is as unfair to one as to the other.

pub mod calls;
pub mod clients;
pub mod concurrency;
pub mod decode;
pub mod memory;
pub mod payload;
pub mod server;
pub mod signing;
pub mod turns;

/// Prints a figure.
pub fn report(name: &str, value: f64) {
    println!("{name} {value}");
}
