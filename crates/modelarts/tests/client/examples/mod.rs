//! The programs of `crates/modelarts/examples`, against mocks: each does what its first lines say.
//!
//! They are part of this test program, so that what is tested is never out of date. The tests of the quota guard are
//! also an example of how to test one's own program, so they use nothing but public crates.

mod collect_regions;
mod credentials_provider;
mod pool_watch;
mod quota_guard;
