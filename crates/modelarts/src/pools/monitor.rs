//! ShowPoolMonitor: how a pool was used over time.

use std::collections::BTreeMap;

use modelarts_api::types::{PoolMetricDataPoint, PoolMetricItem, ShowPoolMonitorResponse};

use crate::{
    MetricPeriod, MetricStatistic, MetricUnit, PoolId, PoolMetricName, Timestamp, field::field, request::request,
    view::view,
};

request! {
    /// Request for the utilization of a pool over time: `GET /v2/{project_id}/pools/{pool_name}/monitor`.
    pub struct ShowPoolMonitor -> PoolMonitor;

    /// Gets the utilization of a pool over time, the last hour by default (ShowPoolMonitor).
    ///
    /// Requires the IAM action `modelarts:pool:get`. An invalid id is reported when the request is awaited; nothing is
    /// sent then.
    pub fn show_pool_monitor(pool_name: id PoolId);

    /// Period (`time_range`): start and end in milliseconds since 1970, and the length in minutes, joined by dots. The
    /// default `-1.-1.60` is the last 60 minutes.
    pub fn time_range(text String);

    /// What each point says about the values within its time (`statistics`). The default is the maximum.
    pub fn statistics(value MetricStatistic);

    /// Time between two points (`period`). The default is a minute.
    pub fn period(value MetricPeriod);
}

view! {
    /// Utilization of a pool over time, one series for each metric: the response of ShowPoolMonitor.
    pub struct PoolMonitor(ShowPoolMonitorResponse) = [MetricSeries] at metrics;
}

impl PoolMonitor {
    /// Returns the series of a metric.
    pub fn get(&self, metric: &PoolMetricName) -> Option<&MetricSeries> {
        self.iter().find(|series| series.metric() == metric)
    }
}

view! {
    /// One metric over time: `metrics[]` of ShowPoolMonitor.
    pub struct MetricSeries(PoolMetricItem);

    pub fn metric(&self);

    /// Points of the series (`dataPoints`).
    pub fn points(&self) -> &[MetricPoint] = data_points;
}

impl MetricSeries {
    /// Metric that the series is of (`metric.metricName`); empty if absent.
    pub fn metric(&self) -> &PoolMetricName {
        let metric = field!(self, metric).and_then(|metric| metric.first()?.metric_name.as_ref());
        metric.unwrap_or_default()
    }

    /// Latest point at which something was measured.
    pub fn latest(&self) -> Option<&MetricPoint> {
        let measured = self.points().iter().filter(|point| !point.values().is_empty());
        measured.max_by_key(|point| point.measured_at())
    }
}

view! {
    /// Values of a metric at one time: `metrics[].dataPoints[]` of ShowPoolMonitor.
    pub struct MetricPoint(PoolMetricDataPoint);

    /// Time of the point (`timestamp`).
    pub fn measured_at(&self) -> Option<Timestamp> = timestamp;

    /// Unit of the values (`unit`); empty if absent.
    pub fn unit(&self) -> &MetricUnit = unit;

    pub fn values(&self);
}

impl MetricPoint {
    /// Values by statistic (`statistics`), without those that stand for nothing measured, which are -1.
    pub fn values(&self) -> BTreeMap<&str, f64> {
        let values = field!(self, statistics).into_iter().flatten().filter_map(|value| {
            let number = value.value.as_ref()?.as_f64()?;
            Some((value.statistic.as_ref()?.as_str(), number))
        });
        values.filter(|(_, number)| *number >= 0.0).collect()
    }
}
