//! The report as Markdown: for an issue, and readable on a terminal.

use std::collections::BTreeMap;

use super::report::{Confirmation, Finding, Outcome, Report};

/// The whole report.
pub(super) fn render(report: &Report<'_>) -> String {
    let verdict = match report.agrees {
        true => "The service agrees with the specs.",
        false if report.departures.is_empty() => "Some calls failed; the responses received agree with the specs.",
        false => "The service departs from the specs.",
    };
    let outcomes = report
        .operations
        .iter()
        .map(|one| format!("| {} | {} |\n", one.operation, outcome(one)));
    let outcomes: String = outcomes.collect();
    format!(
        "## modelarts verify\n\n**{verdict}**\n\n{}, specs {}, region {}, {}. Values are shown by shape only: nothing \
         here identifies an account.\n\n| operation | outcome |\n|---|---|\n{outcomes}{}\n### Corrections of the documentation\n\nConfirmed: {}. Not \
         decided: {}.\n\n{}{}",
        report.program,
        report.specs_version,
        report.region.unwrap_or("not set"),
        report.date,
        findings("Departures", &report.departures),
        report.confirmed_deviations.len(),
        report.undecided_deviations,
        confirmed(&report.confirmed_deviations),
        findings("Remarks", &report.remarks),
    )
}

fn outcome(operation: &Outcome) -> String {
    let Some(error) = &operation.failure else {
        return match operation.departures {
            0 => operation.outcome.to_owned(),
            departures => format!("departs ({departures})"),
        };
    };
    let status = error.status.map(|status| format!(" {status}")).unwrap_or_default();
    let code = error
        .code
        .as_ref()
        .map(|code| format!(", code {code}"))
        .unwrap_or_default();
    format!("failed: {}{status}{code}", error.kind)
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
fn confirmed(confirmations: &[Confirmation<'_>]) -> String {
    let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for confirmation in confirmations {
        let key = (confirmation.operation, confirmation.page_says, confirmation.specs_say);
        places.entry(key).or_default().push(format!("`{}`", confirmation.path));
    }
    let lines = places.into_iter().map(|((operation, page_says, specs_say), places)| {
        let places = places.join(", ");
        format!("- {operation} {places}: specs \"{specs_say}\"; documentation \"{page_says}\"\n")
    });
    lines.collect()
}
