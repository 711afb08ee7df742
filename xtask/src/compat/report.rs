//! What a comparison found, for people and for programs.

use std::fmt::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::{
    scope::{Scope, place, summary},
    versions::Verdict,
};
use crate::{
    command_line::ReportFormat,
    diff::{Change, Severity},
};

/// What a comparison found.
pub struct Report {
    /// The revision as it was named.
    pub base: String,
    /// The commit that it stands for, shortened.
    pub commit: String,
    /// The most severe first.
    pub changes: Vec<Change>,
    /// The versions that they require.
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
            ReportFormat::Json => serde_json::to_string_pretty(&self.json())? + "\n",
            ReportFormat::Text => self.text(),
        })
    }

    fn json(&self) -> Value {
        let changes = self.changes.iter().map(|change| {
            json!({
                "kind": change.kind,
                "level": change.severity,
                "scope": Scope::of(change),
                "operations": change.operations,
                "place": place(change),
                "what": summary(change),
                "before": change.before,
                "after": change.after,
                "why": change.why,
            })
        });
        json!({
            "base": self.base,
            "commit": self.commit,
            "changes": changes.collect::<Value>(),
            "verdicts": self.verdicts,
        })
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let count = |severity| self.changes.iter().filter(|change| change.severity == severity).count();
        let _ = writeln!(
            text,
            "Since {} ({}): {} breaking, {} additive, {} documentation only",
            self.base,
            self.commit,
            count(Severity::Breaking),
            count(Severity::Additive),
            count(Severity::Documentation),
        );
        let mut groups: Vec<&[String]> = self.changes.iter().map(|change| &*change.operations).collect();
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
                let _ = writeln!(text, "  {:<13} {}: {}", change.severity, place(change), summary(change));
            }
        }
        text.push('\n');
        for Verdict {
            name,
            level,
            base,
            now,
            asks,
            reflected,
        } in &self.verdicts
        {
            let mark = if *reflected { "ok" } else { "too low" };
            let level = level.map_or("unchanged".to_owned(), |level| level.to_string());
            let requires = if asks == base {
                "no other version".to_owned()
            } else {
                format!("{asks} or above")
            };
            let _ = writeln!(
                text,
                "{name:<19} {base} -> {now}  {mark:<8} {level:<13} requires {requires}"
            );
        }
        text
    }
}
