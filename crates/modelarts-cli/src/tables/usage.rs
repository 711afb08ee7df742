//! Resources of pools: at present, and over time.

use modelarts::{MetricPoint, MetricSeries, MetricUnit, PoolMonitor, PoolUsage, PoolUsages, Timestamp};

use super::amounts;
use crate::{
    clock::Clock,
    table::{Cell, List, Table},
};

/// How much of each pool is in use, with a line for each.
pub(crate) fn of_pools(usages: &PoolUsages, clock: &Clock) -> Table {
    let share = |resource| move |usage: &PoolUsage| Cell::share(usage.ratios().get(resource).copied());
    List::new(usages, "No pools found.")
        .all("POOL", PoolUsage::pool_id)
        .all("CPU", share("cpu"))
        .all("MEMORY", share("memory"))
        .all("ACCELERATORS", accelerators)
        .wide("ALLOCATED", |usage| amounts(usage.allocated()))
        .wide("CAPACITY", |usage| amounts(usage.capacity()))
        .wide("MEASURED", |usage| clock.time(usage.measured_at()))
        .table()
}

/// Types of accelerators, each with the share that is in use.
fn accelerators(usage: &PoolUsage) -> String {
    let ratios = usage.ratios().into_iter();
    let ratios = ratios.filter(|(resource, _)| !["cpu", "memory"].contains(resource));
    let shares = ratios.map(|(resource, ratio)| format!("{resource} {:.0}%", ratio * 100.0));
    shares.collect::<Vec<_>>().join(", ")
}

/// Metrics of a pool over time, with a line for each.
pub(crate) fn over_time(monitor: &PoolMonitor, clock: &Clock) -> Table {
    List::new(monitor, "No metrics found.")
        .all("METRIC", |series| series.metric().as_str())
        .all("LATEST", |series| {
            value(series, series.latest().and_then(|point| values(point).next()))
        })
        .all("LEAST", |series| value(series, all_values(series).reduce(f64::min)))
        .all("MOST", |series| value(series, all_values(series).reduce(f64::max)))
        .wide("POINTS", |series| i64::try_from(series.points().len()).ok())
        .wide("MEASURED", |series| clock.time(measured_at(series)))
        .people("AGE", |series| clock.age(measured_at(series)))
        .table()
}

fn values(point: &MetricPoint) -> impl Iterator<Item = f64> {
    point.values().into_values()
}

fn all_values(series: &MetricSeries) -> impl Iterator<Item = f64> {
    series.points().iter().flat_map(values)
}

/// A value of a metric, with its unit.
fn value(series: &MetricSeries, value: Option<f64>) -> Cell {
    let unit = match series.latest().map(MetricPoint::unit) {
        Some(MetricUnit::Percent) => "%",
        Some(MetricUnit::Megabytes) => " MB",
        _ => "",
    };
    value.map(|value| Cell::new(format!("{value}{unit}"), value)).into()
}

fn measured_at(series: &MetricSeries) -> Option<Timestamp> {
    series.latest()?.measured_at()
}
