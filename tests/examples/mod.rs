//! The programs of `crates/modelarts/examples`, against mocks: each does what its first lines say.
//!
//! They are parts of this program, so that what is tested is never older than what is written. The tests of the guard
//! are also the example of how to test a program of one's own, so they use nothing but public crates.

mod collect_regions;
mod credentials_provider;
mod pool_watch;
mod quota_guard;

#[allow(dead_code, reason = "nothing calls their `main`, which reads the command line")]
mod programs;
