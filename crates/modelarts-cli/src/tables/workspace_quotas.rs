//! Quotas of a workspace.

use comfy_table::Cell;
use modelarts::{WorkspaceQuota, WorkspaceQuotas};

use super::{
    grid::{self, ABSENT, finish, grid, or_absent},
    usage,
};
use crate::{clock::Clock, output::plain};

/// Width from which the time of the last change has a column; below, it is a remark.
const WIDE: u16 = 120;

pub(crate) fn render(quotas: &WorkspaceQuotas, workspace_id: &str, clock: &Clock, width: u16) -> String {
    if quotas.is_empty() {
        return format!("No quotas found for workspace {workspace_id}.\n");
    }
    let mut head = vec!["QUOTA", "USED", "LIMIT", "LEFT", "UNIT", "USAGE"];
    if width >= WIDE {
        head.push("CHANGED");
    }
    let mut table = grid(width, &head);
    let mut remarks = Vec::new();
    for quota in quotas {
        let [used, limit, left, bar] = usage::cells(quota.used(), quota.limit());
        let changed = quota.updated_at().map(|moment| clock.local_and_ago(moment));
        let mut row = vec![
            grid::text(key(quota)),
            used,
            limit,
            left,
            grid::text(or_absent(quota.unit())),
            bar,
        ];
        if width >= WIDE {
            row.push(Cell::new(changed.unwrap_or(ABSENT.to_owned())));
            remarks.extend(remarks_on(quota, None));
        } else {
            remarks.extend(remarks_on(quota, changed));
        }
        table.add_row(row);
    }
    finish(table, &[1, 2, 3, 4, 5, 6]) + &grid::remarks(width, &remarks)
}

/// Identifier of the quota.
fn key(quota: &WorkspaceQuota) -> &str {
    match quota.resource() {
        "" => or_absent(quota.name()),
        resource => resource,
    }
}

/// Details that have no column: the name, the highest possible limit, and the time of the last change.
fn remarks_on(quota: &WorkspaceQuota, changed: Option<String>) -> Vec<(String, String)> {
    let mut remarks = Vec::new();
    if !quota.name().is_empty() && key(quota) != quota.name() {
        remarks.push(plain(quota.name()));
    }
    if let Some(highest) = quota.highest_limit() {
        remarks.push(format!("the limit can be raised to {highest}"));
    }
    if let Some(changed) = changed {
        remarks.push(format!("changed {changed}"));
    }
    let key = plain(key(quota));
    remarks.into_iter().map(|remark| (key.clone(), remark)).collect()
}
