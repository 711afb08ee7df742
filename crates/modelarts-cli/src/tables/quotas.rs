//! Quotas and their usage.

use comfy_table::Cell;
use modelarts::{Limit, OsQuotas, WorkspaceQuota, WorkspaceQuotas};

use super::grid::{ATTENTION, bad, finish, good, grid, number, remarks, text, warn};
use crate::{clock::Clock, output::plain};

/// Width from which the time of the last change has a column; below, it is a remark.
const WIDE: u16 = 120;
/// Length of a bar in characters.
const BAR: usize = 16;
/// Percentage from which a quota is nearly used up.
const NEARLY_FULL: i64 = 90;

/// Quotas of a project.
pub(crate) fn of_project(quotas: &OsQuotas, width: u16) -> String {
    if quotas.is_empty() {
        return "No quotas found for this project.\n".to_owned();
    }
    let mut table = grid(width, "RESOURCE USED LIMIT LEFT USAGE");
    for quota in quotas {
        let [used, limit, left, bar] = usage(quota.used(), quota.limit());
        let resource = text(quota.resource_type().as_str());
        table.add_row([resource, used, limit, left, bar]);
    }
    finish(table, &[1, 2, 3, 4])
}

/// Quotas of a workspace.
pub(crate) fn of_workspace(quotas: &WorkspaceQuotas, workspace_id: &str, clock: &Clock, width: u16) -> String {
    if quotas.is_empty() {
        return format!("No quotas found for workspace {workspace_id}.\n");
    }
    let mut table = match width {
        WIDE.. => grid(width, "QUOTA USED LIMIT LEFT UNIT USAGE CHANGED"),
        _ => grid(width, "QUOTA USED LIMIT LEFT UNIT USAGE"),
    };
    let mut details = Vec::new();
    for quota in quotas {
        let [used, limit, left, bar] = usage(quota.used(), quota.limit());
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
    let name = Some(quota.name()).filter(|name| !name.is_empty() && *name != key(quota));
    let highest = quota.highest_limit();
    let highest = highest.map(|highest| format!("the limit can be raised to {highest}"));
    let changed = changed.map(|changed| format!("changed {changed}"));
    let remarks = name.map(plain).into_iter().chain(highest).chain(changed);
    let key = plain(key(quota));
    remarks.map(move |remark| (key.clone(), remark))
}

/// Cells with the amount used, the limit, the amount left, and a bar.
fn usage(used: Option<i64>, limit: Option<Limit>) -> [Cell; 4] {
    let left = match limit {
        Some(Limit::Unlimited) => limit,
        limit => limit.zip(used).map(|(limit, used)| limit.minus(used)),
    };
    let percent = percent(used, limit);
    let style = |cell| match percent {
        Some(100..) => bad(cell),
        Some(NEARLY_FULL..) => warn(cell),
        Some(_) => good(cell),
        None => cell,
    };
    [
        number(used),
        number(limit),
        style(number(left)),
        style(Cell::new(percent.map(bar).unwrap_or_default())),
    ]
}

fn bar(percent: i64) -> String {
    let full = usize::try_from(percent.clamp(0, 100)).unwrap_or_default() * BAR / 100;
    let mark = if percent >= 100 { ATTENTION } else { "" };
    format!("{}{} {mark}{percent}%", "█".repeat(full), "░".repeat(BAR - full))
}

/// Percentage used, rounded down: at 100 nothing is left.
fn percent(used: Option<i64>, limit: Option<Limit>) -> Option<i64> {
    let (used, limit) = (used?, limit?.max()?);
    match limit {
        0 => Some(if used > 0 { 100 } else { 0 }),
        limit if limit < 0 => None,
        limit => i64::try_from(i128::from(used) * 100 / i128::from(limit)).ok(),
    }
}
