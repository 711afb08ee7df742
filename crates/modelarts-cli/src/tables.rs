//! Results as tables.

pub(crate) mod pool;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
pub(crate) mod quotas;
