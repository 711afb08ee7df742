//! How many pools are in which state.

use modelarts::PoolStatistics;

use super::{
    ABSENT, ATTENTION,
    grid::{self, bad, finish, grid, number},
};
use crate::clock::Clock;

pub(crate) fn render(statistics: &PoolStatistics, clock: &Clock, width: u16) -> String {
    let counts = [
        ("created", statistics.created()),
        ("creating", statistics.creating()),
        ("pending", statistics.pending()),
        ("deleting", statistics.deleting()),
        ("failed", statistics.failed()),
    ];
    if counts.iter().all(|(_, count)| count.is_none()) {
        return "The service reports no statistics.\n".to_owned();
    }
    let mut table = grid(width, &["STATE", "POOLS"]);
    for (state, count) in counts {
        let shown = number(count.map_or(ABSENT.to_owned(), |count| count.to_string()));
        match (state, count) {
            ("failed", Some(1..)) => {
                table.add_row([bad(grid::text(&format!("{ATTENTION}{state}"))), bad(shown)]);
            }
            _ => {
                table.add_row([grid::text(state), shown]);
            }
        }
    }
    let mut text = finish(table, &[0, 1]);
    if let Some(counted_at) = statistics.counted_at() {
        text.push_str(&format!("\nCounted {}.\n", clock.local_and_ago(counted_at)));
    }
    if statistics.failed().is_some_and(|failed| failed > 0) {
        text.push_str("`modelarts pools --status failed` lists the pools that failed.\n");
    }
    text
}
