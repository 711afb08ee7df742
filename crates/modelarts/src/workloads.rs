//! ListWorkloads and ShowWorkloadStatistics: what occupies a pool.

use std::collections::BTreeMap;

use modelarts_api::types::{self, ListWorkloadsResponse, ShowWorkloadStatisticsResponse, WorkloadResources};

use crate::{
    PoolId, Timestamp, WorkloadPhase, WorkloadSortKey, WorkloadType,
    paging::{Position, paginated},
    request::request,
    view::{or_empty, view},
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
    WorkloadList(ListWorkloadsResponse) = [Workload] at items
}

impl WorkloadList {
    /// Number of workloads on all pages (`total`).
    pub fn total(&self) -> Option<i64> {
        self.raw().total
    }
}

view! {
    /// Workload of a pool: `items[]` of ListWorkloads.
    Workload(types::Workload):
        id name job_id job_name workload_type phase user flavor requested priority
        created_at ran_seconds waited_seconds queue_position node_ips
}

impl Workload {
    /// Id of the workload (`uid`); empty if absent.
    pub fn id(&self) -> &str {
        self.raw().uid.as_deref().unwrap_or_default()
    }

    /// Name of the workload (`name`); empty if absent.
    pub fn name(&self) -> &str {
        self.raw().name.as_deref().unwrap_or_default()
    }

    /// Id of the job, service or notebook that it runs for (`jobUUID`).
    pub fn job_id(&self) -> Option<&str> {
        self.raw().job_uuid.as_deref()
    }

    /// Name of the job, service or notebook that it runs for (`jobName`).
    pub fn job_name(&self) -> Option<&str> {
        self.raw().job_name.as_deref()
    }

    /// Type of the workload (`type`); empty if absent.
    pub fn workload_type(&self) -> &WorkloadType {
        or_empty!(self.raw().type_.as_ref(), WorkloadType)
    }

    /// State of the workload (`status`); empty if absent.
    pub fn phase(&self) -> &WorkloadPhase {
        or_empty!(self.raw().status.as_ref(), WorkloadPhase)
    }

    /// User who created the workload (`userName`). Only the official SDKs document it.
    pub fn user(&self) -> Option<&str> {
        self.raw().user_name.as_deref()
    }

    /// Flavor that the workload was created with (`flavor`).
    pub fn flavor(&self) -> Option<&str> {
        self.raw().flavor.as_deref()
    }

    /// Resources that the workload requests (`resourceRequirement`), such as `6.52 GiB` of `memory`.
    pub fn requested(&self) -> BTreeMap<&str, &str> {
        let requested = self
            .raw()
            .resource_requirement
            .iter()
            .flat_map(|requested| requested.as_slice());
        requested.flat_map(WorkloadResources::iter).collect()
    }

    /// Priority of the workload (`priority`).
    pub fn priority(&self) -> Option<i64> {
        self.raw().priority.as_deref()?.parse().ok()
    }

    /// Creation time (`createTime`).
    pub fn created_at(&self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.raw().create_time?).ok()
    }

    /// How long the workload has run (`runningDuration`), in seconds.
    pub fn ran_seconds(&self) -> Option<i64> {
        self.raw().running_duration
    }

    /// How long the workload has waited (`pendingDuration`), in seconds.
    pub fn waited_seconds(&self) -> Option<i64> {
        self.raw().pending_duration
    }

    /// Position in the queue (`pendingPosition`), if the service knows it.
    pub fn queue_position(&self) -> Option<i64> {
        self.raw().pending_position.filter(|position| *position >= 0)
    }

    /// IP addresses of the nodes on which it runs (`hostIps`).
    pub fn node_ips(&self) -> Vec<&str> {
        let addresses = self
            .raw()
            .host_ips
            .as_deref()
            .unwrap_or_default()
            .split(',')
            .map(str::trim);
        addresses.filter(|address| !address.is_empty()).collect()
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
    WorkloadStatistics(ShowWorkloadStatisticsResponse) = [WorkloadCount] at statistics.items
}

view! {
    /// Number of workloads of one type: `statistics.items[]` of ShowWorkloadStatistics.
    WorkloadCount(types::WorkloadStatistics): workload_type total by_phase
}

impl WorkloadCount {
    /// Type of the workloads (`type`); empty if absent.
    pub fn workload_type(&self) -> &WorkloadType {
        or_empty!(self.raw().type_.as_ref(), WorkloadType)
    }

    /// Number of workloads of the type (`total`).
    pub fn total(&self) -> Option<i64> {
        self.raw().total
    }

    /// Number of workloads by state (`status`), such as `Running`, as far as the service sent it.
    pub fn by_phase(&self) -> BTreeMap<&'static str, i64> {
        let Some(counts) = self.raw().status.as_deref() else {
            return BTreeMap::new();
        };
        let counts = [
            ("Queue", counts.queue),
            ("Pending", counts.pending),
            ("Abnormal", counts.abnormal),
            ("Terminating", counts.terminating),
            ("Creating", counts.creating),
            ("Running", counts.running),
            ("Completed", counts.completed),
            ("Terminated", counts.terminated),
            ("Failed", counts.failed),
        ];
        counts
            .into_iter()
            .filter_map(|(phase, count)| Some((phase, count?.get())))
            .collect()
    }
}
