//! Flavors of nodes.

use modelarts::{Accelerator, ResourceFlavor};

use crate::{
    clock::Clock,
    table::{Cell, List, Table, warn},
};

pub(crate) fn rows(flavors: &[&ResourceFlavor], _: &Clock) -> Table {
    List::new(flavors.iter().copied(), "No flavors found.")
        .all("ID", ResourceFlavor::id)
        .all("CPU", ResourceFlavor::cpu)
        .all("MEMORY", ResourceFlavor::memory)
        .all("ACCELERATORS", accelerators)
        .all("SOLD OUT", |flavor| {
            Cell::from(zones(flavor, |state| state == "soldout")).styled(warn())
        })
        .wide("ARCH", |flavor| flavor.cpu_arch().as_str())
        .wide("ZONES", |flavor| zones(flavor, |_| true))
        .wide("BARE METAL", |flavor| if flavor.is_bare_metal() { "yes" } else { "no" })
        .table()
}

/// Accelerators, such as `8 x npu-snt9b`.
fn accelerators(flavor: &ResourceFlavor) -> String {
    let described = |accelerator: Accelerator| match accelerator.count {
        Some(count) => format!("{count} x {}", accelerator.model),
        None => accelerator.model,
    };
    let accelerators = flavor.gpu().into_iter().chain(flavor.npu());
    accelerators.map(described).collect::<Vec<_>>().join(", ")
}

/// Zones in which the state of the flavor is one that is wanted.
fn zones(flavor: &ResourceFlavor, is_wanted: fn(&str) -> bool) -> String {
    let zones = flavor.availability().into_iter().filter(|(_, state)| is_wanted(state));
    zones.map(|(zone, _)| zone).collect::<Vec<_>>().join(", ")
}
