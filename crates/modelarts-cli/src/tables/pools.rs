//! Resource pools.

use comfy_table::{Attribute, Cell, ColumnConstraint, Table};
use modelarts::{NodeState, Pool, PoolList, PoolPhase};

use super::grid::{ABSENT, ATTENTION, GAP, bad, faint, finish, good, grid, number, remarks, text, warn};
use crate::{arguments::Pools, clock::Clock, output::plain};

/// Columns of the wide table.
const HEAD: &str = "NAME PHASE TYPE JOBS FLAVOR WANTED AVAILABLE ABNORMAL CREATED AGE WORKSPACE ID";

/// Columns left out to save width, the best choice first.
const HIDDEN: [&[&str]; 3] = [&["AGE"], &["AGE", "ID"], &["CREATED", "ID"]];

pub(crate) fn render(pools: &PoolList, filters: &Pools, clock: &Clock, width: u16) -> String {
    if pools.is_empty() {
        return no_match(filters);
    }
    let all: Vec<_> = pools.iter().flat_map(remarks_on).collect();
    table(pools, clock, width) + &remarks(width, &all)
}

fn no_match(filters: &Pools) -> String {
    let mut text = "No pools found".to_owned();
    if let Some(workspace_id) = &filters.workspace_id {
        text.push_str(&format!(" in workspace {workspace_id}"));
    }
    if let Some(status) = filters.status {
        text.push_str(&format!(" with status {status}"));
    }
    if let Some(selector) = &filters.label_selector {
        let conjunction = if filters.status.is_some() { "and" } else { "with" };
        text.push_str(&format!(" {conjunction} label {}", plain(selector)));
    }
    text.push_str(".\n");
    if filters.status.is_none() {
        text.push_str("To list pools whose creation failed, use --status failed.\n");
    }
    text
}

/// Details that have no column: the message, nodes in transition, restrictions.
fn remarks_on(pool: &Pool) -> Vec<(String, String)> {
    let attention = needs_attention(pool.phase());
    let mark = if attention { ATTENTION } else { "" };
    let subject = format!("{mark}{}", plain(pool.display_name()));
    let states = [
        (NodeState::Creating, "being created"),
        (NodeState::Deleting, "being deleted"),
        (NodeState::CreationFailed, "could not be created"),
    ];
    let nodes = (states.into_iter())
        .flat_map(|(state, text)| pool.nodes(state).iter().map(move |nodes| (nodes, text)))
        .filter(|(nodes, _)| nodes.count() > 0)
        .map(|(nodes, state)| format!("{} {} {state}", nodes.count(), plain(nodes.flavor())));
    let message = Some(pool.message()).filter(|message| !message.is_empty()).map(plain);
    let restrictions = (!pool.restrictions().is_empty()).then(|| format!("restricted: {}", pool.restrictions()));
    let remarks = message.into_iter().chain(nodes).chain(restrictions);
    remarks.map(|remark| (subject.clone(), remark)).collect()
}

/// The wide table with as many columns as fit, or else the stacked one.
fn table(pools: &PoolList, clock: &Clock, width: u16) -> String {
    for hidden in HIDDEN {
        let mut table = wide(pools, clock, width);
        let content_widths = table.column_max_content_widths();
        let mut needed = 0;
        for ((name, column), content) in HEAD.split(' ').zip(table.column_iter_mut()).zip(content_widths) {
            if hidden.contains(&name) {
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
    let mut table = grid(width, HEAD);
    for pool in pools {
        let created = pool.created_at().map(|moment| clock.local_and_ago(moment));
        let left = vec![name(pool), phase(pool), text(pool_type(pool)), text(jobs(pool))];
        let right = [
            text(created.unwrap_or_default()),
            text(age(pool, clock)),
            text(workspace(pool)),
            faint(text(pool.id())),
        ];
        add_rows(&mut table, &[left], pool, &right);
    }
    table
}

/// Three lines for each pool, for narrow terminals.
fn stacked(pools: &PoolList, clock: &Clock, width: u16) -> Table {
    let mut table = grid(width, "POOL PHASE FLAVOR WANT AVAIL ABN");
    for (index, pool) in pools.iter().enumerate() {
        if index > 0 {
            table.add_row([""]);
        }
        let mut type_and_jobs = vec![pool_type(pool).to_owned(), jobs(pool)];
        type_and_jobs.retain(|part| !part.is_empty());
        let left = [
            vec![name(pool), phase(pool)],
            vec![text(type_and_jobs.join(": ")), text(age(pool, clock))],
            vec![faint(text(format!("workspace {}", workspace(pool)))), Cell::new("")],
        ];
        add_rows(&mut table, &left, pool, &[]);
    }
    table
}

/// Adds the lines of a pool: its flavors, with the lines of `left` beside them and `right` beside the first.
fn add_rows(table: &mut Table, left: &[Vec<Cell>], pool: &Pool, right: &[Cell]) {
    let flavors = flavors(pool);
    let cells = |lines: &[Vec<Cell>], line| {
        // A pool without flavors leaves their four columns blank.
        let blank = || vec![Cell::new(""); lines.first().map_or(4, Vec::len)];
        lines.get(line).cloned().unwrap_or_else(blank)
    };
    for line in 0..left.len().max(flavors.len()) {
        let mut row = cells(left, line);
        row.extend(cells(&flavors, line));
        row.extend(right.iter().filter(|_| line == 0).cloned());
        table.add_row(row);
    }
}

/// Numbers of nodes by flavor: the flavors requested in their order, then those present without a request.
fn flavors(pool: &Pool) -> Vec<Vec<Cell>> {
    let requested = pool.requested().iter();
    let requested: Vec<_> = requested.map(|nodes| (nodes.flavor(), nodes.count())).collect();
    let [available, abnormal] = [NodeState::Available, NodeState::Abnormal].map(|state| {
        let nodes = pool.nodes(state).iter();
        nodes.map(|nodes| (nodes.flavor(), nodes.count())).collect::<Vec<_>>()
    });
    let mut flavors = Vec::new();
    for (flavor, _) in requested.iter().chain(&available).chain(&abnormal) {
        if !flavors.contains(flavor) {
            flavors.push(*flavor);
        }
    }
    let cells = flavors.into_iter().map(|flavor| {
        let total = |nodes: &[(&str, i64)]| {
            let counts = nodes.iter().filter(|(of, _)| *of == flavor).map(|(_, count)| *count);
            counts.reduce(i64::saturating_add)
        };
        let wanted = total(&requested);
        let [available, abnormal] = [&available, &abnormal].map(|nodes| total(nodes).unwrap_or_default());
        let is_short = wanted.is_some_and(|wanted| available < wanted);
        let as_is = |cell| cell;
        vec![
            text(flavor),
            number(wanted),
            (if is_short { warn } else { as_is })(number(Some(available))),
            (if abnormal > 0 { bad } else { as_is })(number(Some(abnormal))),
        ]
    });
    cells.collect()
}

fn name(pool: &Pool) -> Cell {
    text(pool.display_name()).add_attribute(Attribute::Bold)
}

fn phase(pool: &Pool) -> Cell {
    match pool.phase() {
        phase if needs_attention(phase) => bad(text(format!("{ATTENTION}{phase}"))),
        phase @ PoolPhase::Running => good(text(phase.as_str())),
        phase if phase.is_known() => warn(text(phase.as_str())),
        phase => text(phase.as_str()),
    }
}

/// Whether the phase calls for action.
fn needs_attention(phase: &PoolPhase) -> bool {
    matches!(
        phase,
        PoolPhase::Abnormal | PoolPhase::Error | PoolPhase::CreationFailed | PoolPhase::ScalingFailed
    )
}

fn pool_type(pool: &Pool) -> &str {
    pool.pool_type().as_str()
}

fn jobs(pool: &Pool) -> String {
    let jobs: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    jobs.join(", ")
}

fn age(pool: &Pool, clock: &Clock) -> String {
    pool.created_at().map_or(String::new(), |moment| clock.ago(moment))
}

fn workspace(pool: &Pool) -> &str {
    pool.workspace_id().unwrap_or(ABSENT)
}
