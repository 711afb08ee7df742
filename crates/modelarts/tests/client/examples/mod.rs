//! The programs of `crates/modelarts/examples`, against mocks: each does what its first lines say. They are part of this
//! test program, so that what is tested is never out of date; `odd_answers` has its tests in itself.

mod credentials_provider;
mod metrics_exporter;
mod nightly_check;
