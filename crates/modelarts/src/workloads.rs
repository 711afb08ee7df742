//! ListWorkloads and ShowWorkloadStatistics: what occupies a pool.

use std::collections::BTreeMap;

use modelarts_api::types::{self, ListWorkloadsResponse, ShowWorkloadStatisticsResponse};

use crate::{
    PoolId, Timestamp, WorkloadPhase, WorkloadSortKey, WorkloadType,
    field::field,
    paging::{Position, paginated},
    request::request,
    view::view,
};

/// Workloads on a page: the default, and the maximum.
const LARGEST_PAGE: i64 = 500;

request! {
    /// Request for the workloads of a pool: `GET /v2/{project_id}/pools/{pool_name}/workloads`.
    pub struct ListWorkloads -> WorkloadList;

    /// Lists the workloads that run in a pool or wait for it, by pages (ListWorkloads).
    ///
    /// Awaiting it gives one page, of 500 workloads at most; [`items`](ListWorkloads::items) goes on to the last. Requires
    /// the IAM action `modelarts:pool:get`. An invalid id is reported when the request is awaited; nothing is sent then.
    pub fn list_workloads(pool_name: id PoolId);

    /// Restricts the list to workloads of these types (`type`).
    pub fn type_(value Vec<WorkloadType>);

    /// Restricts the list to workloads in a state (`status`).
    pub fn status(value WorkloadPhase);

    /// Restricts the list to workloads on the nodes with these IP addresses (`hostip`), and turns paging off.
    pub fn hostip(value Vec<String>);

    /// Sorts the list (`sort`).
    pub fn sort(value WorkloadSortKey);

    /// Sorts upwards (`ascend`), if [`sort`](ListWorkloads::sort) is given.
    pub fn ascend(value bool);

    /// Number of workloads to skip (`offset`).
    pub fn offset(value i64);

    /// Maximum number of workloads on a page (`limit`).
    pub fn limit(value i64);
}

paginated! {
    ListWorkloads -> WorkloadList of Workload by Offset(offset);
    |request, page| {
        Position::after_offset([&request.offset, &request.limit], page.len(), page.total(), LARGEST_PAGE)
    }
}

view! {
    /// A page of workloads: the response of ListWorkloads.
    pub struct WorkloadList(ListWorkloadsResponse) = [Workload] at items;
}

impl WorkloadList {
    /// Number of workloads on all pages (`total`).
    pub fn total(&self) -> Option<i64> {
        self.raw().total
    }
}

view! {
    /// Workload of a pool: `items[]` of ListWorkloads.
    pub struct Workload(types::Workload);

    /// Id of the workload (`uid`); empty if absent.
    pub fn id(&self) -> &str = uid;

    /// Name of the workload (`name`); empty if absent.
    pub fn name(&self) -> &str = name;

    /// Id of the job, service or notebook that it runs for (`jobUUID`).
    pub fn job_id(&self) -> Option<&str> = job_uuid;

    /// Name of the job, service or notebook that it runs for (`jobName`).
    pub fn job_name(&self) -> Option<&str> = job_name;

    /// Type of the workload (`type`); empty if absent.
    pub fn workload_type(&self) -> &WorkloadType = type_;

    /// State of the workload (`status`); empty if absent.
    pub fn phase(&self) -> &WorkloadPhase = status;

    /// User who created the workload (`userName`). Only the official SDKs document it.
    pub fn user(&self) -> Option<&str> = user_name;

    /// Flavor that the workload was created with (`flavor`).
    pub fn flavor(&self) -> Option<&str> = flavor;

    /// Resources that the workload requests (`resourceRequirement`), such as `6.52 GiB` of `memory`.
    pub fn requested(&self) -> BTreeMap<&str, &str> = resource_requirement;

    /// Priority of the workload (`priority`).
    pub fn priority(&self) -> Option<i64> = priority;

    /// Creation time (`createTime`).
    pub fn created_at(&self) -> Option<Timestamp> = create_time;

    /// How long the workload has run (`runningDuration`), in seconds.
    pub fn ran_seconds(&self) -> Option<i64> = running_duration;

    /// How long the workload has waited (`pendingDuration`), in seconds.
    pub fn waited_seconds(&self) -> Option<i64> = pending_duration;

    pub fn queue_position(&self);
    pub fn node_ips(&self);
}

impl Workload {
    /// Position in the queue (`pendingPosition`), if the service knows it.
    pub fn queue_position(&self) -> Option<i64> {
        self.raw().pending_position.filter(|position| *position >= 0)
    }

    /// IP addresses of the nodes on which it runs (`hostIps`).
    pub fn node_ips(&self) -> Vec<&str> {
        let addresses = field!(self, host_ips)
            .into_iter()
            .flat_map(|addresses| addresses.split(','));
        addresses.map(str::trim).filter(|address| !address.is_empty()).collect()
    }
}

request! {
    /// Request for the number of workloads: `GET /v2/{project_id}/statistics/pools/{pool_name}/workloads`.
    pub struct ShowWorkloadStatistics -> WorkloadStatistics;

    /// Counts the workloads of a pool by type and state (ShowWorkloadStatistics).
    ///
    /// Requires the IAM action `modelarts:pool:get`. An invalid id is reported when the request is awaited; nothing is
    /// sent then.
    pub fn show_workload_statistics(pool_name: id PoolId);
}

view! {
    /// Number of workloads by type: the response of ShowWorkloadStatistics.
    pub struct WorkloadStatistics(ShowWorkloadStatisticsResponse) = [WorkloadCount] at statistics.items;
}

view! {
    /// Number of workloads of one type: `statistics.items[]` of ShowWorkloadStatistics.
    pub struct WorkloadCount(types::WorkloadStatistics);

    /// Type of the workloads (`type`); empty if absent.
    pub fn workload_type(&self) -> &WorkloadType = type_;

    /// Number of workloads of the type (`total`).
    pub fn total(&self) -> Option<i64> = total;

    pub fn by_phase(&self);
}

impl WorkloadCount {
    /// Number of workloads by state (`status`), such as `Running`, as far as the service sent it.
    pub fn by_phase(&self) -> BTreeMap<&'static str, i64> {
        let counts = field!(self, status).into_iter().flat_map(|counts| {
            [
                ("Queue", counts.queue),
                ("Pending", counts.pending),
                ("Abnormal", counts.abnormal),
                ("Terminating", counts.terminating),
                ("Creating", counts.creating),
                ("Running", counts.running),
                ("Completed", counts.completed),
                ("Terminated", counts.terminated),
                ("Failed", counts.failed),
            ]
        });
        counts
            .filter_map(|(phase, count)| Some((phase, count?.get())))
            .collect()
    }
}
