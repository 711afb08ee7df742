//! Nodes of a pool by flavor and availability zone.

use modelarts_api::types::{PoolNodeAz, PoolResource, PoolResourceFlavorCount};
use ref_cast::RefCast;

use crate::view::view;

view! {
    /// Nodes of one flavor that a pool has, in one state: an entry of `status.resources.*` (ListPools).
    FlavorCount(PoolResourceFlavorCount)
}

view! {
    /// Nodes of one flavor that a pool was asked to have: an entry of `spec.resources[]` (ListPools).
    FlavorRequest(PoolResource)
}

/// What both kinds of entry say in the same words.
macro_rules! flavor_view {
    ($name:ident) => {
        impl $name {
            /// The flavor's id (`flavor`), such as `modelarts.vm.cpu.4ud`; empty where it is absent.
            #[must_use]
            pub fn flavor(&self) -> &str {
                self.raw().flavor.as_deref().unwrap_or_default()
            }

            /// How many nodes (`count`); 0 where it is absent.
            #[must_use]
            pub fn count(&self) -> i64 {
                self.raw().count.unwrap_or_default()
            }

            /// Up to how many nodes the pool may grow (`maxCount`), where the service says so.
            #[must_use]
            pub fn max_count(&self) -> Option<i64> {
                self.raw().max_count
            }

            /// How the nodes are spread over availability zones (`azs`).
            pub fn zones(&self) -> impl ExactSizeIterator<Item = &ZoneCount> {
                self.raw()
                    .azs
                    .as_deref()
                    .unwrap_or_default()
                    .iter()
                    .map(ZoneCount::ref_cast)
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
    /// The availability zone (`az`), such as `cn-north-7c`; empty where it is absent.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.raw().az.as_deref().unwrap_or_default()
    }

    /// How many nodes (`count`); 0 where it is absent.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.raw().count.unwrap_or_default()
    }
}
