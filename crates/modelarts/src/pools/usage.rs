//! ShowPoolRuntimeMetrics: how much of each pool is in use.

use std::collections::BTreeMap;

use modelarts_api::types::{MetricsItem, ResourceAmounts, ShowPoolRuntimeMetricsResponse};

use crate::{
    Timestamp,
    field::Read,
    quantity::{parse, shares},
    request::request,
    view::view,
};

request! {
    /// Request for the resources of all pools: `GET /v2/{project_id}/metrics/runtime/pools`.
    pub struct ShowPoolRuntimeMetrics -> PoolUsages;

    /// Gets the resources of every pool of the project, in all and in use (ShowPoolRuntimeMetrics).
    ///
    /// Requires the IAM action `modelarts:pool:list`.
    pub fn show_pool_runtime_metrics();
}

view! {
    /// Resources of every pool: the response of ShowPoolRuntimeMetrics.
    pub struct PoolUsages(ShowPoolRuntimeMetricsResponse) = [PoolUsage] at items;
}

impl PoolUsages {
    /// Returns the resources of the pool with this id.
    pub fn get(&self, pool_id: &str) -> Option<&PoolUsage> {
        self.iter().find(|usage| usage.pool_id() == pool_id)
    }
}

view! {
    /// Resources of a pool: `items[]` of ShowPoolRuntimeMetrics.
    ///
    /// Amounts are texts as Kubernetes writes them, such as `15548Mi` or `1073m`, by resource: `cpu`, `memory`, or the type
    /// of an accelerator.
    pub struct PoolUsage(MetricsItem);

    /// Id of the pool (`metadata.name`); empty if absent.
    pub fn pool_id(&self) -> &str = metadata.name;

    /// Amounts that are allocated to workloads (`table.allocated.value`).
    pub fn allocated(&self) -> BTreeMap<&str, String> = table.allocated.value;

    /// Amounts that the pool has (`table.capacity.value`).
    pub fn capacity(&self) -> BTreeMap<&str, String> = table.capacity.value;

    pub fn ratios(&self);

    /// Time of the amounts (`table.allocated.timestamp`).
    pub fn measured_at(&self) -> Option<Timestamp> = table.allocated.timestamp;
}

impl PoolUsage {
    /// Share of each resource that is allocated, where both amounts are known.
    pub fn ratios(&self) -> BTreeMap<&str, f64> {
        let allocated = self.allocated();
        shares(self.capacity(), |resource, _| parse(allocated.get(resource)?))
    }
}

impl<'a> Read<'a, Box<ResourceAmounts>> for BTreeMap<&'a str, String> {
    fn read(amounts: &'a Box<ResourceAmounts>) -> Self {
        let named = [
            ("cpu", &amounts.cpu),
            ("memory", &amounts.memory),
            ("tnt004", &amounts.tnt004),
        ];
        let named = named
            .into_iter()
            .filter_map(|(resource, amount)| Some((resource, amount.as_ref()?.to_string())));
        let others = amounts.extra.iter().filter_map(|(resource, amount)| {
            let number = || Some(amount.as_number()?.to_string());
            Some((resource.as_str(), amount.as_str().map(str::to_owned).or_else(number)?))
        });
        named.chain(others).collect()
    }
}
