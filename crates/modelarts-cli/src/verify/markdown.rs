//! The report as Markdown: for an issue, and readable on a terminal.

use std::collections::BTreeMap;

use comfy_table::{ContentArrangement, Table, presets};

use super::{
    finding::{Confirmation, Finding},
    report::{CallError, Operation, Report},
};

/// The whole report.
pub(super) fn render(report: &Report<'_>) -> String {
    let departs = report.operations.iter().any(|operation| operation.departures > 0);
    let verdict = match report.agrees {
        true => "The service agrees with the specs.",
        false if departs => "The service departs from the specs.",
        false => "Some calls failed; the responses received agree with the specs.",
    };
    let region = report.region.unwrap_or("not set");
    let Report {
        program,
        specs_version,
        date,
        ..
    } = report;
    let head = format!(
        "## modelarts verify\n\n**{verdict}**\n\n{program}, specs {specs_version}, region {region}, {date}. Values are \
         shown by shape only: nothing here identifies an account.\n\n"
    );
    [
        head,
        outcomes(&report.operations),
        findings("Departures", &report.departures),
        format!(
            "\n### Corrections of the documentation\n\nConfirmed: {}. Not decided: {}.\n\n",
            report.confirmed_deviations.len(),
            report.undecided_deviations
        ),
        confirmed(&report.confirmed_deviations),
        findings("Remarks", &report.remarks),
    ]
    .concat()
}

fn outcomes(operations: &[Operation]) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_MARKDOWN)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(["operation", "outcome"]);
    for operation in operations {
        let outcome = match &operation.failure {
            Some(error) => failed(error),
            None if operation.departures > 0 => format!("departs ({})", operation.departures),
            None => operation.outcome.to_owned(),
        };
        table.add_row([operation.operation, &outcome]);
    }
    format!("{table}\n")
}

fn failed(error: &CallError) -> String {
    let mut text = format!("failed: {}", error.kind);
    if let Some(status) = error.status {
        text.push_str(&format!(" {status}"));
    }
    if let Some(code) = &error.code {
        text.push_str(&format!(", code {code}"));
    }
    if let Some(path) = &error.path {
        text.push_str(&format!(" at `{path}`"));
    }
    text
}

fn findings(title: &str, findings: &[Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let lines = findings.iter().map(|finding| {
        let place = match finding.places {
            1 => format!("`{}`", finding.first),
            places => format!("`{}` ({places} places)", finding.path),
        };
        let (what, sent) = (finding.kind.text(), finding.sent.join("; "));
        format!(
            "- {} {place}: {what}; sent {sent}; specs: {}\n",
            finding.operation, finding.specs
        )
    });
    format!("\n### {title}\n\n{}", lines.collect::<String>())
}

/// One line for each statement of the documentation, with all its places.
fn confirmed(confirmations: &[Confirmation]) -> String {
    let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for confirmation in confirmations {
        let key = (confirmation.operation, &confirmation.page_says, &confirmation.specs_say);
        places.entry(key).or_default().push(format!("`{}`", confirmation.path));
    }
    let lines = places.into_iter().map(|((operation, page_says, specs_say), places)| {
        let places = places.join(", ");
        format!("- {operation} {places}: specs \"{specs_say}\"; documentation \"{page_says}\"\n")
    });
    lines.collect()
}
