//! Commands about resource pools, beside their list.

use std::process::ExitCode;

use modelarts::{Client, WorkloadPhase, WorkloadType, raw::types};

use crate::{
    arguments::{Global, OnePool, Period, PoolsCommand},
    clock::Clock,
    error::CommandError,
    generated::Operation,
    lists::every_page,
    output::Format,
    presentation::Presentation,
    show::show,
    tables::{nodes, pool, pools, usage, workloads},
};

/// The most values of a metric that the service gives at once.
const MOST_POINTS: u64 = 1440;

/// Runs one of these commands.
pub(crate) async fn run(command: PoolsCommand, global: &Global, clock: &Clock) -> Result<ExitCode, CommandError> {
    match command {
        PoolsCommand::Get(OnePool { id, view }) => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_POOL.request(client).path_param("pool_name", &id);
                let table = |pool: types::PoolModel| match presentation.format {
                    Format::Csv | Format::Name => pools::rows([&pool.into()], clock),
                    _ => pool::table(&pool.into(), clock),
                };
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        PoolsCommand::Nodes(OnePool { id, view }) => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let pages = client.list_pool_nodes(&*id).pages();
                every_page(presentation, pages, "items", |found| nodes::rows(found, clock)).await
            };
            show(global, &view, Format::Table, ask).await
        }
        PoolsCommand::Workloads {
            one: OnePool { id, view },
            types,
            status,
        } => {
            let types: Vec<_> = types.iter().map(|name| WorkloadType::from(&**name)).collect();
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = client
                    .list_workloads(&*id)
                    .status(status.as_deref().map(WorkloadPhase::from));
                let pages = request
                    .type_(Some(types.clone()).filter(|types| !types.is_empty()))
                    .pages();
                every_page(presentation, pages, "items", |found| workloads::rows(found, clock)).await
            };
            show(global, &view, Format::Table, ask).await
        }
        PoolsCommand::WorkloadStatistics(OnePool { id, view }) => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_WORKLOAD_STATISTICS
                    .request(client)
                    .path_param("pool_name", &id);
                let table = |found: types::ShowWorkloadStatisticsResponse| workloads::counts(&found.into());
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        PoolsCommand::Monitor {
            one: OnePool { id, view },
            period,
        } => {
            let time_range = period.time_range()?;
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_POOL_MONITOR
                    .request(client)
                    .path_param("pool_name", &id)
                    .query("time_range", &time_range)
                    .query("statistics", &period.statistic)
                    .query("period", &period.period);
                let table = |found: types::ShowPoolMonitorResponse| usage::over_time(&found.into(), clock);
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        PoolsCommand::Usage { view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_POOL_RUNTIME_METRICS.request(client);
                let table = |found: types::ShowPoolRuntimeMetricsResponse| usage::of_pools(&found.into(), clock);
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
    }
}

impl Period {
    /// The period as the service reads it; an error where it has more values than the service gives.
    fn time_range(&self) -> Result<String, CommandError> {
        let minutes = self.last.as_secs().div_ceil(60);
        let seconds = self.period.parse().unwrap_or(60);
        if self.last.as_secs() / seconds > MOST_POINTS {
            let text = format!("the service gives at most {MOST_POINTS} values of a metric");
            return Err(CommandError::misuse(
                text,
                "choose a longer --period, or a shorter --last",
            ));
        }
        Ok(format!("-1.-1.{minutes}"))
    }
}
