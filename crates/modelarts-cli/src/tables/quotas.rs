//! Quotas and their usage.

use anstyle::Style;
use modelarts::{Limit, OsQuotas, WorkspaceQuota, WorkspaceQuotas};

use crate::{
    clock::Clock,
    table::{Cell, Layouts, Table, bad, good, warn},
};

/// Length of a bar in characters.
const BAR: usize = 10;
/// Percentage from which a quota is nearly used up.
const NEARLY_FULL: i64 = 90;

/// Quotas of a project.
pub(crate) fn of_project(quotas: &OsQuotas) -> Table {
    let mut table = Table::new(["RESOURCE", "USED", "LIMIT", "LEFT", "USAGE"].map(|name| (name, Layouts::All)));
    "No quotas found for this project.".clone_into(&mut table.empty);
    for quota in quotas {
        let [used, limit, left, usage] = usage(quota.used(), quota.limit());
        let resource = Cell::text(quota.resource_type().as_str());
        table.add([resource, used, limit, left, usage], Vec::new());
    }
    table
}

/// Quotas of a workspace.
pub(crate) fn of_workspace(quotas: &WorkspaceQuotas, workspace_id: &str, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("QUOTA", Layouts::All),
        ("USED", Layouts::All),
        ("LIMIT", Layouts::All),
        ("LEFT", Layouts::All),
        ("UNIT", Layouts::All),
        ("USAGE", Layouts::All),
        ("HIGHEST", Layouts::Wide),
        ("CHANGED", Layouts::Wide),
        ("NAME", Layouts::Wide),
    ]);
    table.empty = format!("No quotas found for workspace {workspace_id}.");
    for quota in quotas {
        let [used, limit, left, usage] = usage(quota.used(), quota.limit());
        let id = Cell::text(id(quota));
        let unit = Cell::text(quota.unit());
        let highest = amount(quota.highest_limit());
        let changed = clock.time(quota.updated_at());
        table.add(
            [
                id,
                used,
                limit,
                left,
                unit,
                usage,
                highest,
                changed,
                Cell::text(quota.name()),
            ],
            Vec::new(),
        );
    }
    table
}

/// Identifier of the quota.
fn id(quota: &WorkspaceQuota) -> &str {
    match quota.resource() {
        "" => quota.name(),
        resource => resource,
    }
}

/// Cells with the amount used, the limit, the amount left, and a bar.
fn usage(used: Option<i64>, limit: Option<Limit>) -> [Cell; 4] {
    let left = match limit {
        Some(Limit::Unlimited) => limit,
        limit => limit.zip(used).map(|(limit, used)| limit.minus(used)),
    };
    let percent = percent(used, limit);
    let style = match percent {
        Some(100..) => bad(),
        Some(NEARLY_FULL..) => warn(),
        Some(_) => good(),
        None => Style::new(),
    };
    let usage = percent.map_or_else(|| Cell::text(""), |percent| Cell::new(bar(percent), percent));
    [
        Cell::number(used),
        amount(limit),
        amount(left).styled(style),
        usage.styled(style),
    ]
}

fn amount(limit: Option<Limit>) -> Cell {
    match limit {
        Some(Limit::Unlimited) => Cell::text("unlimited"),
        limit => Cell::number(limit.and_then(Limit::max)),
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
