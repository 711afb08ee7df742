//! Resource pools.

mod layout;
mod nodes;
mod phase;

use modelarts::{FlavorCount, Pool, PoolList, PoolStatusFilter};

use super::grid::{ATTENTION, remarks};
use crate::{clock::Clock, output::plain};

/// Filters of the request, named if no pool matches them.
pub(crate) struct Filter<'a> {
    pub(crate) workspace_id: Option<&'a str>,
    pub(crate) status: Option<PoolStatusFilter>,
    pub(crate) label_selector: Option<&'a str>,
}

pub(crate) fn render(pools: &PoolList, filter: &Filter<'_>, clock: &Clock, width: u16) -> String {
    if pools.is_empty() {
        return filter.no_match();
    }
    let all: Vec<_> = pools.iter().flat_map(remarks_on).collect();
    layout::render(pools, clock, width) + &remarks(width, &all)
}

impl Filter<'_> {
    fn no_match(&self) -> String {
        let mut text = "No pools found".to_owned();
        if let Some(workspace_id) = self.workspace_id {
            text.push_str(&format!(" in workspace {workspace_id}"));
        }
        if let Some(status) = self.status {
            text.push_str(&format!(" with status {status}"));
        }
        if let Some(selector) = self.label_selector {
            let conjunction = if self.status.is_some() { "and" } else { "with" };
            text.push_str(&format!(" {conjunction} label {}", plain(selector)));
        }
        text.push_str(".\n");
        if self.status.is_none() {
            text.push_str("To list pools whose creation failed, use --status failed.\n");
        }
        text
    }
}

/// Details that have no column: the message, nodes in transition, restrictions.
fn remarks_on(pool: &Pool) -> Vec<(String, String)> {
    let mut remarks = Vec::new();
    if !pool.message().is_empty() {
        remarks.push(plain(pool.message()));
    }
    let nodes = |flavor: &FlavorCount, state: &str| {
        let remark = format!("{} {} {state}", flavor.count(), plain(flavor.flavor()));
        (flavor.count() > 0).then_some(remark)
    };
    remarks.extend(pool.creating().filter_map(|flavor| nodes(flavor, "being created")));
    remarks.extend(pool.deleting().filter_map(|flavor| nodes(flavor, "being deleted")));
    remarks.extend(
        pool.creation_failed()
            .filter_map(|flavor| nodes(flavor, "could not be created")),
    );
    if !pool.restrictions().is_empty() {
        remarks.push(format!("restricted: {}", pool.restrictions()));
    }
    let attention = pool.phase().is_some_and(phase::needs_attention);
    let mark = if attention { ATTENTION } else { "" };
    let subject = format!("{mark}{}", plain(pool.display_name()));
    remarks.into_iter().map(|remark| (subject.clone(), remark)).collect()
}
