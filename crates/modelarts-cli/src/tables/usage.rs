//! Resources of pools: at present, and over time.

use std::collections::BTreeMap;

use modelarts::{MetricSeries, MetricUnit, PoolMonitor, PoolUsage, PoolUsages};

use crate::{
    clock::Clock,
    table::{Cell, Layouts, Table},
};

/// How much of each pool is in use, with a line for each.
pub(crate) fn of_pools(usages: &PoolUsages, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("POOL", Layouts::All),
        ("CPU", Layouts::All),
        ("MEMORY", Layouts::All),
        ("ACCELERATORS", Layouts::All),
        ("ALLOCATED", Layouts::Wide),
        ("CAPACITY", Layouts::Wide),
        ("MEASURED", Layouts::Wide),
    ]);
    "No pools found.".clone_into(&mut table.empty);
    for usage in usages {
        let ratios = usage.ratios();
        let cells = [
            Cell::text(usage.pool_id()),
            Cell::share(ratios.get("cpu").copied()),
            Cell::share(ratios.get("memory").copied()),
            Cell::text(accelerators(usage)),
            Cell::text(amounts(usage.allocated())),
            Cell::text(amounts(usage.capacity())),
            clock.time(usage.measured_at()),
        ];
        table.add(cells, Vec::new());
    }
    table
}

/// Types of accelerators, each with the share that is in use.
fn accelerators(usage: &PoolUsage) -> String {
    let ratios = usage.ratios().into_iter();
    let ratios = ratios.filter(|(resource, _)| !["cpu", "memory"].contains(resource));
    let shares = ratios.map(|(resource, ratio)| format!("{resource} {:.0}%", ratio * 100.0));
    shares.collect::<Vec<_>>().join(", ")
}

fn amounts(amounts: BTreeMap<&str, String>) -> String {
    let amounts = amounts
        .into_iter()
        .map(|(resource, amount)| format!("{resource} {amount}"));
    amounts.collect::<Vec<_>>().join(", ")
}

/// Metrics of a pool over time, with a line for each.
pub(crate) fn over_time(monitor: &PoolMonitor, clock: &Clock) -> Table {
    let mut table = Table::new([
        ("METRIC", Layouts::All),
        ("LATEST", Layouts::All),
        ("LEAST", Layouts::All),
        ("MOST", Layouts::All),
        ("POINTS", Layouts::Wide),
        ("MEASURED", Layouts::Wide),
        ("AGE", Layouts::People),
    ]);
    "No metrics found.".clone_into(&mut table.empty);
    for series in monitor {
        table.add(metric(series, clock), Vec::new());
    }
    table
}

fn metric(series: &MetricSeries, clock: &Clock) -> [Cell; 7] {
    let latest = series.latest();
    let values = || series.points().iter().flat_map(|point| point.values().into_values());
    let unit = match latest.map(|point| point.unit()) {
        Some(MetricUnit::Percent) => "%",
        Some(MetricUnit::Megabytes) => " MB",
        _ => "",
    };
    let cell =
        |value: Option<f64>| value.map_or_else(|| Cell::text(""), |value| Cell::new(format!("{value}{unit}"), value));
    let measured_at = latest.and_then(|point| point.measured_at());
    [
        Cell::text(series.metric().as_str()),
        cell(latest.and_then(|point| point.values().into_values().next())),
        cell(values().reduce(f64::min)),
        cell(values().reduce(f64::max)),
        Cell::number(i64::try_from(series.points().len()).ok()),
        clock.time(measured_at),
        clock.age(measured_at),
    ]
}
