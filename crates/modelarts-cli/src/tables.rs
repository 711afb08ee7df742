//! Results as tables.

mod bar;
mod grid;
pub(crate) mod os_quotas;
pub(crate) mod pool_statistics;
pub(crate) mod pools;
pub(crate) mod workspace_quotas;

/// Shown where the service did not say.
const ABSENT: &str = "-";

/// Stands before what needs attention, for those who see no colours.
const ATTENTION: &str = "! ";
