//! Results as tables.

mod grid;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
pub(crate) mod quotas;
