//! The nodes of a pool by flavor.

use modelarts::Pool;

/// How many nodes of a flavor were asked for, and what became of them.
pub(super) struct Nodes<'a> {
    pub(super) flavor: &'a str,
    /// `None` where nobody asked for the flavor.
    pub(super) wanted: Option<i64>,
    pub(super) available: i64,
    pub(super) abnormal: i64,
}

impl<'a> Nodes<'a> {
    /// The flavors that were asked for in their order, then those that are there all the same.
    pub(super) fn of(pool: &'a Pool) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for requested in pool.requested() {
            Self::update(&mut all, requested.flavor(), |nodes| {
                nodes.wanted = Some(nodes.wanted.unwrap_or_default().saturating_add(requested.count()));
            });
        }
        for flavor in pool.available() {
            Self::update(&mut all, flavor.flavor(), |nodes| {
                nodes.available = nodes.available.saturating_add(flavor.count());
            });
        }
        for flavor in pool.abnormal() {
            Self::update(&mut all, flavor.flavor(), |nodes| {
                nodes.abnormal = nodes.abnormal.saturating_add(flavor.count());
            });
        }
        all
    }

    fn update(all: &mut Vec<Self>, flavor: &'a str, change: impl FnOnce(&mut Self)) {
        if let Some(nodes) = all.iter_mut().find(|nodes| nodes.flavor == flavor) {
            return change(nodes);
        }
        let mut nodes = Self {
            flavor,
            wanted: None,
            available: 0,
            abnormal: 0,
        };
        change(&mut nodes);
        all.push(nodes);
    }
}
