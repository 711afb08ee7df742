//! Asking regions, and showing what they answer.

use std::process::ExitCode;

use futures_util::future::join_all;
use modelarts::HttpClient;

use crate::{
    answer::Answer,
    arguments::{Global, View},
    connection,
    error::CommandError,
    output::Format,
    presentation::Presentation,
    spinner::Spinner,
    target::Target,
    watch,
};

/// Asks every region at once, and prints the answers, by default as a table. Each failure is reported beside its region.
pub(crate) async fn show(
    global: &Global,
    view: &View,
    ask: impl AsyncFn(Target<'_>) -> Result<Answer, CommandError>,
) -> Result<ExitCode, CommandError> {
    show_as(Format::Table, global, view, ask).await
}

/// The same with another format by default.
pub(crate) async fn show_as(
    default: Format,
    global: &Global,
    view: &View,
    ask: impl AsyncFn(Target<'_>) -> Result<Answer, CommandError>,
) -> Result<ExitCode, CommandError> {
    let default = if view.query.is_some() { Format::Json } else { default };
    let presentation = Presentation {
        format: global.output.unwrap_or(default),
        view,
    };
    presentation.check()?;
    let regions = global.regions()?;
    let spinner = Spinner::new(global.max_attempts);
    let http = HttpClient::new();
    let clients = regions
        .iter()
        .map(|region| connection::open(global, region.as_deref(), &http, &spinner));
    let clients: Vec<_> = spinner.wait(join_all(clients)).await;
    let ask = async || {
        let answers = regions.iter().zip(&clients).map(async |(region, client)| {
            let answer = match client {
                Ok(client) => ask(Target { client, presentation }).await,
                Err(error) => Err(error.clone()),
            };
            let region = region.clone().filter(|_| regions.len() > 1);
            (region.clone(), answer.map_err(|error| error.in_region(region)))
        });
        spinner.wait(join_all(answers)).await
    };
    match view.watch {
        Some(interval) => watch::watch(interval, presentation, ask).await,
        None => presentation.print(ask().await, global.output),
    }
}
