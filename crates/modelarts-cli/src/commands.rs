//! The commands.

use std::{io, process::ExitCode};

use clap::{CommandFactory, error::ErrorKind};
use modelarts::{Response, WorkspaceId};

use crate::{
    arguments::{Arguments, Command, Global, PoolStatistics, Pools, WorkspaceQuotas},
    clock::Clock,
    connection::Connection,
    error::CommandError,
    generated::calls,
    json_layout,
    output::{self, Format},
    tables, verify,
};

/// Runs the command of the command line.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, CommandError> {
    let global = &arguments.global;
    match arguments.command {
        Command::Pools(options) => pools(global, options).await?,
        Command::PoolStatistics(options) => pool_statistics(global, options).await?,
        Command::OsQuotas => os_quotas(global).await?,
        Command::WorkspaceQuotas(options) => workspace_quotas(global, options).await?,
        Command::Verify(options) => {
            let connection = Connection::open(global).await?;
            let mut calls = calls(&connection.client);
            if !options.operations.is_empty() {
                calls.retain(|call| options.operations.iter().any(|id| id == call.operation));
            }
            return verify::run(&connection, calls, global.output).await;
        }
        Command::Completions { shell } => completions(shell)?,
        Command::Man { command } => manual(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn pools(global: &Global, options: Pools) -> Result<(), CommandError> {
    let workspace_id = workspace(options.workspace_id.as_deref())?;
    let connection = Connection::open(global).await?;
    let mut request = connection.client.list_pools();
    if let Some(workspace_id) = workspace_id.clone() {
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
        let filter = tables::pools::Filter {
            workspace_id: workspace_id.as_ref().map(WorkspaceId::as_str),
            status: options.status,
            label_selector: options.label_selector.as_deref(),
        };
        tables::pools::render(&pools, &filter, clock, width)
    })
}

async fn pool_statistics(global: &Global, options: PoolStatistics) -> Result<(), CommandError> {
    let workspace_id = workspace(options.workspace_id.as_deref())?;
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

async fn workspace_quotas(global: &Global, options: WorkspaceQuotas) -> Result<(), CommandError> {
    let workspace_id = WorkspaceId::new(&options.workspace_id)?;
    let connection = Connection::open(global).await?;
    let request = connection.client.show_workspace_quotas(workspace_id.clone());
    let quotas = connection.call(request).await?;
    show(global, &quotas, |clock, width| {
        tables::workspace_quotas::render(&quotas, workspace_id.as_str(), clock, width)
    })
}

/// Checks an ID before the client is built, which may already send a request to IAM.
fn workspace(id: Option<&str>) -> Result<Option<WorkspaceId>, CommandError> {
    Ok(id.map(WorkspaceId::new).transpose()?)
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
            match pretty.flatten() {
                Some(pretty) => output::print(pretty.as_bytes()),
                None => output::print(&with_final_newline(response.body())),
            }
        }
    };
    printed.map_err(cannot_print)
}

fn with_final_newline(body: &[u8]) -> Vec<u8> {
    let mut text = body.to_vec();
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    text
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
