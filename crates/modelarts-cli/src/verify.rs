//! `verify`: compares the service's responses with the specs.

mod compare;
mod evidence;
mod finding;
mod markdown;
mod mask;
mod path;
mod report;

use std::process::ExitCode;

use futures_util::future::join_all;
use modelarts::Error;

use self::report::Report;
use crate::{
    arguments::Global,
    clock::Clock,
    connection,
    error::{CommandError, MISUSED, exit_status},
    generated::calls,
    output::{self, Format},
    specs::Specs,
};

/// Calls these operations, or all if none is named, and prints the report on their responses.
pub(crate) async fn run(global: &Global, operations: &[String]) -> Result<ExitCode, CommandError> {
    let specs = Specs::bundled().map_err(|error| CommandError::system("cannot read the specs", error.into()))?;
    let (client, spinner) = connection::open(global).await?;
    let mut calls = calls(&client);
    calls.retain(|call| operations.is_empty() || operations.iter().any(|id| id == call.operation));
    let calls = calls.into_iter();
    let results = calls.map(|call| async move { (call.operation, call.body.await) });
    let results = spinner.wait(join_all(results)).await;
    let mut report = Report::new(&specs, client.region(), &Clock::system());
    for (operation, result) in &results {
        report.add(&specs, operation, result);
    }
    let text = match Format::or_default(global.output) {
        Format::Table => markdown::render(&report),
        Format::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
    };
    output::print(text.as_bytes()).map_err(|error| CommandError::system("cannot print the report", error))?;
    let is_misuse = |error: &Error| exit_status(error) == MISUSED;
    let nothing_was_sent = results.iter().all(|(_, result)| result.as_ref().is_err_and(is_misuse));
    Ok(ExitCode::from(match nothing_was_sent {
        true => MISUSED,
        false => u8::from(!report.agrees),
    }))
}
