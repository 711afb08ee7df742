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

use self::report::Report;
use crate::{
    clock::Clock,
    connection::Connection,
    error::{CommandError, MISUSED, exit_status},
    generated::calls,
    output::{self, Format},
    specs::Specs,
};

/// Calls these operations, or all if none is named, and prints the report on their responses.
pub(crate) async fn run(
    connection: &Connection,
    operations: &[String],
    format: Option<Format>,
) -> Result<ExitCode, CommandError> {
    let specs = Specs::bundled().map_err(|error| CommandError::system("cannot read the specs", error.into()))?;
    let mut calls = calls(&connection.client);
    calls.retain(|call| operations.is_empty() || operations.iter().any(|id| id == call.operation));
    let (operations, bodies): (Vec<_>, Vec<_>) = calls.into_iter().map(|call| (call.operation, call.body)).unzip();
    let results = connection.spinner.wait(join_all(bodies)).await;
    let mut report = Report::new(&specs, connection.client.region(), &Clock::system());
    for (operation, result) in operations.into_iter().zip(&results) {
        report.add(&specs, operation, result);
    }
    let text = match Format::or_default(format) {
        Format::Table => markdown::render(&report),
        Format::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
    };
    output::print(text.as_bytes()).map_err(|error| CommandError::system("cannot print the report", error))?;
    let is_misuse = |result: &Result<_, _>| result.as_ref().is_err_and(|error| exit_status(error) == MISUSED);
    Ok(ExitCode::from(match results.iter().all(is_misuse) {
        true => MISUSED,
        false => u8::from(!report.agrees),
    }))
}
