//! Workloads of a pool, and their number.

use modelarts::{Workload, WorkloadPhase, WorkloadStatistics};

use crate::{
    clock::Clock,
    table::{Cell, Layouts, Table, good, warn},
};

const COLUMNS: [(&str, Layouts); 12] = [
    ("NAME", Layouts::All),
    ("TYPE", Layouts::All),
    ("PHASE", Layouts::All),
    ("JOB", Layouts::All),
    ("REQUESTS", Layouts::Wide),
    ("USER", Layouts::Wide),
    ("PRIORITY", Layouts::Wide),
    ("QUEUE", Layouts::Wide),
    ("NODES", Layouts::Wide),
    ("ID", Layouts::Wide),
    ("CREATED", Layouts::Wide),
    ("AGE", Layouts::People),
];

/// Workloads, each on a line.
pub(crate) fn rows<'a>(workloads: impl IntoIterator<Item = &'a Workload>, clock: &Clock) -> Table {
    let mut table = Table::new(COLUMNS);
    "No workloads found.".clone_into(&mut table.empty);
    for workload in workloads {
        table.add(cells(workload, clock), Vec::new());
    }
    table
}

fn cells(workload: &Workload, clock: &Clock) -> [Cell; COLUMNS.len()] {
    let requests = workload
        .requested()
        .into_iter()
        .map(|(resource, amount)| format!("{resource} {amount}"));
    [
        Cell::text(workload.name()),
        Cell::text(workload.workload_type().as_str()),
        phase(workload.phase()),
        Cell::text(workload.job_name().unwrap_or_default()),
        Cell::text(requests.collect::<Vec<_>>().join(", ")),
        Cell::text(workload.user().unwrap_or_default()),
        Cell::number(workload.priority()),
        Cell::number(workload.queue_position()),
        Cell::text(workload.node_ips().join(", ")),
        Cell::text(workload.id()),
        clock.time(workload.created_at()),
        clock.age(workload.created_at()),
    ]
}

fn phase(phase: &WorkloadPhase) -> Cell {
    match phase {
        WorkloadPhase::Abnormal | WorkloadPhase::Failed => Cell::attention(phase.as_str()),
        WorkloadPhase::Running => Cell::text(phase.as_str()).styled(good()),
        WorkloadPhase::Queue | WorkloadPhase::Pending => Cell::text(phase.as_str()).styled(warn()),
        phase => Cell::text(phase.as_str()),
    }
}

/// Numbers of workloads, with a line for each type.
pub(crate) fn counts(statistics: &WorkloadStatistics) -> Table {
    const PHASES: [(&str, Layouts); 9] = [
        ("Running", Layouts::All),
        ("Queue", Layouts::All),
        ("Pending", Layouts::All),
        ("Abnormal", Layouts::All),
        ("Failed", Layouts::All),
        ("Creating", Layouts::Wide),
        ("Terminating", Layouts::Wide),
        ("Terminated", Layouts::Wide),
        ("Completed", Layouts::Wide),
    ];
    let phases = PHASES.map(|(phase, layouts)| (phase.to_uppercase(), layouts));
    let first = ["TYPE", "TOTAL"].map(|name| (name.to_owned(), Layouts::All));
    let mut table = Table::new(first.into_iter().chain(phases));
    "No workloads found.".clone_into(&mut table.empty);
    for count in statistics {
        let by_phase = count.by_phase();
        let first = [Cell::text(count.workload_type().as_str()), Cell::number(count.total())];
        let phases = PHASES.map(|(phase, _)| Cell::number(by_phase.get(phase).copied()));
        table.add(first.into_iter().chain(phases).collect::<Vec<_>>(), Vec::new());
    }
    table
}
