//! How much of each pool goes into a line.

use comfy_table::{Attribute, Cell, Table};
use modelarts::{Pool, PoolList};

use super::{ABSENT, nodes::Nodes, phase};
use crate::{
    clock::Clock,
    tables::grid::{self, bad, faint, finish, grid, number, warn},
};

/// The columns of a table of pools, from the layout that says the most to the one that needs the least room.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// A pool a line, with its id and the moment of its creation.
    Full,
    /// The same without the id.
    Moment,
    /// The same, and only how long ago it was created.
    Age,
    /// Three lines a pool.
    Stacked,
}

/// The first layout that fits.
pub(super) fn render(pools: &PoolList, clock: &Clock, width: u16) -> String {
    for layout in [Layout::Full, Layout::Moment, Layout::Age] {
        let table = layout.table(pools, clock, width);
        let natural: u16 = table.column_max_content_widths().iter().map(|column| column + 2).sum();
        if natural <= width + 2 {
            return finish(table, &[]);
        }
    }
    finish(Layout::Stacked.table(pools, clock, width), &[1, 2, 3, 4, 5])
}

impl Layout {
    fn head(self) -> &'static [&'static str] {
        match self {
            Self::Full => &[
                "NAME",
                "PHASE",
                "TYPE",
                "JOBS",
                "FLAVOR",
                "WANTED",
                "AVAILABLE",
                "ABNORMAL",
                "CREATED",
                "WORKSPACE",
                "ID",
            ],
            Self::Moment => &[
                "NAME",
                "PHASE",
                "TYPE",
                "JOBS",
                "FLAVOR",
                "WANTED",
                "AVAILABLE",
                "ABNORMAL",
                "CREATED",
                "WORKSPACE",
            ],
            Self::Age => &[
                "NAME",
                "PHASE",
                "TYPE",
                "JOBS",
                "FLAVOR",
                "WANTED",
                "AVAILABLE",
                "ABNORMAL",
                "AGE",
                "WORKSPACE",
            ],
            Self::Stacked => &["POOL", "PHASE", "FLAVOR", "WANT", "AVAIL", "ABN"],
        }
    }

    fn table(self, pools: &PoolList, clock: &Clock, width: u16) -> Table {
        let mut table = grid(width, self.head());
        for (position, pool) in pools.iter().enumerate() {
            if matches!(self, Self::Stacked) && position > 0 {
                table.add_row([""]);
            }
            self.add(&mut table, pool, clock);
        }
        table
    }

    /// The lines of a pool. What stands left and right of the flavors begins in the first.
    fn add(self, table: &mut Table, pool: &Pool, clock: &Clock) {
        let (mut left, mut right) = (self.left(pool, clock).into_iter(), self.right(pool, clock).into_iter());
        let mut flavors = Nodes::of(pool).into_iter();
        loop {
            let (before, nodes, after) = (left.next(), flavors.next(), right.next());
            if before.is_none() && nodes.is_none() {
                return;
            }
            let blank = |count| vec![Cell::new(""); count];
            let mut line = before.unwrap_or_else(|| blank(self.columns_before()));
            line.extend(nodes.map_or_else(|| blank(4), |nodes| cells(&nodes)));
            line.extend(after.unwrap_or_default());
            table.add_row(line);
        }
    }

    fn columns_before(self) -> usize {
        match self {
            Self::Stacked => 2,
            _ => 4,
        }
    }

    fn left(self, pool: &Pool, clock: &Clock) -> Vec<Vec<Cell>> {
        let name = grid::text(pool.display_name()).add_attribute(Attribute::Bold);
        match self {
            Self::Stacked => vec![
                vec![name, phase(pool)],
                vec![grid::text(&kind(pool)), Cell::new(age(pool, clock))],
                vec![
                    faint(grid::text(&format!("workspace {}", workspace(pool)))),
                    Cell::new(""),
                ],
            ],
            _ => vec![vec![
                name,
                phase(pool),
                grid::text(pool_type(pool)),
                grid::text(&jobs(pool)),
            ]],
        }
    }

    fn right(self, pool: &Pool, clock: &Clock) -> Vec<Vec<Cell>> {
        let created = || {
            Cell::new(
                pool.created_at()
                    .map_or(ABSENT.to_owned(), |moment| clock.local_and_ago(moment)),
            )
        };
        let workspace = grid::text(workspace(pool));
        match self {
            Self::Full => vec![vec![created(), workspace, faint(grid::text(pool.id()))]],
            Self::Moment => vec![vec![created(), workspace]],
            Self::Age => vec![vec![Cell::new(age(pool, clock)), workspace]],
            Self::Stacked => Vec::new(),
        }
    }
}

fn cells(nodes: &Nodes<'_>) -> Vec<Cell> {
    let wanted = nodes.wanted.map_or(ABSENT.to_owned(), |wanted| wanted.to_string());
    let available = number(nodes.available);
    let abnormal = number(nodes.abnormal);
    vec![
        grid::text(nodes.flavor),
        number(wanted),
        if nodes.wanted.is_some_and(|wanted| nodes.available < wanted) {
            warn(available)
        } else {
            available
        },
        if nodes.abnormal > 0 { bad(abnormal) } else { abnormal },
    ]
}

fn pool_type(pool: &Pool) -> &str {
    pool.pool_type().map_or(ABSENT, |pool_type| pool_type.as_str())
}

fn jobs(pool: &Pool) -> String {
    let jobs: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    if jobs.is_empty() {
        ABSENT.to_owned()
    } else {
        jobs.join(", ")
    }
}

/// Type and job types, as `Dedicate: Train, Infer`.
fn kind(pool: &Pool) -> String {
    match (pool_type(pool), &*jobs(pool)) {
        (ABSENT, jobs) => jobs.to_owned(),
        (pool_type, ABSENT) => pool_type.to_owned(),
        (pool_type, jobs) => format!("{pool_type}: {jobs}"),
    }
}

fn age(pool: &Pool, clock: &Clock) -> String {
    pool.created_at().map_or(ABSENT.to_owned(), |moment| clock.ago(moment))
}

fn workspace(pool: &Pool) -> &str {
    pool.workspace_id().unwrap_or(ABSENT)
}
