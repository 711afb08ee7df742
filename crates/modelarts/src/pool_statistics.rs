//! ShowPoolStatistics: how many pools are in which state.

use std::future::IntoFuture;

use modelarts_api::types::{PoolStatisticsStatus, ShowPoolStatisticsResponse};

use crate::{Client, InvalidIdentifier, ResponseFuture, Timestamp, WorkspaceId, view::view};

const OPERATION: &str = "ShowPoolStatistics";

/// A request for the statistics of pools: `GET /v2/{project_id}/statistics/pools`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ShowPoolStatistics {
    client: Client,
    workspace_id: Option<Result<WorkspaceId, InvalidIdentifier>>,
}

impl Client {
    /// Asks how many pools of the project are in which state (ShowPoolStatistics).
    ///
    /// Needs the action `modelarts:pool:list`.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn show_pool_statistics(&self) -> ShowPoolStatistics {
        ShowPoolStatistics {
            client: self.clone(),
            workspace_id: None,
        }
    }
}

impl ShowPoolStatistics {
    /// Counts only the pools of this workspace (`workspaceId`). Without it, those of the default workspace, `0`.
    ///
    /// An id that cannot be one is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(mut self, workspace_id: impl TryInto<WorkspaceId, Error: Into<InvalidIdentifier>>) -> Self {
        self.workspace_id = Some(workspace_id.try_into().map_err(Into::into));
        self
    }
}

impl IntoFuture for ShowPoolStatistics {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = ResponseFuture<PoolStatistics>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let workspace_id = Client::valid(OPERATION, self.workspace_id.transpose())?;
            let call = self.client.call(OPERATION, |raw, project_id| {
                let workspace_id = workspace_id.clone();
                async move {
                    let mut request = raw.show_pool_statistics().project_id(project_id.as_str());
                    if let Some(workspace_id) = workspace_id {
                        request = request.workspace_id(workspace_id.as_str());
                    }
                    request.send().await
                }
            });
            Ok(call.await?.map(PoolStatistics::from))
        })
    }
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
