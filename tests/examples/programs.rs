//! The programs themselves.

#[path = "../../crates/modelarts/examples/collect_regions.rs"]
pub(crate) mod collect_regions;
#[path = "../../crates/modelarts/examples/credentials_provider.rs"]
pub(crate) mod credentials_provider;
#[path = "../../crates/modelarts/examples/pool_watch.rs"]
pub(crate) mod pool_watch;
#[path = "../../crates/modelarts/examples/quota_guard.rs"]
pub(crate) mod quota_guard;
