//! One resource pool, in all its details.

use modelarts::Pool;

use super::{
    pools::{flavors, name, notes, phase},
    with_state,
};
use crate::{clock::Clock, table::Table};

pub(crate) fn fields(pool: &Pool, clock: &Clock) -> Table {
    let mut table = Table::of_fields();
    table.field("id", pool.id());
    table.field("name", name(pool));
    table.field("description", pool.description());
    table.field("phase", phase(pool.phase()));
    for note in notes(pool) {
        table.field("note", note);
    }
    for flavor in flavors(pool) {
        table.field("ready", flavor);
    }
    for (state, nodes) in pool.nodes_by_state() {
        for zone in nodes.iter().flat_map(|nodes| nodes.zones()) {
            table.field("zone", format!("{}: {} {state}", zone.zone(), zone.count()));
        }
    }
    table.field("type", pool.pool_type().as_str());
    for job_type in pool.job_types() {
        let state = pool.job_type_states().iter().find(|state| state.job_type() == job_type);
        let state = state.map(|state| state.state().as_str());
        table.field("jobs", with_state(job_type.as_str(), state));
    }
    table.field("created", pool.created_at().map(|moment| clock.local_and_ago(moment)));
    table.field("workspace", pool.workspace_id());
    table.field("billing mode", pool.billing_mode().as_str());
    table.field("network", pool.network_id());
    table.field("parent", pool.parent());
    table.field("root", pool.root());
    for (name, driver) in [("gpu driver", pool.gpu_driver()), ("npu driver", pool.npu_driver())] {
        table.field(
            name,
            driver.map(|driver| with_state(driver.version(), Some(driver.state().as_str()))),
        );
    }
    for (key, value) in pool.labels() {
        table.field("label", format!("{key}={value}"));
    }
    table
}
