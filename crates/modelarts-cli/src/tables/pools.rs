//! Resource pools.

use std::collections::BTreeMap;

use anstyle::Style;
use modelarts::{NodeState, Pool, PoolPhase};

use crate::{
    clock::Clock,
    output::plain,
    table::{ATTENTION, Cell, List, Table, bad, good, warn},
};

/// A pool on a line.
pub(crate) fn rows(pools: &[&Pool], clock: &Clock) -> Table {
    List::new(pools.iter().copied(), "No pools found.")
        .all("ID", Pool::id)
        .all("NAME", |pool| Cell::from(name(pool)).styled(Style::new().bold()))
        .all("PHASE", |pool| phase(pool.phase()))
        .people("READY", ready)
        .programs("AVAILABLE", available)
        .programs("WANTED", wanted)
        .wide("ABNORMAL", |pool| pool.node_count(NodeState::Abnormal))
        .wide("TYPE", |pool| pool.pool_type().as_str())
        .wide("JOBS", jobs)
        .wide("FLAVORS", |pool| flavors(pool).join(", "))
        .wide("WORKSPACE", Pool::workspace_id)
        .wide("CREATED", |pool| clock.time(pool.created_at()))
        .people("AGE", |pool| clock.age(pool.created_at()))
        .wide("NOTES", |pool| notes(pool).join("; "))
        .noted(notes)
}

pub(super) fn name(pool: &Pool) -> Option<&str> {
    pool.label("os.modelarts/name")
}

/// Number of nodes that are wanted, if the pool says so.
fn wanted(pool: &Pool) -> Option<i64> {
    (!pool.requested().is_empty()).then(|| pool.requested_count())
}

/// Number of nodes that are available, unless there are none and none are wanted.
fn available(pool: &Pool) -> Option<i64> {
    Some(pool.node_count(NodeState::Available)).filter(|count| *count > 0 || wanted(pool).is_some())
}

fn ready(pool: &Pool) -> Cell {
    let (available, wanted) = (available(pool), wanted(pool));
    let (mark, style) = match available < wanted {
        _ if pool.node_count(NodeState::Abnormal) > 0 => (ATTENTION, bad()),
        true => ("", warn()),
        false => ("", Style::new()),
    };
    let cell = available.map(|available| match wanted {
        None => Cell::new(format!("{mark}{available}"), available),
        Some(wanted) => Cell::new(format!("{mark}{available}/{wanted}"), available),
    });
    Cell::from(cell).styled(style)
}

fn jobs(pool: &Pool) -> String {
    let jobs = pool.job_types().iter().map(|job_type| job_type.as_str());
    jobs.collect::<Vec<_>>().join(", ")
}

/// Flavors, each with the number of its nodes that are available, and of those wanted.
pub(super) fn flavors(pool: &Pool) -> Vec<String> {
    let mut counts: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for nodes in pool.available() {
        let (available, _) = counts.entry(nodes.flavor()).or_default();
        *available = available.saturating_add(nodes.count());
    }
    for nodes in pool.requested() {
        let (_, wanted) = counts.entry(nodes.flavor()).or_default();
        *wanted = wanted.saturating_add(nodes.count());
    }
    let counts = counts.into_iter();
    counts
        .map(|(flavor, (available, wanted))| format!("{flavor} {available}/{wanted}"))
        .collect()
}

/// Details that a narrow table has no column for: the message, nodes in transition, restrictions.
pub(super) fn notes(pool: &Pool) -> Vec<String> {
    let states = [
        (NodeState::Abnormal, "abnormal"),
        (NodeState::Creating, "being created"),
        (NodeState::Deleting, "being deleted"),
        (NodeState::CreationFailed, "could not be created"),
    ];
    let nodes = states.into_iter().flat_map(|(state, what)| {
        let nodes = pool.nodes(state).iter().filter(|nodes| nodes.count() > 0);
        nodes.map(move |nodes| format!("{} {} {what}", nodes.count(), plain(nodes.flavor())))
    });
    let message = Some(pool.message()).filter(|message| !message.is_empty()).map(plain);
    let restrictions = (!pool.restrictions().is_empty()).then(|| format!("restricted: {}", pool.restrictions()));
    message.into_iter().chain(nodes).chain(restrictions).collect()
}

pub(super) fn phase(phase: &PoolPhase) -> Cell {
    let text = Cell::from(phase.as_str());
    match phase {
        PoolPhase::Abnormal | PoolPhase::Error | PoolPhase::CreationFailed | PoolPhase::ScalingFailed => {
            Cell::attention(phase.as_str())
        }
        PoolPhase::Running => text.styled(good()),
        phase if phase.is_known() => text.styled(warn()),
        _ => text,
    }
}
