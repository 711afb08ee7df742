//! Nodes of a pool.

use modelarts::{Node, NodePhase};

use crate::{
    clock::Clock,
    table::{Cell, List, Table, good, warn},
};

/// Nodes, each on a line, with the share of its resources that is in use.
pub(crate) fn rows(nodes: &[&Node], clock: &Clock) -> Table {
    let share = |resource| move |node: &Node| Cell::share(node.ratios().get(resource).copied());
    List::new(nodes.iter().copied(), "No nodes found.")
        .all("NAME", Node::name)
        .all("PHASE", |node| phase(node.phase()))
        .all("ZONE", Node::zone)
        .all("CPU", share("cpu"))
        .all("MEMORY", share("memory"))
        .wide("FLAVOR", Node::flavor)
        .wide("IP", Node::private_ip)
        .wide("CREATED", |node| clock.time(node.created_at()))
        .people("AGE", |node| clock.age(node.created_at()))
        .wide("TAINTS", |node| node.taints().join(", "))
        .table()
}

fn phase(phase: &NodePhase) -> Cell {
    let text = Cell::from(phase.as_str());
    match phase {
        NodePhase::Abnormal => Cell::attention(phase.as_str()),
        NodePhase::Available => text.styled(good()),
        phase if phase.is_known() => text.styled(warn()),
        _ => text,
    }
}
