//! Nodes of a pool, by flavor and availability zone.

use modelarts_api::types::{PoolNodeAz, PoolResource, PoolResourceFlavorCount};
use ref_cast::RefCast;

use crate::view::view;

view! {
    /// Nodes of one flavor in one state: an entry of `status.resources.*` (ListPools).
    FlavorCount(PoolResourceFlavorCount)
}

view! {
    /// Nodes of one flavor that were requested: an entry of `spec.resources[]` (ListPools).
    FlavorRequest(PoolResource)
}

/// Implements the methods that both types of entry have.
macro_rules! flavor_view {
    ($name:ident) => {
        impl $name {
            /// Id of the flavor (`flavor`), such as `modelarts.vm.cpu.4ud`; empty if absent.
            pub fn flavor(&self) -> &str {
                self.raw().flavor.as_deref().unwrap_or_default()
            }

            /// Number of nodes (`count`); 0 if absent.
            pub fn count(&self) -> i64 {
                self.raw().count.unwrap_or_default()
            }

            /// Maximum number of nodes when the pool scales out (`maxCount`).
            pub fn max_count(&self) -> Option<i64> {
                self.raw().max_count
            }

            /// Distribution of the nodes over availability zones (`azs`).
            pub fn zones(&self) -> impl ExactSizeIterator<Item = &ZoneCount> {
                let zones = self.raw().azs.as_deref().unwrap_or_default();
                zones.iter().map(ZoneCount::ref_cast)
            }
        }
    };
}

flavor_view!(FlavorCount);
flavor_view!(FlavorRequest);

view! {
    /// Nodes in one availability zone: an entry of `azs[]` (ListPools).
    ZoneCount(PoolNodeAz)
}

impl ZoneCount {
    /// Availability zone (`az`), such as `cn-north-7c`; empty if absent.
    pub fn zone(&self) -> &str {
        self.raw().az.as_deref().unwrap_or_default()
    }

    /// Number of nodes (`count`); 0 if absent.
    pub fn count(&self) -> i64 {
        self.raw().count.unwrap_or_default()
    }
}
