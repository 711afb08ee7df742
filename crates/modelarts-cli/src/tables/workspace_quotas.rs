//! Quotas of a workspace.

use modelarts::{WorkspaceQuota, WorkspaceQuotas};

use super::{
    grid::{finish, grid, remarks, text},
    usage,
};
use crate::{clock::Clock, output::plain};

/// Width from which the time of the last change has a column; below, it is a remark.
const WIDE: u16 = 120;

pub(crate) fn render(quotas: &WorkspaceQuotas, workspace_id: &str, clock: &Clock, width: u16) -> String {
    if quotas.is_empty() {
        return format!("No quotas found for workspace {workspace_id}.\n");
    }
    let mut table = match width {
        WIDE.. => grid(width, "QUOTA USED LIMIT LEFT UNIT USAGE CHANGED"),
        _ => grid(width, "QUOTA USED LIMIT LEFT UNIT USAGE"),
    };
    let mut details = Vec::new();
    for quota in quotas {
        let [used, limit, left, bar] = usage::cells(quota.used(), quota.limit());
        let mut changed = quota.updated_at().map(|moment| clock.local_and_ago(moment));
        let mut row = vec![text(key(quota)), used, limit, left, text(quota.unit()), bar];
        if width >= WIDE {
            row.push(text(changed.take().unwrap_or_default()));
        }
        details.extend(remarks_on(quota, changed));
        table.add_row(row);
    }
    finish(table, &[1, 2, 3, 4, 5, 6]) + &remarks(width, &details)
}

/// Identifier of the quota.
fn key(quota: &WorkspaceQuota) -> &str {
    match quota.resource() {
        "" => quota.name(),
        resource => resource,
    }
}

/// Details that have no column: the name, the highest possible limit, and the time of the last change.
fn remarks_on(quota: &WorkspaceQuota, changed: Option<String>) -> impl Iterator<Item = (String, String)> {
    let name = Some(quota.name()).filter(|name| *name != key(quota)).map(plain);
    let highest = quota.highest_limit();
    let highest = highest.map(|highest| format!("the limit can be raised to {highest}"));
    let changed = changed.map(|changed| format!("changed {changed}"));
    let remarks = name.into_iter().chain(highest).chain(changed);
    let key = plain(key(quota));
    remarks.map(move |remark| (key.clone(), remark))
}
