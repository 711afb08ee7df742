//! Flavors of nodes.

use modelarts::{Accelerator, ResourceFlavor};

use crate::table::{Cell, Layouts, Table, warn};

pub(crate) fn rows<'a>(flavors: impl IntoIterator<Item = &'a ResourceFlavor>) -> Table {
    let mut table = Table::new([
        ("ID", Layouts::All),
        ("CPU", Layouts::All),
        ("MEMORY", Layouts::All),
        ("ACCELERATORS", Layouts::All),
        ("SOLD OUT", Layouts::All),
        ("ARCH", Layouts::Wide),
        ("ZONES", Layouts::Wide),
        ("BARE METAL", Layouts::Wide),
    ]);
    "No flavors found.".clone_into(&mut table.empty);
    for flavor in flavors {
        let accelerators = flavor.gpu().into_iter().chain(flavor.npu());
        let accelerators: Vec<_> = accelerators.map(|accelerator| described(&accelerator)).collect();
        let zones = |is_wanted: fn(&str) -> bool| {
            let zones = flavor.availability().into_iter().filter(|(_, state)| is_wanted(state));
            zones.map(|(zone, _)| zone).collect::<Vec<_>>().join(", ")
        };
        let cells = [
            Cell::text(flavor.id()),
            Cell::number(flavor.cpu()),
            Cell::text(flavor.memory()),
            Cell::text(accelerators.join(", ")),
            Cell::text(zones(|state| state == "soldout")).styled(warn()),
            Cell::text(flavor.cpu_arch().as_str()),
            Cell::text(zones(|_| true)),
            Cell::text(if flavor.is_bare_metal() { "yes" } else { "no" }),
        ];
        table.add(cells, Vec::new());
    }
    table
}

/// Accelerators, such as `8 x npu-snt9b`.
fn described(accelerator: &Accelerator) -> String {
    match accelerator.count {
        Some(count) => format!("{count} x {}", accelerator.model),
        None => accelerator.model.clone(),
    }
}
