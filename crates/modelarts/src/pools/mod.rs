//! ListPools: the resource pools of a project.

mod flavor;
mod pool;

use std::future::IntoFuture;

use modelarts_api::types::{ListPoolsResponse, PoolModel, PoolStatusFilter};

pub use flavor::{FlavorCount, FlavorRequest, ZoneCount};
pub use pool::{Driver, JobTypeState, Pool};

use crate::{
    Client, InvalidIdentifier, ResponseFuture, WorkspaceId,
    view::{list_view, view},
};

const OPERATION: &str = "ListPools";

/// A request for the resource pools of the project: `GET /v2/{project_id}/pools`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListPools {
    client: Client,
    workspace_id: Option<Result<WorkspaceId, InvalidIdentifier>>,
    status: Option<PoolStatusFilter>,
    label_selector: Option<String>,
    parent: Option<String>,
}

impl Client {
    /// Asks for the resource pools of the project (ListPools). The service sends all of them at once.
    ///
    /// Without a status, it sends the pools that exist and those that are being created, not those that failed.
    /// Needs the action `modelarts:pool:list`.
    ///
    /// # Errors
    ///
    /// See [`Error`](crate::Error).
    pub fn list_pools(&self) -> ListPools {
        ListPools {
            client: self.clone(),
            workspace_id: None,
            status: None,
            label_selector: None,
            parent: None,
        }
    }
}

impl ListPools {
    /// Only the pools of this workspace (`workspaceId`). Without it, those of the default workspace, `0`.
    ///
    /// An id that cannot be one is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(mut self, workspace_id: impl TryInto<WorkspaceId, Error: Into<InvalidIdentifier>>) -> Self {
        self.workspace_id = Some(workspace_id.try_into().map_err(Into::into));
        self
    }

    /// Only pools in this state (`status`).
    pub fn status(mut self, status: PoolStatusFilter) -> Self {
        self.status = Some(status);
        self
    }

    /// Only pools with these labels (`labelSelector`), as `os.modelarts/name=my-pool`.
    ///
    /// No page says how it is written; equality in the manner of Kubernetes is known to work for a sibling operation.
    pub fn label_selector(mut self, label_selector: impl Into<String>) -> Self {
        self.label_selector = Some(label_selector.into());
        self
    }

    /// Only the logical pools within the pool of this id (`parent`). Documented for Open Telekom Cloud alone.
    pub fn parent(mut self, parent: impl Into<String>) -> Self {
        self.parent = Some(parent.into());
        self
    }
}

impl IntoFuture for ListPools {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = ResponseFuture<PoolList>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let workspace_id = Client::valid(OPERATION, self.workspace_id.transpose())?;
            let call = self.client.call(OPERATION, |raw, project_id| {
                let (workspace_id, status) = (workspace_id.clone(), self.status);
                let (label_selector, parent) = (self.label_selector.clone(), self.parent.clone());
                async move {
                    let mut request = raw.list_pools().project_id(project_id.as_str());
                    if let Some(workspace_id) = workspace_id {
                        request = request.workspace_id(workspace_id.as_str());
                    }
                    if let Some(status) = status {
                        request = request.status(status);
                    }
                    if let Some(label_selector) = label_selector {
                        request = request.label_selector(label_selector);
                    }
                    if let Some(parent) = parent {
                        request = request.parent(parent);
                    }
                    request.send().await
                }
            });
            Ok(call.await?.map(PoolList::from))
        })
    }
}

view! {
    /// The resource pools of a project: the response of ListPools.
    PoolList(ListPoolsResponse)
}

list_view!(PoolList of Pool(PoolModel));

impl PoolList {
    /// The pool with this id, where the service sent it.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Pool> {
        self.iter().find(|pool| pool.id() == id)
    }

    fn elements(&self) -> &[PoolModel] {
        self.raw().items.as_deref().unwrap_or_default()
    }

    fn into_elements(self) -> Vec<PoolModel> {
        self.into_raw().items.unwrap_or_default()
    }
}
