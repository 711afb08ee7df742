//! The commands.

use std::{path::Path, process::ExitCode};

use clap::error::ErrorKind;
use modelarts::{Client, raw::types};

use crate::{
    api,
    arguments::{Arguments, Command, View, command},
    clock::Clock,
    completions,
    error::CommandError,
    generated::Operation,
    lists,
    output::{self, Format},
    pools,
    presentation::Presentation,
    show::show,
    tables::{pool_statistics, pools as pools_table, quotas},
    verify, whoami,
};

/// Runs the command of the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let global = &arguments.global;
    let clock = &Clock::system();
    match arguments.command {
        Command::Pools {
            other: None,
            filters,
            view,
        } => {
            filters.check()?;
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let answer = pools_table::ask(client, &filters, clock, presentation).await?;
                if let Some(table) = answer.table.as_ref().filter(|_| !global.demo) {
                    completions::remember(&table.names());
                }
                Ok(answer)
            };
            show(global, &view, Format::Table, ask).await
        }
        Command::Pools {
            other: Some(command), ..
        } => pools::run(command, global, clock).await,
        Command::PoolStatistics { workspace_id, view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let mut request = Operation::SHOW_POOL_STATISTICS.request(client);
                if let Some(workspace_id) = &workspace_id {
                    request = request.query("workspaceId", workspace_id);
                }
                let table = |found: types::ShowPoolStatisticsResponse| pool_statistics::table(&found.into(), clock);
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        Command::OsQuotas { view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let table = |found: types::ShowOsQuotaResponse| quotas::of_project(&found.into());
                presentation.ask(Operation::SHOW_OS_QUOTA.request(client), table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        Command::WorkspaceQuotas { workspace_id, view } => {
            let ask = async |client: &Client, presentation: Presentation<'_>| {
                let request = Operation::SHOW_WORKSPACE_QUOTAS
                    .request(client)
                    .path_param("workspace_id", &workspace_id);
                let table = |found: types::ShowWorkspaceQuotasResponse| {
                    quotas::of_workspace(&found.into(), workspace_id.as_str(), clock)
                };
                presentation.ask(request, table).await
            };
            show(global, &view, Format::Table, ask).await
        }
        Command::Lists(command) => lists::run(command, global, clock).await,
        Command::Api(call) => {
            let input = call.input.as_deref().map(api::read).transpose()?;
            let ask = async |client: &Client, _: Presentation<'_>| {
                Presentation::ask_for_body(api::request(client, &call, input.as_deref())).await
            };
            show(global, &call.view, Format::Json, ask).await
        }
        Command::Whoami => {
            let ask = async |client: &Client, _: Presentation<'_>| whoami::identify(global, client).await;
            show(global, &View::default(), Format::Table, ask).await
        }
        Command::Verify { operations } => verify::run(global, &operations).await,
        Command::Completions { shell } => print(&completions::script(&shell)?),
        Command::Man { command, to: None } => manual(&command),
        Command::Man { to: Some(folder), .. } => manuals(&folder),
    }
}

fn manual(names: &[String]) -> Result<ExitCode, CommandError> {
    let mut command = command();
    command.build();
    for name in names {
        let unknown = command.error(ErrorKind::InvalidSubcommand, format!("unrecognized command '{name}'"));
        let subcommand = command.find_subcommand(name).cloned();
        command = subcommand.unwrap_or_else(|| unknown.exit());
    }
    let manual = clap_mangen::Man::new(command).source(concat!("modelarts ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    manual.render(&mut page).map_err(CommandError::printing)?;
    print(&page)
}

fn manuals(folder: &Path) -> Result<ExitCode, CommandError> {
    let written = clap_mangen::generate_to(command(), folder);
    written.map_err(|error| CommandError::system(&format!("cannot write to {}", folder.display()), error))?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &[u8]) -> Result<ExitCode, CommandError> {
    output::print(text).map_err(CommandError::printing)?;
    Ok(ExitCode::SUCCESS)
}
