//! The commands.

use std::{path::Path, process::ExitCode};

use clap::error::ErrorKind;
use serde::de::IgnoredAny;

use crate::{
    answer::Answer,
    api,
    arguments::{Arguments, Command, View, command},
    completions,
    error::CommandError,
    lists,
    output::{self, Format},
    pools,
    show::{show, show_as},
    tables::{pool_statistics, quotas},
    verify, whoami,
};

/// Runs the command of the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let global = &arguments.global;
    match arguments.command {
        Command::Pools {
            other: None,
            filters,
            view,
        } => pools::list(&filters, &view, global).await,
        Command::Pools {
            other: Some(command), ..
        } => pools::run(command, global).await,
        Command::PoolStatistics { workspace_id, view } => {
            show(global, &view, async |target| {
                let asked = target.ask(pool_statistics::table, |api, project| {
                    let request = api.show_pool_statistics().project_id(project);
                    match &workspace_id {
                        Some(id) => request.workspace_id(id.as_str()),
                        None => request,
                    }
                });
                asked.await
            })
            .await
        }
        Command::OsQuotas { view } => {
            show(global, &view, async |target| {
                let asked = target.ask(quotas::of_project, |api, project| {
                    api.show_os_quota().project_id(project)
                });
                asked.await
            })
            .await
        }
        Command::WorkspaceQuotas { workspace_id: id, view } => {
            show(global, &view, async |target| {
                let table = |found: &_, clock: &_| quotas::of_workspace(found, &id, clock);
                let asked = target.ask(table, |api, project| {
                    let request = api.show_workspace_quotas().project_id(project);
                    request.workspace_id(id.as_str())
                });
                asked.await
            })
            .await
        }
        Command::Lists(command) => lists::run(command, global).await,
        Command::Api(call) => {
            let input = call.input.as_deref().map(api::read).transpose()?;
            show_as(Format::Json, global, &call.view, async |target| {
                let request = api::request(target.client, &call, input.as_deref());
                let response = request.decode::<IgnoredAny>().await?;
                Ok(Answer::of_json(response.body_bytes()))
            })
            .await
        }
        Command::Whoami => {
            show(global, &View::default(), async |target| {
                whoami::identify(global, target).await
            })
            .await
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
