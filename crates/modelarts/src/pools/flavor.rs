//! Nodes of a pool, by flavor and availability zone.

use std::fmt;

use bytemuck::TransparentWrapper;
use modelarts_api::types::{PoolNodeAz, PoolResource, PoolResourceFlavorCount};
use serde::Serialize;

use crate::view::view;

/// State of a pool's nodes: a field of `status.resources` (ListPools).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NodeState {
    /// Being created (`creating`).
    Creating,
    /// Available (`available`).
    Available,
    /// Faulty (`abnormal`).
    Abnormal,
    /// Being deleted (`deleting`).
    Deleting,
    /// Could not be created (`creationFailed`). Not documented; read by the Terraform provider.
    CreationFailed,
}

impl NodeState {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Creating,
        Self::Available,
        Self::Abnormal,
        Self::Deleting,
        Self::CreationFailed,
    ];

    /// Returns the state as it serializes, such as `creation_failed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Available => "available",
            Self::Abnormal => "abnormal",
            Self::Deleting => "deleting",
            Self::CreationFailed => "creation_failed",
        }
    }
}

impl fmt::Display for NodeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

view! {
    /// Nodes of one flavor in one state: an entry of `status.resources.*` (ListPools).
    FlavorCount(PoolResourceFlavorCount): flavor count max_count zones
}

view! {
    /// Nodes of one flavor that were requested: an entry of `spec.resources[]` (ListPools).
    FlavorRequest(PoolResource): flavor count max_count zones
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
            pub fn zones(&self) -> &[ZoneCount] {
                ZoneCount::wrap_slice(self.raw().azs.as_deref().unwrap_or_default())
            }
        }
    };
}

flavor_view!(FlavorCount);
flavor_view!(FlavorRequest);

view! {
    /// Nodes in one availability zone: an entry of `azs[]` (ListPools).
    ZoneCount(PoolNodeAz): zone count
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
