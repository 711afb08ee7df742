//! What a comparison found, for people and for programs.

use std::fmt::Write;

use crate::command_line::ReportFormat;
use anyhow::Result;
use serde::Serialize;

use super::{
    change::{Change, Level},
    versions::Verdict,
};

/// What a comparison found.
#[derive(Serialize)]
pub struct Report {
    /// The revision as it was named.
    pub base: String,
    /// The commit that it stands for, shortened.
    pub commit: String,
    /// The gravest first.
    pub changes: Vec<Change>,
    /// The versions that they ask for.
    pub verdicts: Vec<Verdict>,
}

impl Report {
    /// Whether every version reflects the changes.
    pub fn is_reflected(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.reflected)
    }

    /// The report as text, with a newline at its end.
    pub fn print(&self, format: ReportFormat) -> Result<String> {
        Ok(match format {
            ReportFormat::Json => serde_json::to_string_pretty(self)? + "\n",
            ReportFormat::Text => self.text(),
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let count = |level| self.changes.iter().filter(|change| change.level == level).count();
        let _ = writeln!(
            text,
            "Since {} ({}): {} breaking, {} additive, {} of documentation alone",
            self.base,
            self.commit,
            count(Level::Breaking),
            count(Level::Additive),
            count(Level::Documentation),
        );
        let mut groups: Vec<&[String]> = self.changes.iter().map(|change| change.operations.as_slice()).collect();
        groups.sort();
        groups.dedup();
        for group in groups {
            let title = if group.is_empty() {
                "The document".to_owned()
            } else {
                group.join(", ")
            };
            let _ = writeln!(text, "\n{title}");
            for change in self.changes.iter().filter(|change| change.operations == group) {
                let _ = writeln!(
                    text,
                    "  {:<13} {}: {}",
                    name(Some(change.level)),
                    change.place,
                    change.what
                );
            }
        }
        text.push('\n');
        for verdict in &self.verdicts {
            let Verdict {
                name: crate_name,
                level,
                base,
                now,
                asks,
                reflected,
            } = verdict;
            let mark = if *reflected { "ok" } else { "too low" };
            let asks = if asks == base {
                "asks for no other version".to_owned()
            } else {
                format!("asks for {asks} or above")
            };
            let _ = writeln!(
                text,
                "{crate_name:<19} {base} -> {now}  {mark:<8} {:<13} {asks}",
                name(*level)
            );
        }
        text
    }
}

fn name(level: Option<Level>) -> &'static str {
    match level {
        None => "unchanged",
        Some(Level::Documentation) => "documentation",
        Some(Level::Additive) => "additive",
        Some(Level::Breaking) => "breaking",
    }
}
