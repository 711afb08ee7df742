//! ShowPoolStatistics: how many pools are in which state.

use modelarts_api::types::{PoolStatisticsStatus, ShowPoolStatisticsResponse};

use crate::{Timestamp, WorkspaceId, request::request, view::view};

request! {
    /// A request for the statistics of pools: `GET /v2/{project_id}/statistics/pools`.
    pub struct ShowPoolStatistics -> PoolStatistics;

    /// Asks how many pools of the project are in which state (ShowPoolStatistics).
    ///
    /// Needs the action `modelarts:pool:list`.
    pub fn show_pool_statistics();

    /// Counts only the pools of this workspace (`workspaceId`). Without it, those of the default workspace, `0`.
    ///
    /// An id that cannot be one is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(id WorkspaceId);
}

view! {
    /// How many pools are in which state: the response of ShowPoolStatistics.
    ///
    /// A count is `None` where the service did not send it.
    PoolStatistics(ShowPoolStatisticsResponse)
}

impl PoolStatistics {
    /// Pools that are being created.
    #[must_use]
    pub fn creating(&self) -> Option<i64> {
        self.status()?.creating
    }

    /// Pools that were created.
    #[must_use]
    pub fn created(&self) -> Option<i64> {
        self.status()?.created
    }

    /// Pools whose creation failed in the last three days; the service counts up to 500.
    #[must_use]
    pub fn failed(&self) -> Option<i64> {
        self.status()?.failed
    }

    /// Pools that wait, most often for their order to be paid.
    #[must_use]
    pub fn pending(&self) -> Option<i64> {
        self.status()?.pending
    }

    /// Pools that are being deleted. No page's table has this count, only an example.
    #[must_use]
    pub fn deleting(&self) -> Option<i64> {
        self.status()?.deleting
    }

    /// When the pools were counted (`operationTime`). `None` where it is absent or in a form that is not known; the
    /// text is in [`PoolStatistics::raw`].
    #[must_use]
    pub fn counted_at(&self) -> Option<Timestamp> {
        Timestamp::from_go(self.raw().operation_time.as_deref()?)
    }

    fn status(&self) -> Option<&PoolStatisticsStatus> {
        self.raw().statistics.as_ref()?.status.as_deref()
    }
}
