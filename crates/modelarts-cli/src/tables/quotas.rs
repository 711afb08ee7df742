//! Quotas and their usage.

use anstyle::Style;
use modelarts::{Limit, OsQuota, OsQuotas, WorkspaceId, WorkspaceQuota, WorkspaceQuotas};

use crate::{
    clock::Clock,
    table::{Cell, List, Table, bad, good, warn},
};

/// Length of a bar in characters.
const BAR: usize = 10;
/// Percentage from which a quota is nearly used up.
const NEARLY_FULL: i64 = 90;

/// Quotas of a project.
pub(crate) fn of_project(quotas: &OsQuotas, _: &Clock) -> Table {
    List::new(quotas, "No quotas found for this project.")
        .all("RESOURCE", |quota| quota.resource_type().as_str())
        .all("USED", OsQuota::used)
        .all("LIMIT", |quota| amount(quota.limit()))
        .all("LEFT", |quota| left(quota.used(), quota.limit()))
        .all("USAGE", |quota| usage(quota.used(), quota.limit()))
        .table()
}

/// Quotas of a workspace.
pub(crate) fn of_workspace(quotas: &WorkspaceQuotas, workspace_id: &WorkspaceId, clock: &Clock) -> Table {
    List::new(quotas, &format!("No quotas found for workspace {workspace_id}."))
        .all("QUOTA", id)
        .all("USED", WorkspaceQuota::used)
        .all("LIMIT", |quota| amount(quota.limit()))
        .all("LEFT", |quota| left(quota.used(), quota.limit()))
        .all("UNIT", WorkspaceQuota::unit)
        .all("USAGE", |quota| usage(quota.used(), quota.limit()))
        .wide("HIGHEST", |quota| amount(quota.highest_limit()))
        .wide("CHANGED", |quota| clock.time(quota.updated_at()))
        .wide("NAME", WorkspaceQuota::name)
        .table()
}

/// Identifier of the quota.
fn id(quota: &WorkspaceQuota) -> &str {
    match quota.resource() {
        "" => quota.name(),
        resource => resource,
    }
}

fn left(used: Option<i64>, limit: Option<Limit>) -> Cell {
    let left = match limit {
        Some(Limit::Unlimited) => limit,
        limit => limit.zip(used).map(|(limit, used)| limit.minus(used)),
    };
    amount(left).styled(style(used, limit))
}

/// A bar with the percentage that is used.
fn usage(used: Option<i64>, limit: Option<Limit>) -> Cell {
    let cell = percent(used, limit).map(|percent| Cell::new(bar(percent), percent));
    Cell::from(cell).styled(style(used, limit))
}

fn style(used: Option<i64>, limit: Option<Limit>) -> Style {
    match percent(used, limit) {
        Some(100..) => bad(),
        Some(NEARLY_FULL..) => warn(),
        Some(_) => good(),
        None => Style::new(),
    }
}

fn amount(limit: Option<Limit>) -> Cell {
    match limit {
        Some(Limit::Unlimited) => "unlimited".into(),
        limit => limit.and_then(Limit::max).into(),
    }
}

fn bar(percent: i64) -> String {
    let full = usize::try_from(percent.clamp(0, 100)).unwrap_or_default() * BAR / 100;
    let mark = if percent >= 100 { '!' } else { ' ' };
    format!("{}{} {mark}{percent:>3}%", "█".repeat(full), "░".repeat(BAR - full))
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
