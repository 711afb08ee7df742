//! Nodes of a pool by flavor.

use modelarts::{FlavorCount, Pool};

/// Numbers of nodes of a flavor.
pub(super) struct Nodes<'a> {
    pub(super) flavor: &'a str,
    /// Number requested; `None` if the flavor was not requested.
    pub(super) wanted: Option<i64>,
    pub(super) available: i64,
    pub(super) abnormal: i64,
}

/// Nodes of each flavor: the flavors requested in their order, then those present without a request.
pub(super) fn by_flavor(pool: &Pool) -> Vec<Nodes<'_>> {
    let requested = pool.requested().map(|requested| requested.flavor());
    let present = pool.available().chain(pool.abnormal()).map(FlavorCount::flavor);
    let mut flavors = Vec::new();
    for flavor in requested.chain(present) {
        if !flavors.contains(&flavor) {
            flavors.push(flavor);
        }
    }
    let nodes = flavors.into_iter().map(|flavor| {
        let requested = pool.requested().filter(|requested| requested.flavor() == flavor);
        Nodes {
            flavor,
            wanted: requested.map(|requested| requested.count()).reduce(i64::saturating_add),
            available: count(pool.available(), flavor),
            abnormal: count(pool.abnormal(), flavor),
        }
    });
    nodes.collect()
}

fn count<'a>(nodes: impl Iterator<Item = &'a FlavorCount>, flavor: &str) -> i64 {
    let counts = nodes.filter(|nodes| nodes.flavor() == flavor).map(FlavorCount::count);
    counts.reduce(i64::saturating_add).unwrap_or_default()
}
