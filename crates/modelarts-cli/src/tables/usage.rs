//! Usage of a quota.

use comfy_table::Cell;
use modelarts::Limit;

use super::grid::{ATTENTION, bad, good, number, warn};

/// Length of a bar in characters.
const LENGTH: usize = 16;
/// Percentage from which a quota is nearly used up.
const NEARLY_FULL: i64 = 90;

/// Cells with the amount used, the limit, the amount left, and a bar.
pub(super) fn cells(used: Option<i64>, limit: Option<Limit>) -> [Cell; 4] {
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
    let full = usize::try_from(percent.clamp(0, 100)).unwrap_or_default() * LENGTH / 100;
    let mark = if percent >= 100 { ATTENTION } else { "" };
    format!("{}{} {mark}{percent}%", "█".repeat(full), "░".repeat(LENGTH - full))
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
