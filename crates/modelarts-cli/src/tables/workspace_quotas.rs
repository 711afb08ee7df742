//! The quotas of a workspace.

use comfy_table::Cell;
use modelarts::{WorkspaceQuota, WorkspaceQuotas};

use super::{
    ABSENT,
    bar::Usage,
    grid::{self, detail, finish, grid},
};
use crate::{clock::Clock, output::plain};

/// From this width on there is room for the moment of a change, else only for how long ago it was.
const WIDE: u16 = 120;

pub(crate) fn render(quotas: &WorkspaceQuotas, workspace_id: &str, clock: &Clock, width: u16) -> String {
    if quotas.is_empty() {
        return format!("The service reports no quotas for workspace {workspace_id}.\n");
    }
    let wide = width >= WIDE;
    let changed: &[&str] = if wide { &["CHANGED"] } else { &[] };
    let mut table = grid(
        width,
        &[&["QUOTA", "USED", "LIMIT", "LEFT", "UNIT", "USAGE"], changed].concat(),
    );
    for quota in quotas {
        let usage = Usage {
            used: quota.used(),
            limit: quota.limit(),
        };
        let [used, limit, left, bar] = usage.cells();
        let unit = if quota.unit().is_empty() { ABSENT } else { quota.unit() };
        let mut row = vec![grid::text(key(quota)), used, limit, left, grid::text(unit), bar];
        if wide {
            row.push(Cell::new(changed_at(quota, clock).unwrap_or(ABSENT.to_owned())));
        }
        table.add_row(row);
    }
    let mut text = finish(table, &[1, 2, 3, 4, 5, 6]);
    let remarks: Vec<_> = quotas.iter().flat_map(|quota| remarks(quota, clock, wide)).collect();
    text.push_str(&detail(width, &remarks));
    text
}

/// What the quota is known by.
fn key(quota: &WorkspaceQuota) -> &str {
    match (quota.resource(), quota.name()) {
        ("", "") => ABSENT,
        ("", name) => name,
        (resource, _) => resource,
    }
}

fn changed_at(quota: &WorkspaceQuota, clock: &Clock) -> Option<String> {
    quota.updated_at().map(|moment| clock.local_and_ago(moment))
}

/// What does not fit into a row: what the quota is called, how far its limit can be raised, and when it was.
fn remarks(quota: &WorkspaceQuota, clock: &Clock, wide: bool) -> Vec<(String, String)> {
    let mut remarks = Vec::new();
    if !quota.name().is_empty() && key(quota) != quota.name() {
        remarks.push(plain(quota.name()));
    }
    if let Some(highest) = quota.highest_limit() {
        remarks.push(format!("the limit can be set up to {highest}"));
    }
    if let Some(changed) = changed_at(quota, clock).filter(|_| !wide) {
        remarks.push(format!("changed {changed}"));
    }
    let key = plain(key(quota));
    remarks.into_iter().map(|remark| (key.clone(), remark)).collect()
}
