//! The report for an issue.

use std::collections::BTreeMap;

use comfy_table::{ContentArrangement, Table, presets};

use super::{Failed, Report};
use crate::verify::departure::{Decision, Finding};

impl Report<'_> {
    /// The report as Markdown, which is as easy to read in a terminal.
    pub(crate) fn markdown(&self) -> String {
        let verdict = match self.agrees {
            true => "The service agrees with the specs.",
            false if self.operations.iter().any(|operation| operation.departures > 0) => {
                "The service departs from the specs."
            }
            false => "Not everything could be asked; what was sent agrees with the specs.",
        };
        let mut text = format!(
            "## modelarts verify\n\n**{verdict}**\n\n{}, specs {}, region {}, {}. Shapes stand for values: nothing here \
             identifies an account.\n\n",
            self.program,
            self.specs_version,
            self.region.unwrap_or("not named"),
            self.date
        );
        let operations = self.operations.iter().map(|operation| {
            let outcome = match &operation.failure {
                Some(failure) => failure.text(),
                None if operation.departures > 0 => format!("departs ({})", operation.departures),
                None => operation.outcome.to_owned(),
            };
            vec![operation.operation.to_owned(), outcome]
        });
        text.push_str(&table(&["operation", "outcome"], operations));
        findings(&mut text, "Departures", &self.departures);
        self.deviations(&mut text);
        findings(&mut text, "Remarks", &self.remarks);
        text
    }

    fn deviations(&self, text: &mut String) {
        let refuted = self.deviations.iter().filter(|decision| decision.refuted > 0).count();
        let confirmed = self.deviations.len() - refuted;
        text.push_str(&format!(
            "\n### Where the specs do not follow a page\n\nConfirmed by what was sent: {confirmed}. Refuted: {refuted}. \
             Not decided by it: {}.\n\n",
            self.undecided_deviations
        ));
        for line in Decision::lines(&self.deviations) {
            text.push_str(&line);
        }
    }
}

fn findings(text: &mut String, title: &str, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {title}\n\n"));
    for finding in findings {
        let place = match finding.places {
            1 => format!("`{}`", finding.first),
            places => format!("`{}` ({places} places)", finding.path),
        };
        let (operation, what, sent) = (&finding.operation, finding.kind.text(), finding.sent.join("; "));
        text.push_str(&format!(
            "- {operation} {place}: {what}; sent {sent}; specs: {}\n",
            finding.specs
        ));
    }
}

impl Decision {
    /// One line for each statement, with all its places, and those that are refuted first.
    fn lines(decisions: &[Self]) -> Vec<String> {
        let mut places: BTreeMap<(bool, &str, &str, &str), Vec<String>> = BTreeMap::new();
        for decision in decisions {
            let Self {
                operation,
                path,
                page_says,
                specs_say,
                confirmed,
                refuted,
            } = decision;
            let place = match (confirmed, refuted) {
                (0, _) | (_, 0) => format!("`{path}`"),
                _ => format!("`{path}` (in {refuted} of {} places)", confirmed + refuted),
            };
            places
                .entry((*refuted == 0, operation, page_says, specs_say))
                .or_default()
                .push(place);
        }
        let line = |((confirmed, operation, page_says, specs_say), places): (_, Vec<String>)| {
            let verdict = if confirmed { "confirmed" } else { "**refuted**" };
            format!(
                "- {operation}: {verdict} at {}. A page says: \"{page_says}\" The specs: \"{specs_say}\"\n",
                places.join(", ")
            )
        };
        places.into_iter().map(line).collect()
    }
}

impl Failed {
    fn text(&self) -> String {
        let mut text = format!("failed: {}", self.kind);
        if let Some(status) = self.status {
            text.push_str(&format!(" {status}"));
        }
        if let Some(code) = &self.code {
            text.push_str(&format!(", code {code}"));
        }
        if let Some(path) = &self.path {
            text.push_str(&format!(" at `{path}`"));
        }
        text
    }
}

/// A table in Markdown, its columns aligned for whoever reads it as it is.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_MARKDOWN)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head);
    for row in rows {
        table.add_row(row);
    }
    format!("{table}\n")
}
