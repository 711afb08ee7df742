//! Resource pools.

use std::collections::BTreeMap;

use anstyle::Style;
use modelarts::{Client, NodeState, Pool, PoolList, PoolPhase, WorkspaceId, raw::types};
use serde_json::json;

use crate::{
    answer::Answer,
    arguments::PoolFilters,
    clock::Clock,
    error::CommandError,
    generated::Operation,
    output::plain,
    presentation::Presentation,
    table::{ATTENTION, Cell, Layouts, Table, bad, good, warn},
};

const COLUMNS: [(&str, Layouts); 14] = [
    ("ID", Layouts::All),
    ("NAME", Layouts::All),
    ("PHASE", Layouts::All),
    ("READY", Layouts::People),
    ("AVAILABLE", Layouts::Programs),
    ("WANTED", Layouts::Programs),
    ("ABNORMAL", Layouts::Wide),
    ("TYPE", Layouts::Wide),
    ("JOBS", Layouts::Wide),
    ("FLAVORS", Layouts::Wide),
    ("WORKSPACE", Layouts::Wide),
    ("CREATED", Layouts::Wide),
    ("AGE", Layouts::People),
    ("NOTES", Layouts::Wide),
];

/// Asks for the pools that the filters let through.
pub(crate) async fn ask(
    client: &Client,
    filters: &PoolFilters,
    clock: &Clock,
    presentation: Presentation<'_>,
) -> Result<Answer, CommandError> {
    if filters.is_for_all() {
        let all = client.list_all_pools(workspaces(client, filters).await?).await?;
        let items: Vec<_> = all.pools.iter().map(Pool::raw).collect();
        let failures = all.failures.into_iter();
        let failures = failures.map(|(id, error)| CommandError::from(error).in_workspace(id.as_str()));
        return Ok(Answer {
            body: json!({ "kind": "PoolList", "items": items }).to_string().into_bytes(),
            table: presentation.is_table().then(|| table(&all.pools, filters, clock)),
            failures: failures.collect(),
        });
    }
    let mut request = Operation::LIST_POOLS.request(client);
    for workspace_id in &filters.workspace_ids {
        request = request.query("workspaceId", workspace_id);
    }
    if let Some(status) = &filters.status {
        request = request.query("status", status);
    }
    if let Some(selector) = &filters.label_selector {
        request = request.query("labelSelector", selector);
    }
    let table = |found: types::ListPoolsResponse| table(&PoolList::from(found), filters, clock);
    presentation.ask(request, table).await
}

/// The workspaces whose pools are wanted.
async fn workspaces(client: &Client, filters: &PoolFilters) -> Result<Vec<String>, CommandError> {
    let mut ids: Vec<_> = filters.workspace_ids.iter().map(WorkspaceId::to_string).collect();
    if filters.all_workspaces {
        let mut workspaces = client.list_workspace().filter_accessible(true).items();
        while let Some(workspace) = workspaces.next().await {
            ids.push(workspace?.id().to_owned());
        }
    } else if ids.is_empty() {
        ids.push("0".to_owned());
    }
    Ok(ids)
}

fn table<'a>(pools: impl IntoIterator<Item = &'a Pool>, filters: &PoolFilters, clock: &Clock) -> Table {
    let mut table = rows(pools, clock);
    table.empty = match filters {
        PoolFilters { status: None, .. } => {
            "No pools found. To list those whose creation failed too, use --status all."
        }
        _ => "No pools found.",
    }
    .to_owned();
    table
}

/// A pool on a line.
pub(crate) fn rows<'a>(pools: impl IntoIterator<Item = &'a Pool>, clock: &Clock) -> Table {
    let mut table = Table::new(COLUMNS);
    for pool in pools {
        table.add(cells(pool, clock), notes(pool));
    }
    table
}

fn cells(pool: &Pool, clock: &Clock) -> [Cell; COLUMNS.len()] {
    let wanted = (!pool.requested().is_empty()).then(|| pool.requested_count());
    let available = Some(pool.node_count(NodeState::Available)).filter(|count| wanted.is_some() || *count > 0);
    let abnormal = pool.node_count(NodeState::Abnormal);
    let (mark, style) = match available < wanted {
        _ if abnormal > 0 => (ATTENTION, bad()),
        true => ("", warn()),
        false => ("", Style::new()),
    };
    let ready = match (available, wanted) {
        (None, _) => Cell::text(""),
        (Some(available), None) => Cell::new(format!("{mark}{available}"), available),
        (Some(available), Some(wanted)) => Cell::new(format!("{mark}{available}/{wanted}"), available),
    };
    let jobs: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    [
        Cell::text(pool.id()),
        Cell::text(pool.label("os.modelarts/name").unwrap_or_default()).styled(Style::new().bold()),
        phase(pool),
        ready.styled(style),
        Cell::number(available),
        Cell::number(wanted),
        Cell::number(Some(abnormal)),
        Cell::text(pool.pool_type().as_str()),
        Cell::text(jobs.join(", ")),
        Cell::text(flavors(pool).join(", ")),
        Cell::text(pool.workspace_id().unwrap_or_default()),
        clock.time(pool.created_at()),
        clock.age(pool.created_at()),
        Cell::text(notes(pool).join("; ")),
    ]
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

pub(super) fn phase(pool: &Pool) -> Cell {
    let phase = pool.phase();
    if phase.as_str().is_empty() {
        return Cell::text("");
    }
    let calls_for_action = matches!(
        phase,
        PoolPhase::Abnormal | PoolPhase::Error | PoolPhase::CreationFailed | PoolPhase::ScalingFailed
    );
    if calls_for_action {
        return Cell::attention(phase.as_str());
    }
    Cell::text(phase.as_str()).styled(match phase {
        PoolPhase::Running => good(),
        phase if phase.is_known() => warn(),
        _ => Style::new(),
    })
}
