//! Networks.

use anstyle::Style;
use modelarts::{Network, NetworkPhase};

use super::with_state;
use crate::{
    clock::Clock,
    table::{Cell, List, Table, good, warn},
};

/// A network on a line.
pub(crate) fn rows(networks: &[&Network], clock: &Clock) -> Table {
    List::new(networks.iter().copied(), "No networks found.")
        .all("ID", Network::id)
        .all("NAME", |network| Cell::from(name(network)).styled(Style::new().bold()))
        .all("PHASE", |network| phase(network.phase()))
        .all("CIDR", Network::cidr)
        .wide("WORKSPACE", Network::workspace_id)
        .wide("DESCRIPTION", Network::description)
        .wide("CREATED", |network| clock.time(network.created_at()))
        .people("AGE", |network| clock.age(network.created_at()))
        .table()
}

/// One network, in all its details.
pub(crate) fn fields(network: &Network, clock: &Clock) -> Table {
    let mut table = Table::of_fields();
    table.field("id", network.id());
    table.field("name", name(network));
    table.field("description", network.description());
    table.field("phase", phase(network.phase()));
    table.field("cidr", network.cidr());
    table.field("workspace", network.workspace_id());
    table.field(
        "created",
        network.created_at().map(|moment| clock.local_and_ago(moment)),
    );
    let status = network.raw().status.as_deref();
    let connections = status.and_then(|status| status.connection_status.as_deref());
    let peerings = connections.and_then(|all| all.peer_connection_status.as_deref());
    for peering in peerings.unwrap_or_default() {
        let state = peering.phase.as_ref().map(|phase| phase.as_str());
        let id = peering.peer_vpc_id.as_deref();
        table.field("peering", with_state(id.unwrap_or_default(), state));
    }
    let storages = connections.and_then(|all| all.sfs_turbo_status.as_deref());
    for storage in storages.unwrap_or_default() {
        let state = storage.status.as_ref().map(|status| status.as_str());
        let name = storage.name.as_deref();
        table.field("sfs turbo", with_state(name.unwrap_or_default(), state));
    }
    table
}

fn name(network: &Network) -> Option<&str> {
    network.label("os.modelarts/name")
}

fn phase(phase: &NetworkPhase) -> Cell {
    let text = Cell::from(phase.as_str());
    match phase {
        NetworkPhase::Abnormal => Cell::attention(phase.as_str()),
        NetworkPhase::Active => text.styled(good()),
        phase if phase.is_known() => text.styled(warn()),
        _ => text,
    }
}
