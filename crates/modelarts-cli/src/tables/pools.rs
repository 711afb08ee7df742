//! Resource pools.

mod layout;

use modelarts::{FlavorCount, Pool, PoolList};

use super::grid::{ATTENTION, remarks};
use crate::{arguments::Pools, clock::Clock, output::plain};

pub(crate) fn render(pools: &PoolList, filters: &Pools, clock: &Clock, width: u16) -> String {
    if pools.is_empty() {
        return no_match(filters);
    }
    let all: Vec<_> = pools.iter().flat_map(remarks_on).collect();
    layout::render(pools, clock, width) + &remarks(width, &all)
}

fn no_match(filters: &Pools) -> String {
    let mut text = "No pools found".to_owned();
    if let Some(workspace_id) = &filters.workspace_id {
        text.push_str(&format!(" in workspace {workspace_id}"));
    }
    if let Some(status) = filters.status {
        text.push_str(&format!(" with status {status}"));
    }
    if let Some(selector) = &filters.label_selector {
        let conjunction = if filters.status.is_some() { "and" } else { "with" };
        text.push_str(&format!(" {conjunction} label {}", plain(selector)));
    }
    text.push_str(".\n");
    if filters.status.is_none() {
        text.push_str("To list pools whose creation failed, use --status failed.\n");
    }
    text
}

/// Details that have no column: the message, nodes in transition, restrictions.
fn remarks_on(pool: &Pool) -> Vec<(String, String)> {
    let attention = pool.phase().is_some_and(layout::needs_attention);
    let mark = if attention { ATTENTION } else { "" };
    let subject = format!("{mark}{}", plain(pool.display_name()));
    let nodes = |state: &'static str| {
        move |flavor: &FlavorCount| {
            let remark = format!("{} {} {state}", flavor.count(), plain(flavor.flavor()));
            (flavor.count() > 0).then_some(remark)
        }
    };
    let message = Some(pool.message()).filter(|message| !message.is_empty()).map(plain);
    let restrictions = (!pool.restrictions().is_empty()).then(|| format!("restricted: {}", pool.restrictions()));
    message
        .into_iter()
        .chain(pool.creating().filter_map(nodes("being created")))
        .chain(pool.deleting().filter_map(nodes("being deleted")))
        .chain(pool.creation_failed().filter_map(nodes("could not be created")))
        .chain(restrictions)
        .map(|remark| (subject.clone(), remark))
        .collect()
}
