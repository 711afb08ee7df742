//! Commands about resource pools.

use std::process::ExitCode;

use modelarts::{Pool, PoolList, WorkloadPhase, WorkloadType, WorkspaceId, raw::types::ListPoolsResponse};

use crate::{
    answer::Answer,
    arguments::{Global, OnePool, Period, PoolFilters, PoolsCommand, View},
    clock::Clock,
    completions,
    error::CommandError,
    show::show,
    table::Table,
    tables::{nodes, pool, pools, usage, workloads},
    target::Target,
};

/// The most values of a metric that the service gives at once.
const MOST_POINTS: u64 = 1440;

/// Lists the pools that the filters let through, and keeps their ids for completions.
pub(crate) async fn list(filters: &PoolFilters, view: &View, global: &Global) -> Result<ExitCode, CommandError> {
    filters.check()?;
    show(global, view, async |target| {
        let answer = match filters.is_for_all() {
            true => all(target, filters).await?,
            false => matching(target, filters).await?,
        };
        if let (Some(table), false) = (&answer.table, global.demo) {
            completions::remember(&table.names());
        }
        Ok(answer)
    })
    .await
}

async fn matching(target: Target<'_>, filters: &PoolFilters) -> Result<Answer, CommandError> {
    let table = |found: &_, clock: &_| table(found, filters, clock);
    let asked = target.ask(table, |api, project| {
        let mut request = api.list_pools().project_id(project);
        if let Some(id) = filters.workspace_ids.first() {
            request = request.workspace_id(id.as_str());
        }
        if let Some(status) = &filters.status {
            request = request.status(status.as_str());
        }
        if let Some(selector) = &filters.label_selector {
            request = request.label_selector(selector.as_str());
        }
        request
    });
    asked.await
}

/// Asks for pools in every status, of several workspaces.
async fn all(target: Target<'_>, filters: &PoolFilters) -> Result<Answer, CommandError> {
    let Target { client, presentation } = target;
    let mut workspaces: Vec<_> = filters.workspace_ids.iter().map(WorkspaceId::to_string).collect();
    if filters.all_workspaces {
        let mut accessible = client.list_workspace().filter_accessible(true).items();
        while let Some(workspace) = accessible.next().await {
            workspaces.push(workspace?.id().to_owned());
        }
    } else if workspaces.is_empty() {
        workspaces.push("0".to_owned());
    }
    let all = client.list_all_pools(workspaces).await?;
    let failures = all.failures.into_iter();
    let failures = failures.map(|(id, error)| CommandError::from(error).in_workspace(id.as_str()));
    let mut list = ListPoolsResponse::default();
    list.kind = Some("PoolList".into());
    list.items = Some(all.pools.into_iter().map(Pool::into_raw).collect());
    let mut answer = match presentation.is_table() {
        true => Answer::of_table(table(&list.into(), filters, &Clock::system())),
        false => Answer::of_json(serde_json::to_vec(&list).unwrap_or_default()),
    };
    answer.failures.extend(failures);
    Ok(answer)
}

fn table(list: &PoolList, filters: &PoolFilters, clock: &Clock) -> Table {
    let mut table = pools::rows(&list.iter().collect::<Vec<_>>(), clock);
    if filters.status.is_none() {
        table
            .empty
            .push_str(" To list those whose creation failed too, use --status all.");
    }
    table
}

/// Runs a command about pools other than their list.
pub(crate) async fn run(command: PoolsCommand, global: &Global) -> Result<ExitCode, CommandError> {
    match command {
        PoolsCommand::Get(OnePool { id, view }) => {
            show(global, &view, async |target| {
                let asked = target.ask_for_one(pools::rows, pool::fields, |api, project| {
                    api.show_pool().project_id(project).pool_name(id.as_str())
                });
                asked.await
            })
            .await
        }
        PoolsCommand::Nodes(OnePool { id, view }) => {
            show(global, &view, async |target| {
                let pages = target.client.list_pool_nodes(&id).pages();
                target.ask_for_pages(nodes::rows, "items", pages).await
            })
            .await
        }
        PoolsCommand::Workloads {
            one: OnePool { id, view },
            types,
            status,
        } => {
            let types: Vec<_> = types.iter().map(|name| WorkloadType::from(&**name)).collect();
            let types = Some(types).filter(|types| !types.is_empty());
            show(global, &view, async |target| {
                let request = target.client.list_workloads(&id).type_(types.clone());
                let pages = request.status(status.as_deref().map(WorkloadPhase::from)).pages();
                target.ask_for_pages(workloads::rows, "items", pages).await
            })
            .await
        }
        PoolsCommand::WorkloadStatistics(OnePool { id, view }) => {
            show(global, &view, async |target| {
                let asked = target.ask(workloads::counts, |api, project| {
                    let request = api.show_workload_statistics().project_id(project);
                    request.pool_name(id.as_str())
                });
                asked.await
            })
            .await
        }
        PoolsCommand::Monitor {
            one: OnePool { id, view },
            period,
        } => {
            let time_range = period.time_range()?;
            show(global, &view, async |target| {
                let asked = target.ask(usage::over_time, |api, project| {
                    let request = api.show_pool_monitor().project_id(project).pool_name(id.as_str());
                    let request = request.time_range(time_range.as_str());
                    let request = request.statistics(period.statistic.as_str());
                    request.period(period.period.as_str())
                });
                asked.await
            })
            .await
        }
        PoolsCommand::Usage { view } => {
            show(global, &view, async |target| {
                let asked = target.ask(usage::of_pools, |api, project| {
                    api.show_pool_runtime_metrics().project_id(project)
                });
                asked.await
            })
            .await
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
