//! ListPools and ShowPool: resource pools of the project, their nodes and their use.

mod all;
mod flavor;
mod monitor;
mod node;
mod pool;
mod usage;

use modelarts_api::types::{ListPoolsResponse, PoolStatusFilter};

pub use all::{AllPools, ListAllPools};
pub use flavor::{FlavorCount, FlavorRequest, NodeState, ZoneCount};
pub use monitor::{MetricPoint, MetricSeries, PoolMonitor, ShowPoolMonitor};
pub use node::{ListPoolNodes, Node, NodeList};
pub use pool::{Driver, JobTypeState, Pool};
pub use usage::{PoolUsage, PoolUsages, ShowPoolRuntimeMetrics};

use crate::{PoolId, WorkspaceId, request::request, view::view};

request! {
    /// Request for the resource pools of the project: `GET /v2/{project_id}/pools`.
    pub struct ListPools -> PoolList;

    /// Lists the resource pools of workspace `0`, or of another one, without those whose creation failed (ListPools).
    ///
    /// The response is not paged. Without a [`status`](ListPools::status) the service leaves out pools whose creation
    /// failed, and without a [`workspace_id`](ListPools::workspace_id) those of all workspaces but `0`;
    /// [`list_all_pools`](crate::Client::list_all_pools) covers both. Requires the IAM action `modelarts:pool:list`.
    pub fn list_pools();

    /// Restricts the list to a workspace (`workspaceId`). The default is workspace `0`.
    ///
    /// An invalid id is reported when the request is awaited; nothing is sent then.
    pub fn workspace_id(id WorkspaceId);

    /// Restricts the list to a status (`status`).
    pub fn status(value PoolStatusFilter);

    /// Restricts the list to pools with these labels (`labelSelector`), such as `os.modelarts/name=my-pool`.
    ///
    /// The syntax is not documented; equality as in Kubernetes is known to work for a sibling operation.
    pub fn label_selector(text String);

    /// Restricts the list to logical pools within the pool with this id (`parent`). Documented only for Open Telekom
    /// Cloud.
    pub fn parent(text String);
}

view! {
    /// Resource pools of the project: the response of ListPools.
    pub struct PoolList(ListPoolsResponse) = [Pool] at items;
}

impl PoolList {
    /// Returns the pool with this id.
    pub fn get(&self, id: &str) -> Option<&Pool> {
        self.iter().find(|pool| pool.id() == id)
    }
}

request! {
    /// Request for one resource pool: `GET /v2/{project_id}/pools/{pool_name}`.
    pub struct ShowPool -> Pool;

    /// Gets a resource pool of any workspace (ShowPool).
    ///
    /// Requires the IAM action `modelarts:pool:get`. An invalid id is reported when the request is awaited; nothing is sent
    /// then.
    pub fn show_pool(pool_name: id PoolId);
}
