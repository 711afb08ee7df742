//! Columns of the table of pools, by the width available.

use comfy_table::{Attribute, Cell, ColumnConstraint, Table};
use modelarts::{Pool, PoolList};

use super::{
    nodes::{self, Nodes},
    phase,
};
use crate::{
    clock::Clock,
    tables::grid::{ABSENT, GAP, bad, faint, finish, grid, number, or_absent, text, warn},
};

/// Columns of the wide table.
const HEAD: [&str; 12] = [
    "NAME",
    "PHASE",
    "TYPE",
    "JOBS",
    "FLAVOR",
    "WANTED",
    "AVAILABLE",
    "ABNORMAL",
    "CREATED",
    "AGE",
    "WORKSPACE",
    "ID",
];

/// Columns left out to save width, the best choice first.
const HIDDEN: [&[&str]; 3] = [&["AGE"], &["AGE", "ID"], &["CREATED", "ID"]];

/// The wide table with as many columns as fit, or else the stacked one.
pub(super) fn render(pools: &PoolList, clock: &Clock, width: u16) -> String {
    for hidden in HIDDEN {
        let mut table = wide(pools, clock, width);
        let content_widths = table.column_max_content_widths();
        let mut needed = 0;
        for ((name, column), content) in HEAD.iter().zip(table.column_iter_mut()).zip(content_widths) {
            if hidden.contains(name) {
                column.set_constraint(ColumnConstraint::Hidden);
            } else {
                needed += content + GAP;
            }
        }
        if needed <= width + GAP {
            return finish(table, &[]);
        }
    }
    finish(stacked(pools, clock, width), &[1, 2, 3, 4, 5])
}

/// One line for each pool, and one for each further flavor.
fn wide(pools: &PoolList, clock: &Clock, width: u16) -> Table {
    let mut table = grid(width, &HEAD);
    for pool in pools {
        let left = [
            name(pool),
            phase::cell(pool.phase()),
            text(pool_type(pool)),
            text(jobs(pool)),
        ];
        let right = [
            created(pool, clock),
            age(pool, clock),
            text(workspace(pool)),
            faint(text(or_absent(pool.id()))),
        ];
        add_rows(&mut table, [left], pool, right.into());
    }
    table
}

/// Three lines for each pool, for narrow terminals.
fn stacked(pools: &PoolList, clock: &Clock, width: u16) -> Table {
    let mut table = grid(width, &["POOL", "PHASE", "FLAVOR", "WANT", "AVAIL", "ABN"]);
    for (index, pool) in pools.iter().enumerate() {
        if index > 0 {
            table.add_row([""]);
        }
        let left = [
            [name(pool), phase::cell(pool.phase())],
            [text(type_and_jobs(pool)), age(pool, clock)],
            [faint(text(format!("workspace {}", workspace(pool)))), Cell::new("")],
        ];
        add_rows(&mut table, left, pool, Vec::new());
    }
    table
}

/// Adds the lines of a pool: its flavors, with the lines of `left` beside them and `right` beside the first.
fn add_rows<const WIDTH: usize, const HEIGHT: usize>(
    table: &mut Table,
    left: [[Cell; WIDTH]; HEIGHT],
    pool: &Pool,
    right: Vec<Cell>,
) {
    let (mut left, mut right) = (left.into_iter(), Some(right));
    let mut flavors = nodes::by_flavor(pool).into_iter();
    loop {
        let (beside, nodes) = (left.next(), flavors.next());
        if beside.is_none() && nodes.is_none() {
            return;
        }
        let blank = || Cell::new("");
        let mut row = Vec::from(beside.unwrap_or_else(|| std::array::from_fn(|_| blank())));
        row.extend(nodes.map_or_else(|| std::array::from_fn(|_| blank()), cells));
        row.extend(right.take().unwrap_or_default());
        table.add_row(row);
    }
}

fn cells(nodes: Nodes<'_>) -> [Cell; 4] {
    let available = number(nodes.available);
    let abnormal = number(nodes.abnormal);
    [
        text(nodes.flavor),
        number(nodes.wanted.map_or(ABSENT.to_owned(), |wanted| wanted.to_string())),
        match nodes.wanted {
            Some(wanted) if nodes.available < wanted => warn(available),
            _ => available,
        },
        if nodes.abnormal > 0 { bad(abnormal) } else { abnormal },
    ]
}

fn name(pool: &Pool) -> Cell {
    text(or_absent(pool.display_name())).add_attribute(Attribute::Bold)
}

fn pool_type(pool: &Pool) -> &str {
    pool.pool_type().map_or(ABSENT, |pool_type| pool_type.as_str())
}

fn jobs(pool: &Pool) -> String {
    let jobs: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    or_absent(&jobs.join(", ")).to_owned()
}

/// Type and job types, such as `Dedicate: Train, Infer`.
fn type_and_jobs(pool: &Pool) -> String {
    match (pool_type(pool), &*jobs(pool)) {
        (ABSENT, jobs) => jobs.to_owned(),
        (pool_type, ABSENT) => pool_type.to_owned(),
        (pool_type, jobs) => format!("{pool_type}: {jobs}"),
    }
}

fn created(pool: &Pool, clock: &Clock) -> Cell {
    text(
        pool.created_at()
            .map_or(ABSENT.to_owned(), |moment| clock.local_and_ago(moment)),
    )
}

fn age(pool: &Pool, clock: &Clock) -> Cell {
    text(pool.created_at().map_or(ABSENT.to_owned(), |moment| clock.ago(moment)))
}

fn workspace(pool: &Pool) -> &str {
    pool.workspace_id().unwrap_or(ABSENT)
}
