//! ShowPoolStatistics: number of pools by status.

use modelarts_api::types::ShowPoolStatisticsResponse;

use crate::{Timestamp, WorkspaceId, request::request, timestamp, view::view};

request! {
    /// Request for the pool statistics: `GET /v2/{project_id}/statistics/pools`.
    pub struct ShowPoolStatistics -> PoolStatistics;

    /// Counts the pools of the project by status (ShowPoolStatistics).
    ///
    /// Requires the IAM action `modelarts:pool:list`.
    pub fn show_pool_statistics();

    /// Counts only the pools of a workspace (`workspaceId`). The default is workspace `0`.
    ///
    /// An invalid id is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(id WorkspaceId);
}

view! {
    /// Number of pools by status: the response of ShowPoolStatistics.
    ///
    /// Counts that the service did not send are `None`.
    pub struct PoolStatistics(ShowPoolStatisticsResponse);

    /// Pools that are being created (`statistics.status.creating`).
    pub fn creating(&self) -> Option<i64> = statistics.status.creating;

    /// Pools that have been created (`statistics.status.created`).
    pub fn created(&self) -> Option<i64> = statistics.status.created;

    /// Pools whose creation failed in the last three days, 500 at most (`statistics.status.failed`).
    pub fn failed(&self) -> Option<i64> = statistics.status.failed;

    /// Pools that are waiting, usually for payment (`statistics.status.pending`).
    pub fn pending(&self) -> Option<i64> = statistics.status.pending;

    /// Pools that are being deleted (`statistics.status.deleting`). Documented only by an example.
    pub fn deleting(&self) -> Option<i64> = statistics.status.deleting;

    pub fn counted_at(&self);
}

impl PoolStatistics {
    /// Time of the count (`operationTime`). `None` if it is absent or in an unknown format; the text is in
    /// [`raw`](Self::raw).
    pub fn counted_at(&self) -> Option<Timestamp> {
        timestamp::from_go(self.raw().operation_time.as_deref()?)
    }
}
