//! Nodes of a pool, by flavor and availability zone.

use std::fmt;

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

/// Declares the view of an entry. Both types of entry have these fields.
macro_rules! flavor_view {
    ($(#[$meta:meta])* pub struct $name:ident($raw:ty);) => {
        view! {
            $(#[$meta])*
            pub struct $name($raw);

            /// Id of the flavor (`flavor`), such as `modelarts.vm.cpu.4ud`; empty if absent.
            pub fn flavor(&self) -> &str = flavor;

            /// Number of nodes (`count`); 0 if absent.
            pub fn count(&self) -> i64 = count;

            /// Maximum number of nodes when the pool scales out (`maxCount`).
            pub fn max_count(&self) -> Option<i64> = max_count;

            /// Distribution of the nodes over availability zones (`azs`).
            pub fn zones(&self) -> &[ZoneCount] = azs;
        }
    };
}

flavor_view! {
    /// Nodes of one flavor in one state: an entry of `status.resources.*` (ListPools).
    pub struct FlavorCount(PoolResourceFlavorCount);
}

flavor_view! {
    /// Nodes of one flavor that were requested: an entry of `spec.resources[]` (ListPools).
    pub struct FlavorRequest(PoolResource);
}

view! {
    /// Nodes in one availability zone: an entry of `azs[]` (ListPools).
    pub struct ZoneCount(PoolNodeAz);

    /// Availability zone (`az`), such as `cn-north-7c`; empty if absent.
    pub fn zone(&self) -> &str = az;

    /// Number of nodes (`count`); 0 if absent.
    pub fn count(&self) -> i64 = count;
}
