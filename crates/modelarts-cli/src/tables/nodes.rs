//! Nodes of a pool.

use modelarts::{Node, NodePhase};

use crate::{
    clock::Clock,
    table::{Cell, Layouts, Table, good, warn},
};

const COLUMNS: [(&str, Layouts); 10] = [
    ("NAME", Layouts::All),
    ("PHASE", Layouts::All),
    ("ZONE", Layouts::All),
    ("CPU", Layouts::All),
    ("MEMORY", Layouts::All),
    ("FLAVOR", Layouts::Wide),
    ("IP", Layouts::Wide),
    ("CREATED", Layouts::Wide),
    ("AGE", Layouts::People),
    ("TAINTS", Layouts::Wide),
];

/// Nodes, each on a line, with the share of its resources that is in use.
pub(crate) fn rows<'a>(nodes: impl IntoIterator<Item = &'a Node>, clock: &Clock) -> Table {
    let mut table = Table::new(COLUMNS);
    "No nodes found.".clone_into(&mut table.empty);
    for node in nodes {
        table.add(cells(node, clock), Vec::new());
    }
    table
}

fn cells(node: &Node, clock: &Clock) -> [Cell; COLUMNS.len()] {
    let ratios = node.ratios();
    [
        Cell::text(node.name()),
        phase(node.phase()),
        Cell::text(node.zone()),
        Cell::share(ratios.get("cpu").copied()),
        Cell::share(ratios.get("memory").copied()),
        Cell::text(node.flavor()),
        Cell::text(node.private_ip().unwrap_or_default()),
        clock.time(node.created_at()),
        clock.age(node.created_at()),
        Cell::text(node.taints().join(", ")),
    ]
}

fn phase(phase: &NodePhase) -> Cell {
    match phase {
        NodePhase::Abnormal => Cell::attention(phase.as_str()),
        NodePhase::Available => Cell::text(phase.as_str()).styled(good()),
        phase if phase.is_known() => Cell::text(phase.as_str()).styled(warn()),
        phase => Cell::text(phase.as_str()),
    }
}
