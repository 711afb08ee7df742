//! `verify`: compares the service's responses with the specs.

mod compare;
mod evidence;
mod ids;
mod markdown;
mod mask;
mod report;

use std::process::ExitCode;

use futures_util::future::join_all;
use modelarts::{Error, HttpClient};
use serde::de::IgnoredAny;

use self::{compare::compare, ids::Ids, report::Report};
use crate::{
    arguments::Global,
    clock::Clock,
    connection,
    error::{CommandError, MISUSED, exit_status},
    generated::Operation,
    output::{self, Format},
    specs::Specs,
    spinner::Spinner,
};

/// Calls these operations, or all if none is named, and prints the report on their responses.
pub(crate) async fn run(global: &Global, operations: &[String]) -> Result<ExitCode, CommandError> {
    let specs = Specs::bundled().map_err(|error| CommandError::system("cannot read the specs", error.into()))?;
    let format = global.output.unwrap_or_default();
    if !matches!(format, Format::Table | Format::Json) {
        return Err(CommandError::misuse(
            "a report is a table or json".to_owned(),
            "leave out --output, or set one of them",
        ));
    }
    let regions = global.regions()?;
    let [region] = regions.as_slice() else {
        return Err(CommandError::misuse(
            "a report is about one region".to_owned(),
            "name one with --region",
        ));
    };
    let spinner = Spinner::new(global.max_attempts);
    let client = spinner
        .wait(connection::open(
            global,
            region.as_deref(),
            &HttpClient::new(),
            &spinner,
        ))
        .await?;
    let is_named = |operation: &&Operation| operations.is_empty() || operations.iter().any(|id| id == operation.id);
    // What writes is never called.
    let reads = Operation::ALL.iter().filter(|operation| operation.method == "GET");
    let reads: Vec<_> = reads.filter(is_named).collect();
    let parameters = reads.iter().flat_map(|operation| specs.parameters(operation.id));
    let ids = spinner
        .wait(Ids::look_up(&client, parameters.map(|(name, ..)| name)))
        .await;
    let results = reads.iter().map(async |operation| {
        let mut request = operation.request(&client);
        for (name, example, is_path) in specs.parameters(operation.id) {
            let value = match ids.value(name, example) {
                Ok(Some(value)) => value,
                Ok(None) => return (operation.id, None),
                Err(error) => return (operation.id, Some(Err(error))),
            };
            request = match is_path {
                true => request.path_param(name, value),
                false => request.query(name, value),
            };
        }
        let response = request.decode::<IgnoredAny>().await;
        (operation.id, Some(response.map(|response| response.body_bytes())))
    });
    let results: Vec<_> = spinner.wait(join_all(results)).await;
    let mut report = Report::new(&specs, client.region(), &Clock::system());
    for (operation, result) in &results {
        let Some(result) = result else {
            report.skip(operation);
            continue;
        };
        let body = match result {
            Ok(body) => Some(&**body),
            Err(error) => error.body().filter(|_| error.is_decode()),
        };
        let (findings, verdicts) = body.map(|body| compare(&specs, operation, body)).unwrap_or_default();
        report.add(operation, result.as_ref().err(), findings.into_values(), verdicts);
    }
    let text = match format {
        Format::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
        _ => markdown::render(&report),
    };
    output::print(text.as_bytes()).map_err(CommandError::printing)?;
    let is_misuse = |error: &Error| exit_status(error) == MISUSED;
    let sent: Vec<_> = results.iter().filter_map(|(_, result)| result.as_ref()).collect();
    let nothing_was_sent = !sent.is_empty() && sent.iter().all(|result| result.as_ref().is_err_and(is_misuse));
    Ok(ExitCode::from(match nothing_was_sent {
        true => MISUSED,
        false => u8::from(!report.agrees),
    }))
}
