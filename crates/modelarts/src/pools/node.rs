//! ListPoolNodes: nodes of a pool.

use std::collections::BTreeMap;

use modelarts_api::types::{self, ListPoolNodesResponse, PoolTaint};

use crate::{
    NodePhase, PoolId, Timestamp,
    field::field,
    paging::{Position, paginated},
    quantity::{parse, shares},
    request::request,
    view::view,
};

request! {
    /// Request for the nodes of a pool: `GET /v2/{project_id}/pools/{pool_name}/nodes`.
    pub struct ListPoolNodes -> NodeList;

    /// Lists the nodes of a pool by pages (ListPoolNodes).
    ///
    /// Awaiting it gives one page, of 500 nodes at most; [`items`](ListPoolNodes::items) goes on to the last. Requires the
    /// IAM action `modelarts:pool:get`. An invalid id is reported when the request is awaited; nothing is sent then.
    pub fn list_pool_nodes(pool_name: id PoolId);

    /// Begins with the page of this token (`continue`), which is in `metadata` of the page before.
    pub fn continue_(text String);

    /// Maximum number of nodes on a page (`limit`).
    pub fn limit(value i64);
}

paginated! {
    ListPoolNodes -> NodeList of Node by Token(continue_);
    |_request, page| Position::after_token(page.raw().metadata.as_deref())
}

view! {
    /// A page of nodes: the response of ListPoolNodes.
    pub struct NodeList(ListPoolNodesResponse) = [Node] at items;
}

view! {
    /// Node of a pool: `items[]` of ListPoolNodes.
    pub struct Node(types::Node);

    /// Name of the node (`metadata.name`), chosen by the service; empty if absent.
    pub fn name(&self) -> &str = metadata.name;

    /// Lifecycle phase of the node (`status.phase`); empty if absent.
    pub fn phase(&self) -> &NodePhase = status.phase;

    /// Availability zone of the node (`status.az`); empty if absent.
    pub fn zone(&self) -> &str = status.az;

    /// Flavor of the node (`spec.flavor`); empty if absent.
    pub fn flavor(&self) -> &str = spec.flavor;

    /// IP address of the node in its network (`status.privateIp`).
    pub fn private_ip(&self) -> Option<&str> = status.private_ip;

    /// Creation time (`metadata.creationTimestamp`).
    pub fn created_at(&self) -> Option<Timestamp> = metadata.creation_timestamp;

    /// All labels whose value is a string, by key.
    pub fn labels(&self) -> BTreeMap<&str, &str> = metadata.labels;

    /// Resources of the node (`status.resources`), such as `cpu` and `memory`, as Kubernetes quantities.
    pub fn resources(&self) -> BTreeMap<&str, &str> = status.resources;

    /// Resources that no job has taken (`status.availableResources`), as Kubernetes quantities.
    pub fn available(&self) -> BTreeMap<&str, &str> = status.available_resources;

    pub fn ratios(&self);
    pub fn taints(&self);
}

impl Node {
    /// Share of each resource that jobs have taken, where both amounts are known.
    pub fn ratios(&self) -> BTreeMap<&str, f64> {
        let available = self.available();
        shares(self.resources(), |resource, total| {
            Some(total - parse(available.get(resource)?)?)
        })
    }

    /// Taints of the node (`status.taints`), as kubectl prints them: `key=value:effect`.
    pub fn taints(&self) -> Vec<String> {
        field!(self, status.taints).into_iter().flatten().map(taint).collect()
    }
}

fn taint(taint: &PoolTaint) -> String {
    let key = taint.key.as_deref().unwrap_or_default();
    let value = taint.value.as_deref().filter(|value| !value.is_empty());
    let value = value.map_or_else(String::new, |value| format!("={value}"));
    let effect = taint
        .effect
        .as_ref()
        .map_or_else(String::new, |effect| format!(":{effect}"));
    format!("{key}{value}{effect}")
}
