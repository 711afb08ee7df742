//! The commands.

use std::{io, process::ExitCode};

use clap::{CommandFactory, error::ErrorKind};
use modelarts::{Client, Response, WorkspaceId};

use crate::{
    arguments::{Arguments, Command, Global},
    clock::Clock,
    connection,
    error::CommandError,
    json_layout,
    output::{self, Format},
    tables::{pool_statistics, pools, quotas},
    verify,
};

/// Runs the command of the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let global = &arguments.global;
    // IDs are checked before the client is built, which may already send a request to IAM.
    match arguments.command {
        Command::Pools(options) => {
            let workspace_id = options.workspace_id.as_deref().map(WorkspaceId::new).transpose()?;
            let request = |client: &Client| {
                let mut request = client.list_pools();
                if let Some(workspace_id) = workspace_id {
                    request = request.workspace_id(workspace_id);
                }
                if let Some(status) = options.status {
                    request = request.status(status);
                }
                if let Some(selector) = options.label_selector.clone() {
                    request = request.label_selector(selector);
                }
                request
            };
            let table = |found: &_, clock: &_, width| pools::render(found, &options, clock, width);
            call(global, request, table).await?;
        }
        Command::PoolStatistics { workspace_id } => {
            let workspace_id = workspace_id.map(WorkspaceId::new).transpose()?;
            let request = |client: &Client| match workspace_id {
                Some(workspace_id) => client.show_pool_statistics().workspace_id(workspace_id),
                None => client.show_pool_statistics(),
            };
            call(global, request, pool_statistics::render).await?;
        }
        Command::OsQuotas => {
            let table = |found: &_, _: &_, width| quotas::of_project(found, width);
            call(global, Client::show_os_quota, table).await?;
        }
        Command::WorkspaceQuotas { workspace_id } => {
            let id = WorkspaceId::new(&workspace_id)?;
            let request = |client: &Client| client.show_workspace_quotas(id);
            let table = |found: &_, clock: &_, width| quotas::of_workspace(found, &workspace_id, clock, width);
            call(global, request, table).await?;
        }
        Command::Verify { operations } => return verify::run(global, &operations).await,
        Command::Completions { shell } => completions(shell)?,
        Command::Man { command } => manual(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Sends a request and prints its response as a table or as JSON.
async fn call<R, T>(
    global: &Global,
    request: impl FnOnce(&Client) -> R,
    table: impl FnOnce(&T, &Clock, u16) -> String,
) -> Result<(), CommandError>
where
    R: IntoFuture<Output = Result<Response<T>, modelarts::Error>>,
{
    let (client, spinner) = connection::open(global).await?;
    let response = spinner.wait(request(&client).into_future()).await;
    let response = response.map_err(|error| CommandError::client(&error, Some(client.endpoint())))?;
    let printed = match Format::or_default(global.output) {
        Format::Table => output::print_styled(&table(&response, &Clock::system(), output::width())),
        Format::Json => {
            let pretty = output::is_terminal().then(|| json_layout::pretty(response.body()));
            let mut json = pretty.flatten().map_or(response.body().to_vec(), String::into_bytes);
            if !json.is_empty() && !json.ends_with(b"\n") {
                json.push(b'\n');
            }
            output::print(&json)
        }
    };
    printed.map_err(cannot_print)
}

fn completions(shell: clap_complete::Shell) -> Result<(), CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "modelarts", &mut script);
    output::print(&script).map_err(cannot_print)
}

fn manual(name: Option<&str>) -> Result<(), CommandError> {
    let mut command = Arguments::command();
    command.build();
    if let Some(name) = name {
        let unknown = command.error(ErrorKind::InvalidSubcommand, format!("unrecognized command '{name}'"));
        let subcommand = command.find_subcommand(name).cloned();
        command = subcommand.unwrap_or_else(|| unknown.exit());
    }
    let manual = clap_mangen::Man::new(command).source(concat!("modelarts ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    manual.render(&mut page).map_err(cannot_print)?;
    output::print(&page).map_err(cannot_print)
}

fn cannot_print(error: io::Error) -> CommandError {
    CommandError::system("cannot print the result", error)
}
