//! Numbers of pools by state.

use modelarts::PoolStatistics;

use super::grid::{ATTENTION, bad, finish, grid, number, text};
use crate::clock::Clock;

pub(crate) fn render(statistics: &PoolStatistics, clock: &Clock, width: u16) -> String {
    let failed = statistics.failed().is_some_and(|failed| failed > 0);
    let counts = [
        ("created", statistics.created()),
        ("creating", statistics.creating()),
        ("pending", statistics.pending()),
        ("deleting", statistics.deleting()),
        ("failed", statistics.failed()),
    ];
    if counts.iter().all(|(_, count)| count.is_none()) {
        return "No statistics found.\n".to_owned();
    }
    let mut table = grid(width, "STATE POOLS");
    for (state, count) in counts {
        table.add_row(match state {
            "failed" if failed => [bad(text(format!("{ATTENTION}{state}"))), bad(number(count))],
            _ => [text(state), number(count)],
        });
    }
    let mut shown = finish(table, &[0, 1]);
    if let Some(counted_at) = statistics.counted_at() {
        shown.push_str(&format!("\nCounted {}.\n", clock.local_and_ago(counted_at)));
    }
    if failed {
        shown.push_str("To list the failed pools, run `modelarts pools --status failed`.\n");
    }
    shown
}
