//! Results as tables.

mod grid;
pub(crate) mod os_quotas;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
mod usage;
pub(crate) mod workspace_quotas;
