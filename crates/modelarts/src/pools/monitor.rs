//! ShowPoolMonitor: how a pool was used over time.

use std::collections::BTreeMap;

use bytemuck::TransparentWrapper;
use modelarts_api::types::{PoolMetricDataPoint, PoolMetricItem, PoolMetricItemValue, ShowPoolMonitorResponse};

use crate::{
    MetricPeriod, MetricStatistic, MetricUnit, PoolId, PoolMetricName, Timestamp,
    request::request,
    view::{or_empty, view},
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
    PoolMonitor(ShowPoolMonitorResponse) = [MetricSeries] at metrics
}

impl PoolMonitor {
    /// Returns the series of a metric.
    pub fn get(&self, metric: &PoolMetricName) -> Option<&MetricSeries> {
        self.iter().find(|series| series.metric() == metric)
    }
}

view! {
    /// One metric over time: `metrics[]` of ShowPoolMonitor.
    MetricSeries(PoolMetricItem): metric points
}

impl MetricSeries {
    /// Metric that the series is of (`metric.metricName`); empty if absent.
    pub fn metric(&self) -> &PoolMetricName {
        let metric = self.raw().metric.as_ref().and_then(|metric| metric.as_slice().first());
        or_empty!(
            metric.and_then(|metric: &PoolMetricItemValue| metric.metric_name.as_ref()),
            PoolMetricName
        )
    }

    /// Points of the series (`dataPoints`).
    pub fn points(&self) -> &[MetricPoint] {
        MetricPoint::wrap_slice(self.raw().data_points.as_deref().unwrap_or_default())
    }

    /// Latest point at which something was measured.
    pub fn latest(&self) -> Option<&MetricPoint> {
        let measured = self.points().iter().filter(|point| !point.values().is_empty());
        measured.max_by_key(|point| point.measured_at())
    }
}

view! {
    /// Values of a metric at one time: `metrics[].dataPoints[]` of ShowPoolMonitor.
    MetricPoint(PoolMetricDataPoint): measured_at unit values
}

impl MetricPoint {
    /// Time of the point (`timestamp`).
    pub fn measured_at(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.raw().timestamp?).ok()
    }

    /// Unit of the values (`unit`); empty if absent.
    pub fn unit(&self) -> &MetricUnit {
        or_empty!(self.raw().unit.as_ref(), MetricUnit)
    }

    /// Values by statistic (`statistics`), without those that stand for nothing measured, which are -1.
    pub fn values(&self) -> BTreeMap<&str, f64> {
        let values = self.raw().statistics.iter().flatten().filter_map(|value| {
            let number = value.value.as_ref()?.as_f64()?;
            Some((value.statistic.as_ref()?.as_str(), number))
        });
        values.filter(|(_, number)| *number >= 0.0).collect()
    }
}
