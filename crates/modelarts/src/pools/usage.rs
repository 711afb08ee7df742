//! ShowPoolRuntimeMetrics: how much of each pool is in use.

use std::collections::BTreeMap;

use modelarts_api::types::{MetricTableItem, MetricsItem, ResourceAmounts, ShowPoolRuntimeMetricsResponse};

use crate::{
    Timestamp,
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
    PoolUsages(ShowPoolRuntimeMetricsResponse) = [PoolUsage] at items
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
    PoolUsage(MetricsItem): pool_id allocated capacity ratios measured_at
}

impl PoolUsage {
    /// Id of the pool (`metadata.name`); empty if absent.
    pub fn pool_id(&self) -> &str {
        let metadata = self.raw().metadata.as_ref();
        metadata
            .and_then(|metadata| metadata.name.as_deref())
            .unwrap_or_default()
    }

    /// Amounts that are allocated to workloads (`table.allocated.value`).
    pub fn allocated(&self) -> BTreeMap<&str, String> {
        amounts(
            self.table()
                .and_then(|table| table.allocated.as_ref()?.value.as_deref()),
        )
    }

    /// Amounts that the pool has (`table.capacity.value`).
    pub fn capacity(&self) -> BTreeMap<&str, String> {
        amounts(self.table().and_then(|table| table.capacity.as_ref()?.value.as_deref()))
    }

    /// Share of each resource that is allocated, where both amounts are known.
    pub fn ratios(&self) -> BTreeMap<&str, f64> {
        let allocated = self.allocated();
        shares(self.capacity(), |resource, _| parse(allocated.get(resource)?))
    }

    /// Time of the amounts (`table.allocated.timestamp`).
    pub fn measured_at(&self) -> Option<Timestamp> {
        self.table()?.allocated.as_ref()?.timestamp.as_deref()?.parse().ok()
    }

    fn table(&self) -> Option<&MetricTableItem> {
        self.raw().table.as_deref()
    }
}

fn amounts(amounts: Option<&ResourceAmounts>) -> BTreeMap<&str, String> {
    let Some(amounts) = amounts else {
        return BTreeMap::new();
    };
    let named = [
        ("cpu", &amounts.cpu),
        ("memory", &amounts.memory),
        ("tnt004", &amounts.tnt004),
    ];
    let named = named
        .into_iter()
        .filter_map(|(resource, amount)| Some((resource, amount.as_ref()?.to_string())));
    let others = amounts.extra.iter().filter_map(|(resource, amount)| {
        let amount = amount
            .as_str()
            .map(str::to_owned)
            .or_else(|| Some(amount.as_number()?.to_string()));
        Some((resource.as_str(), amount?))
    });
    named.chain(others).collect()
}
