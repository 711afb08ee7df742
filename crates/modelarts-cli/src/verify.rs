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
    call::Call,
    clock::Clock,
    connection::Connection,
    error::{CommandError, MISUSED},
    output::{self, Format},
    specs::Specs,
};

/// Makes the calls and prints the report on their responses.
pub(crate) async fn run(
    connection: &Connection,
    calls: Vec<Call>,
    format: Option<Format>,
) -> Result<ExitCode, CommandError> {
    let specs = Specs::bundled().map_err(|error| CommandError::system("cannot read the specs", error.into()))?;
    let outcomes = connection.wait(join_all(calls.into_iter().map(Call::send))).await;
    let mut report = Report::new(&specs, connection.client.region(), &Clock::system());
    for outcome in &outcomes {
        report.add(outcome);
    }
    let text = match Format::or_default(format) {
        Format::Table => markdown::render(&report),
        Format::Json => report.json(),
    };
    output::print(text.as_bytes()).map_err(|error| CommandError::system("cannot print the report", error))?;
    Ok(if outcomes.iter().all(|outcome| outcome.is_misuse()) {
        ExitCode::from(MISUSED)
    } else if report.agrees {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
