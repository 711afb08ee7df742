//! Numbers of pools by state.

use anstyle::Style;
use modelarts::PoolStatistics;

use crate::{
    clock::Clock,
    table::{ATTENTION, Cell, Layouts, Table, bad},
};

pub(crate) fn table(statistics: &PoolStatistics, clock: &Clock) -> Table {
    let mut table = Table::new([("STATE", Layouts::All), ("POOLS", Layouts::All)]);
    "No statistics found.".clone_into(&mut table.empty);
    let counts = [
        ("created", statistics.created()),
        ("creating", statistics.creating()),
        ("pending", statistics.pending()),
        ("deleting", statistics.deleting()),
        ("failed", statistics.failed()),
    ];
    if counts.iter().all(|(_, count)| count.is_none()) {
        return table;
    }
    let has_failed = statistics.failed().is_some_and(|failed| failed > 0);
    for (state, count) in counts {
        let (mark, style) = match state {
            "failed" if has_failed => (ATTENTION, bad()),
            _ => ("", Style::new()),
        };
        let state = Cell::new(format!("{mark}{state}"), state);
        table.add([state.styled(style), Cell::from(count).styled(style)]);
    }
    let counted_at = statistics
        .counted_at()
        .map(|moment| format!("Counted {}.", clock.local_and_ago(moment)));
    table.footer.extend(counted_at);
    table
        .footer
        .extend(has_failed.then(|| "To list the failed pools, run `modelarts pools --status failed`.".to_owned()));
    table
}
