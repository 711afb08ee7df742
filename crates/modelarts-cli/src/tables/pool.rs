//! One resource pool, in all its details.

use modelarts::Pool;

use super::pools::{flavors, notes, phase};
use crate::{
    clock::Clock,
    table::{Cell, Table},
};

pub(crate) fn table(pool: &Pool, clock: &Clock) -> Table {
    let mut table = Table::of_fields();
    let mut add = |field: &str, cell: Cell| {
        if !cell.is_absent() {
            table.add([Cell::text(field), cell], Vec::new());
        }
    };
    let text = |text: Option<&str>| Cell::text(text.unwrap_or_default());
    add("id", Cell::text(pool.id()));
    add("name", text(pool.label("os.modelarts/name")));
    add("description", Cell::text(pool.description()));
    add("phase", phase(pool));
    for note in notes(pool) {
        add("note", Cell::text(note));
    }
    for flavor in flavors(pool) {
        add("ready", Cell::text(flavor));
    }
    for (state, nodes) in pool.nodes_by_state() {
        for zone in nodes.iter().flat_map(|nodes| nodes.zones()) {
            add("zone", Cell::text(format!("{}: {} {state}", zone.zone(), zone.count())));
        }
    }
    add("type", Cell::text(pool.pool_type().as_str()));
    for job_type in pool.job_types() {
        let state = pool.job_type_states().iter().find(|state| state.job_type() == job_type);
        let state = state.map(|state| state.state().as_str());
        add("jobs", Cell::text(with(job_type.as_str(), state)));
    }
    let created = pool.created_at().map(|moment| clock.local_and_ago(moment));
    add("created", text(created.as_deref()));
    add("workspace", text(pool.workspace_id()));
    add("billing mode", Cell::text(pool.billing_mode().as_str()));
    add("network", text(pool.network_id()));
    add("parent", text(pool.parent()));
    add("root", text(pool.root()));
    for (field, driver) in [("gpu driver", pool.gpu_driver()), ("npu driver", pool.npu_driver())] {
        if let Some(driver) = driver {
            add(field, Cell::text(with(driver.version(), Some(driver.state().as_str()))));
        }
    }
    for (key, value) in pool.labels() {
        add("label", Cell::text(format!("{key}={value}")));
    }
    table
}

/// A text with its state in parentheses, if there is one.
fn with(text: &str, state: Option<&str>) -> String {
    match state {
        None | Some("") => text.to_owned(),
        Some(state) => format!("{text} ({state})"),
    }
}
