//! ListPools: the resource pools of a project.

mod flavor;
mod pool;

use modelarts_api::types::{ListPoolsResponse, PoolModel, PoolStatusFilter};

pub use flavor::{FlavorCount, FlavorRequest, ZoneCount};
pub use pool::{Driver, JobTypeState, Pool};

use crate::{
    WorkspaceId,
    request::request,
    view::{list_view, view},
};

request! {
    /// A request for the resource pools of the project: `GET /v2/{project_id}/pools`.
    pub struct ListPools -> PoolList;

    /// Asks for the resource pools of the project (ListPools). The service sends all of them at once.
    ///
    /// Without a status, it sends the pools that exist and those that are being created, not those that failed.
    /// Needs the action `modelarts:pool:list`.
    pub fn list_pools();

    /// Only the pools of this workspace (`workspaceId`). Without it, those of the default workspace, `0`.
    ///
    /// An id that cannot be one is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(id WorkspaceId);

    /// Only pools in this state (`status`).
    pub fn status(value PoolStatusFilter);

    /// Only pools with these labels (`labelSelector`), as `os.modelarts/name=my-pool`.
    ///
    /// No page says how it is written; equality in the manner of Kubernetes is known to work for a sibling operation.
    pub fn label_selector(text String);

    /// Only the logical pools within the pool of this id (`parent`). Documented for Open Telekom Cloud alone.
    pub fn parent(text String);
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
