//! Results as tables.

pub(crate) mod events;
pub(crate) mod flavors;
pub(crate) mod networks;
pub(crate) mod nodes;
pub(crate) mod pool;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
pub(crate) mod quotas;
pub(crate) mod usage;
pub(crate) mod workloads;
pub(crate) mod workspaces;
