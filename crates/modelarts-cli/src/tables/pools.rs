//! Resource pools.

use anstyle::Style;
use modelarts::{Client, NodeState, Pool, PoolList, PoolPhase, WorkspaceId, raw::types};

use crate::{
    arguments::{ALL, PoolFilters},
    clock::Clock,
    commands::of,
    error::CommandError,
    generated::Operation,
    output::plain,
    show::{Shape, Shown},
    table::{ATTENTION, Cell, Layouts, Table, bad, good, warn},
};

const COLUMNS: [(&str, Layouts); 13] = [
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
];

/// Asks for the pools that the filters let through.
pub(crate) async fn ask(
    client: &Client,
    filters: &PoolFilters,
    clock: &Clock,
    shape: Shape<'_>,
) -> Result<Shown, CommandError> {
    if filters.is_for_all() {
        let workspaces = match filters.workspace_ids.as_slice() {
            [] => vec![WorkspaceId::new("0")?],
            named => named.to_vec(),
        };
        let all = client.list_all_pools(workspaces).await?;
        let items: Vec<_> = all.pools.iter().map(Pool::raw).collect();
        let failures = all.failures.into_iter();
        return Ok(Shown {
            body: serde_json::to_vec(&serde_json::json!({ "kind": "PoolList", "items": items })).unwrap_or_default(),
            table: Some(table(&all.pools, filters, clock)),
            failures: failures
                .map(|(id, error)| CommandError::from(error).in_workspace(id.as_str()))
                .collect(),
        });
    }
    let mut request = of(client, &Operation::LIST_POOLS);
    for workspace_id in &filters.workspace_ids {
        request = request.query("workspaceId", workspace_id);
    }
    if let Some(status) = &filters.status {
        request = request.query("status", status);
    }
    if let Some(selector) = &filters.label_selector {
        request = request.query("labelSelector", selector);
    }
    shape
        .ask(request, |found: types::ListPoolsResponse| {
            table(&PoolList::from(found), filters, clock)
        })
        .await
}

/// A pool on a line.
fn table<'a>(pools: impl IntoIterator<Item = &'a Pool>, filters: &PoolFilters, clock: &Clock) -> Table {
    let mut table = Table::new(COLUMNS);
    table.empty = no_match(filters);
    for pool in pools {
        table.add(cells(pool, clock), notes(pool));
    }
    table
}

/// The same for one pool.
pub(crate) fn row(pool: &Pool, clock: &Clock) -> Table {
    let mut table = Table::new(COLUMNS);
    table.add(cells(pool, clock), notes(pool));
    table
}

fn no_match(filters: &PoolFilters) -> String {
    let mut text = "No pools found".to_owned();
    if !filters.workspace_ids.is_empty() {
        let ids: Vec<_> = filters.workspace_ids.iter().map(WorkspaceId::as_str).collect();
        text.push_str(&format!(" in workspace {}", ids.join(", ")));
    }
    if let Some(status) = filters.status.as_deref().filter(|status| *status != ALL) {
        text.push_str(&format!(" with status {status}"));
    }
    if let Some(selector) = &filters.label_selector {
        let conjunction = if filters.status.is_some() { "and" } else { "with" };
        text.push_str(&format!(" {conjunction} label {selector}"));
    }
    match filters.status {
        Some(_) => text + ".",
        None => text + ". To list those whose creation failed too, use --status all.",
    }
}

fn cells(pool: &Pool, clock: &Clock) -> [Cell; COLUMNS.len()] {
    let name = if pool.display_name() == pool.id() {
        ""
    } else {
        pool.display_name()
    };
    let jobs: Vec<_> = pool.job_types().iter().map(|job_type| job_type.as_str()).collect();
    let flavors = flavors(pool);
    let total = |count: fn(&Nodes<'_>) -> i64| flavors.iter().map(count).reduce(i64::saturating_add);
    let wanted = total(|nodes| nodes.wanted.unwrap_or_default());
    let wanted = wanted.filter(|_| flavors.iter().any(|nodes| nodes.wanted.is_some()));
    let [available, abnormal] = [total(|nodes| nodes.available), total(|nodes| nodes.abnormal)];
    let is_abnormal = abnormal.is_some_and(|count| count > 0);
    let listed: Vec<_> = flavors
        .iter()
        .map(|nodes| format!("{} {}", nodes.flavor, nodes.ready()))
        .collect();
    let created = pool.created_at();
    [
        Cell::text(pool.id()),
        Cell::text(name).styled(Style::new().bold()),
        phase(pool),
        ready(available, wanted, is_abnormal).styled(match available < wanted {
            _ if is_abnormal => bad(),
            true => warn(),
            false => Style::new(),
        }),
        Cell::number(available),
        Cell::number(wanted),
        Cell::number(abnormal).styled(if is_abnormal { bad() } else { Style::new() }),
        Cell::text(pool.pool_type().as_str()),
        Cell::text(jobs.join(", ")),
        Cell::text(listed.join(", ")),
        Cell::text(pool.workspace_id().unwrap_or_default()),
        clock.time(created),
        clock.age(created),
    ]
}

/// Available nodes of those wanted, as Kubernetes writes it.
fn ready(available: Option<i64>, wanted: Option<i64>, is_abnormal: bool) -> Cell {
    let mark = if is_abnormal { ATTENTION } else { "" };
    available.map_or_else(
        || Cell::text(""),
        |available| Cell::new(format!("{mark}{}", available_of(available, wanted)), available),
    )
}

fn available_of(available: i64, wanted: Option<i64>) -> String {
    wanted.map_or_else(|| available.to_string(), |wanted| format!("{available}/{wanted}"))
}

/// Details that have no column: the message, nodes in transition, restrictions.
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

/// Numbers of nodes of one flavor.
pub(super) struct Nodes<'a> {
    pub(super) flavor: &'a str,
    /// `None` if none were requested.
    wanted: Option<i64>,
    available: i64,
    abnormal: i64,
}

impl Nodes<'_> {
    pub(super) fn ready(&self) -> String {
        available_of(self.available, self.wanted)
    }
}

/// Numbers of nodes by flavor: the flavors requested in their order, then those present without a request.
pub(super) fn flavors(pool: &Pool) -> Vec<Nodes<'_>> {
    let requested = pool
        .requested()
        .iter()
        .map(|nodes| (nodes.flavor(), Some(nodes.count()), 0, 0));
    let available = pool
        .available()
        .iter()
        .map(|nodes| (nodes.flavor(), None, nodes.count(), 0));
    let abnormal = pool
        .nodes(NodeState::Abnormal)
        .iter()
        .map(|nodes| (nodes.flavor(), None, 0, nodes.count()));
    let mut flavors: Vec<Nodes<'_>> = Vec::new();
    for (flavor, wanted, available, abnormal) in requested.chain(available).chain(abnormal) {
        match flavors.iter_mut().find(|nodes| nodes.flavor == flavor) {
            Some(nodes) => {
                nodes.wanted = wanted.map_or(nodes.wanted, |more| {
                    Some(nodes.wanted.unwrap_or_default().saturating_add(more))
                });
                nodes.available = nodes.available.saturating_add(available);
                nodes.abnormal = nodes.abnormal.saturating_add(abnormal);
            }
            None => flavors.push(Nodes {
                flavor,
                wanted,
                available,
                abnormal,
            }),
        }
    }
    flavors
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
    let mark = if calls_for_action { ATTENTION } else { "" };
    Cell::new(format!("{mark}{phase}"), phase.as_str()).styled(match phase {
        _ if calls_for_action => bad(),
        PoolPhase::Running => good(),
        phase if phase.is_known() => warn(),
        _ => Style::new(),
    })
}
