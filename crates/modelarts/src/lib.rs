#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod endpoint;
mod environment;
mod error;
mod head;
mod identifiers;
mod limit;
mod os_quotas;
mod pool_statistics;
mod pools;
pub mod raw;
mod redact;
mod region;
mod request;
mod response;
mod restrictions;
mod retry;
mod timestamp;
mod view;
mod workspace_quotas;

pub use client::{Client, ClientBuilder, Retry};
pub use error::{Error, ErrorKind};
pub use identifiers::{InvalidIdentifier, ProjectId, WorkspaceId};
pub use limit::Limit;
pub use modelarts_api::types::{
    BillingMode, DriverState, ImageType, JobType, PoolPhase, PoolScopeState, PoolStatusFilter, PoolType,
    QuotaResourceType,
};
pub use os_quotas::{OsQuota, OsQuotas, ShowOsQuota};
pub use pool_statistics::{PoolStatistics, ShowPoolStatistics};
pub use pools::{Driver, FlavorCount, FlavorRequest, JobTypeState, ListPools, Pool, PoolList, ZoneCount};
pub use region::Region;
pub use response::{Response, ResponseFuture};
pub use restrictions::{Restriction, Restrictions};
pub use retry::RetryPolicy;
pub use timestamp::Timestamp;
pub use workspace_quotas::{ShowWorkspaceQuotas, WorkspaceQuota, WorkspaceQuotas};
