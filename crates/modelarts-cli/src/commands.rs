//! The commands.

use clap::CommandFactory;
use modelarts::{Response, WorkspaceId};
use std::{io, process::ExitCode};

use crate::{
    arguments::{Arguments, Command, Global, PoolStatistics, Pools, WorkspaceQuotas},
    clock::Clock,
    connection::Connection,
    failure::Failure,
    json_layout,
    output::{self, Format},
    tables, verify,
};

/// What manual pages say they are of.
const VERSION: &str = concat!("modelarts ", env!("CARGO_PKG_VERSION"));

/// Does what the command line says.
pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let global = &arguments.global;
    match arguments.command {
        Command::Pools(options) => pools(global, options).await?,
        Command::PoolStatistics(options) => pool_statistics(global, options).await?,
        Command::OsQuotas => os_quotas(global).await?,
        Command::WorkspaceQuotas(options) => workspace_quotas(global, options).await?,
        Command::Verify(options) => verify::run(global, &options.operations).await?,
        Command::Completions { shell } => completions(shell)?,
        Command::Man { of } => manual(of.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn pools(global: &Global, options: Pools) -> Result<(), Failure> {
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
    let pools = answer(&connection, request).await?;
    show(global, &pools, |clock, width| {
        let asked = tables::pools::Asked {
            workspace_id: workspace_id.as_ref().map(WorkspaceId::as_str),
            status: options.status.map(|status| status.to_string()),
            label_selector: options.label_selector.as_deref(),
        };
        tables::pools::render(&pools, &asked, clock, width)
    })
}

async fn pool_statistics(global: &Global, options: PoolStatistics) -> Result<(), Failure> {
    let workspace_id = workspace(options.workspace_id.as_deref())?;
    let connection = Connection::open(global).await?;
    let mut request = connection.client.show_pool_statistics();
    if let Some(workspace_id) = workspace_id {
        request = request.workspace_id(workspace_id);
    }
    let statistics = answer(&connection, request).await?;
    show(global, &statistics, |clock, width| {
        tables::pool_statistics::render(&statistics, clock, width)
    })
}

async fn os_quotas(global: &Global) -> Result<(), Failure> {
    let connection = Connection::open(global).await?;
    let quotas = answer(&connection, connection.client.show_os_quota()).await?;
    show(global, &quotas, |_, width| tables::os_quotas::render(&quotas, width))
}

async fn workspace_quotas(global: &Global, options: WorkspaceQuotas) -> Result<(), Failure> {
    let workspace_id = WorkspaceId::new(&options.workspace_id)?;
    let connection = Connection::open(global).await?;
    let request = connection.client.show_workspace_quotas(workspace_id.clone());
    let quotas = answer(&connection, request).await?;
    show(global, &quotas, |clock, width| {
        tables::workspace_quotas::render(&quotas, workspace_id.as_str(), clock, width)
    })
}

/// The identifier, checked before anything is asked of anyone: building a client may send a request to IAM.
fn workspace(id: Option<&str>) -> Result<Option<WorkspaceId>, Failure> {
    Ok(id.map(WorkspaceId::new).transpose()?)
}

async fn answer<T>(
    connection: &Connection,
    request: impl IntoFuture<Output = Result<Response<T>, modelarts::Error>>,
) -> Result<Response<T>, Failure> {
    let response = connection.wait(request.into_future()).await;
    response.map_err(|error| connection.failure(error))
}

fn show<T>(global: &Global, response: &Response<T>, table: impl FnOnce(&Clock, u16) -> String) -> Result<(), Failure> {
    let printed = match Format::or_default(global.output) {
        Format::Table => output::print_styled(&table(&Clock::of_the_system(), output::width())),
        Format::Json => {
            let pretty = output::is_terminal()
                .then(|| json_layout::pretty(response.body()))
                .flatten();
            match pretty {
                Some(pretty) => output::print(pretty.as_bytes()),
                None => output::print(&terminated(response.body())),
            }
        }
    };
    printed.map_err(cannot_print)
}

/// What the service sent, and the line break that ends a text file.
fn terminated(body: &[u8]) -> Vec<u8> {
    let mut text = body.to_vec();
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    text
}

fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "modelarts", &mut script);
    output::print(&script).map_err(cannot_print)
}

fn manual(of: Option<&str>) -> Result<(), Failure> {
    let mut command = Arguments::command();
    command.build();
    let page = match of {
        Some(name) => command.find_subcommand(name).cloned(),
        None => Some(command),
    };
    let page = page.ok_or(Failure::NoSuchCommand)?;
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(page).source(VERSION).render(&mut text);
    rendered.and_then(|()| output::print(&text)).map_err(cannot_print)
}

fn cannot_print(error: io::Error) -> Failure {
    Failure::system("cannot print the result", error)
}
