//! Workloads of a pool, and their number.

use modelarts::{Workload, WorkloadCount, WorkloadPhase, WorkloadStatistics};

use super::amounts;
use crate::{
    clock::Clock,
    table::{Cell, List, Table, good, warn},
};

/// Workloads, each on a line.
pub(crate) fn rows(workloads: &[&Workload], clock: &Clock) -> Table {
    List::new(workloads.iter().copied(), "No workloads found.")
        .all("NAME", Workload::name)
        .all("TYPE", |workload| workload.workload_type().as_str())
        .all("PHASE", |workload| phase(workload.phase()))
        .all("JOB", Workload::job_name)
        .wide("REQUESTS", |workload| amounts(workload.requested()))
        .wide("USER", Workload::user)
        .wide("PRIORITY", Workload::priority)
        .wide("QUEUE", Workload::queue_position)
        .wide("NODES", |workload| workload.node_ips().join(", "))
        .wide("ID", Workload::id)
        .wide("CREATED", |workload| clock.time(workload.created_at()))
        .people("AGE", |workload| clock.age(workload.created_at()))
        .table()
}

fn phase(phase: &WorkloadPhase) -> Cell {
    let text = Cell::from(phase.as_str());
    match phase {
        WorkloadPhase::Abnormal | WorkloadPhase::Failed => Cell::attention(phase.as_str()),
        WorkloadPhase::Running => text.styled(good()),
        WorkloadPhase::Queue | WorkloadPhase::Pending => text.styled(warn()),
        _ => text,
    }
}

/// Numbers of workloads, with a line for each type.
pub(crate) fn counts(statistics: &WorkloadStatistics, _: &Clock) -> Table {
    let number = |phase| move |count: &WorkloadCount| count.by_phase().get(phase).copied();
    List::new(statistics, "No workloads found.")
        .all("TYPE", |count| count.workload_type().as_str())
        .all("TOTAL", WorkloadCount::total)
        .all("RUNNING", number("Running"))
        .all("QUEUE", number("Queue"))
        .all("PENDING", number("Pending"))
        .all("ABNORMAL", number("Abnormal"))
        .all("FAILED", number("Failed"))
        .wide("CREATING", number("Creating"))
        .wide("TERMINATING", number("Terminating"))
        .wide("TERMINATED", number("Terminated"))
        .wide("COMPLETED", number("Completed"))
        .table()
}
