//! Networks.

use anstyle::Style;
use modelarts::{Network, NetworkPhase};

use crate::{
    clock::Clock,
    table::{Cell, Layouts, Table, good, warn},
};

/// A network on a line.
pub(crate) fn rows<'a>(networks: impl IntoIterator<Item = &'a Network>, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("ID", Layouts::All),
        ("NAME", Layouts::All),
        ("PHASE", Layouts::All),
        ("CIDR", Layouts::All),
        ("WORKSPACE", Layouts::Wide),
        ("DESCRIPTION", Layouts::Wide),
        ("CREATED", Layouts::Wide),
        ("AGE", Layouts::People),
    ]);
    "No networks found.".clone_into(&mut table.empty);
    for network in networks {
        let cells = [
            Cell::text(network.id()),
            Cell::text(network.label("os.modelarts/name").unwrap_or_default()).styled(Style::new().bold()),
            phase(network),
            Cell::text(network.cidr()),
            Cell::text(network.workspace_id().unwrap_or_default()),
            Cell::text(network.description()),
            clock.time(network.created_at()),
            clock.age(network.created_at()),
        ];
        table.add(cells, Vec::new());
    }
    table
}

/// One network, in all its details.
pub(crate) fn fields(network: &Network, clock: &Clock) -> Table {
    let mut table = Table::of_fields();
    let mut add = |field: &str, cell: Cell| {
        if !cell.is_absent() {
            table.add([Cell::text(field), cell], Vec::new());
        }
    };
    add("id", Cell::text(network.id()));
    add(
        "name",
        Cell::text(network.label("os.modelarts/name").unwrap_or_default()),
    );
    add("description", Cell::text(network.description()));
    add("phase", phase(network));
    add("cidr", Cell::text(network.cidr()));
    add("workspace", Cell::text(network.workspace_id().unwrap_or_default()));
    let created = network.created_at().map(|moment| clock.local_and_ago(moment));
    add("created", Cell::text(created.unwrap_or_default()));
    let connections = network
        .raw()
        .status
        .as_ref()
        .and_then(|status| status.connection_status.as_deref());
    for peering in connections
        .and_then(|all| all.peer_connection_status.as_deref())
        .unwrap_or_default()
    {
        let state = peering.phase.as_ref().map(|phase| phase.as_str());
        add("peering", with_state(peering.peer_vpc_id.as_deref(), state));
    }
    for storage in connections
        .and_then(|all| all.sfs_turbo_status.as_deref())
        .unwrap_or_default()
    {
        let state = storage.status.as_ref().map(|status| status.as_str());
        add("sfs turbo", with_state(storage.name.as_deref(), state));
    }
    table
}

/// A name with its state in parentheses.
fn with_state(name: Option<&str>, state: Option<&str>) -> Cell {
    match (name.unwrap_or_default(), state.unwrap_or_default()) {
        (name, "") => Cell::text(name),
        (name, state) => Cell::text(format!("{name} ({state})")),
    }
}

fn phase(network: &Network) -> Cell {
    match network.phase() {
        phase @ NetworkPhase::Abnormal => Cell::attention(phase.as_str()),
        phase @ NetworkPhase::Active => Cell::text(phase.as_str()).styled(good()),
        phase if phase.is_known() => Cell::text(phase.as_str()).styled(warn()),
        phase => Cell::text(phase.as_str()),
    }
}
