//! The commands.

use std::{io, process::ExitCode};

use clap::{CommandFactory, error::ErrorKind};
use modelarts::{Response, WorkspaceId};

use crate::{
    arguments::{Arguments, Command, Global, Pools},
    clock::Clock,
    connection::Connection,
    error::CommandError,
    json_layout,
    output::{self, Format},
    tables, verify,
};

/// Runs the command of the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let global = &arguments.global;
    match arguments.command {
        Command::Pools(options) => pools(global, options).await?,
        Command::PoolStatistics { workspace_id } => pool_statistics(global, workspace_id).await?,
        Command::OsQuotas => os_quotas(global).await?,
        Command::WorkspaceQuotas { workspace_id } => workspace_quotas(global, &workspace_id).await?,
        Command::Verify { operations } => {
            let connection = Connection::open(global).await?;
            return verify::run(&connection, &operations, global.output).await;
        }
        Command::Completions { shell } => completions(shell)?,
        Command::Man { command } => manual(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

// IDs are checked before the client is built, which may already send a request to IAM.

async fn pools(global: &Global, options: Pools) -> Result<(), CommandError> {
    let workspace_id = options.workspace_id.as_deref().map(WorkspaceId::new).transpose()?;
    let connection = Connection::open(global).await?;
    let mut request = connection.client.list_pools();
    if let Some(workspace_id) = workspace_id {
        request = request.workspace_id(workspace_id);
    }
    if let Some(status) = options.status {
        request = request.status(status);
    }
    if let Some(selector) = options.label_selector.clone() {
        request = request.label_selector(selector);
    }
    let pools = connection.call(request).await?;
    show(global, &pools, |clock, width| {
        tables::pools::render(&pools, &options, clock, width)
    })
}

async fn pool_statistics(global: &Global, workspace_id: Option<String>) -> Result<(), CommandError> {
    let workspace_id = workspace_id.map(WorkspaceId::new).transpose()?;
    let connection = Connection::open(global).await?;
    let mut request = connection.client.show_pool_statistics();
    if let Some(workspace_id) = workspace_id {
        request = request.workspace_id(workspace_id);
    }
    let statistics = connection.call(request).await?;
    show(global, &statistics, |clock, width| {
        tables::pool_statistics::render(&statistics, clock, width)
    })
}

async fn os_quotas(global: &Global) -> Result<(), CommandError> {
    let connection = Connection::open(global).await?;
    let quotas = connection.call(connection.client.show_os_quota()).await?;
    show(global, &quotas, |_, width| tables::os_quotas::render(&quotas, width))
}

async fn workspace_quotas(global: &Global, workspace_id: &str) -> Result<(), CommandError> {
    let id = WorkspaceId::new(workspace_id)?;
    let connection = Connection::open(global).await?;
    let quotas = connection.call(connection.client.show_workspace_quotas(id)).await?;
    show(global, &quotas, |clock, width| {
        tables::workspace_quotas::render(&quotas, workspace_id, clock, width)
    })
}

/// Prints a response as a table or as JSON.
fn show<T>(
    global: &Global,
    response: &Response<T>,
    table: impl FnOnce(&Clock, u16) -> String,
) -> Result<(), CommandError> {
    let printed = match Format::or_default(global.output) {
        Format::Table => output::print_styled(&table(&Clock::system(), output::width())),
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
        command = match command.find_subcommand(name) {
            Some(subcommand) => subcommand.clone(),
            None => command
                .error(ErrorKind::InvalidSubcommand, format!("unrecognized command '{name}'"))
                .exit(),
        };
    }
    let manual = clap_mangen::Man::new(command).source(concat!("modelarts ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    let rendered = manual.render(&mut page);
    rendered.and_then(|()| output::print(&page)).map_err(cannot_print)
}

fn cannot_print(error: io::Error) -> CommandError {
    CommandError::system("cannot print the result", error)
}
