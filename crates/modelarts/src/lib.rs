#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod endpoint;
mod environment;
mod error;
mod events;
mod field;
mod head;
mod http_client;
mod identifiers;
mod limit;
mod networks;
mod os_config;
mod os_quotas;
mod paging;
mod path_request;
mod pool_statistics;
mod pools;
mod quantity;
pub mod raw;
mod redact;
mod region;
mod request;
mod resource_flavors;
mod response;
mod restrictions;
mod retry;
mod timestamp;
mod view;
mod workloads;
mod workspace_quotas;
mod workspaces;

pub use client::{Client, ClientBuilder, Retry};
pub use error::{Error, ErrorKind};
pub use events::{Event, EventList, ListEvents};
pub use http_client::HttpClient;
pub use identifiers::{InvalidIdentifier, NetworkId, PoolId, ProjectId, WorkspaceId};
/// A point in time, of the library `jiff`. It is parsed and printed as RFC 3339, and converts to and from `SystemTime`, and
/// so to the types of `chrono` and `time`: `chrono::DateTime::<Utc>::from(SystemTime::from(timestamp))`.
pub use jiff::Timestamp;
pub use limit::Limit;
pub use modelarts_api::types::{
    BillingMode, CpuArch, DriverState, EventResource, EventType, ImageType, JobType, MetricPeriod, MetricStatistic,
    MetricUnit, NetworkPhase, NodePhase, PoolMetricName, PoolPhase, PoolScopeState, PoolStatusFilter, PoolType,
    QuotaResourceType, SortOrder, WorkloadPhase, WorkloadSortKey, WorkloadType, WorkspaceAuthType, WorkspaceSortKey,
    WorkspaceStatus,
};
pub use networks::{ListNetworks, Network, NetworkList, ShowNetwork};
pub use os_config::ShowOsConfig;
pub use os_quotas::{OsQuota, OsQuotas, ShowOsQuota};
pub use paging::{Items, Pages};
pub use path_request::PathRequest;
pub use pool_statistics::{PoolStatistics, ShowPoolStatistics};
pub use pools::{
    AllPools, Driver, FlavorCount, FlavorRequest, JobTypeState, ListAllPools, ListPoolNodes, ListPools, MetricPoint,
    MetricSeries, Node, NodeList, NodeState, Pool, PoolList, PoolMonitor, PoolUsage, PoolUsages, ShowPool,
    ShowPoolMonitor, ShowPoolRuntimeMetrics, ZoneCount,
};
pub use region::Region;
pub use resource_flavors::{Accelerator, ListResourceFlavors, ResourceFlavor, ResourceFlavorList};
pub use response::{Response, ResponseFuture};
pub use restrictions::{Restriction, Restrictions};
pub use retry::RetryPolicy;
pub use workloads::{ListWorkloads, ShowWorkloadStatistics, Workload, WorkloadCount, WorkloadList, WorkloadStatistics};
pub use workspace_quotas::{ShowWorkspaceQuotas, WorkspaceQuota, WorkspaceQuotas};
pub use workspaces::{ListWorkspace, Workspace, WorkspaceList};
