//! What a comparison found, for people and for programs.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::{Value, json};

use super::versions::{Scope, Verdict};
use crate::{
    command_line::Format,
    diff::{Change, counts},
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
    pub fn print(&self, format: Format) -> String {
        match format {
            Format::Json => format!("{:#}\n", self.json()),
            Format::Text => self.text(),
        }
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
        let counts = counts(self.changes.iter());
        let mut text = format!("Since {} ({}): {counts}\n", self.base, self.commit);
        let groups = self.changes.iter().map(|change| &change.operations);
        for group in BTreeSet::from_iter(groups) {
            let names = group.join(", ");
            let title = if names.is_empty() { "The document" } else { &names };
            let _ = writeln!(text, "\n{title}");
            for change in self.changes.iter().filter(|change| change.operations == *group) {
                let _ = writeln!(text, "  {:<13} {}: {}", change.severity, place(change), summary(change));
            }
        }
        text.push('\n');
        for verdict in &self.verdicts {
            let (name, base, now) = (&verdict.name, &verdict.base, &verdict.now);
            let mark = if verdict.reflected { "ok" } else { "too low" };
            let level = verdict.level.map_or("unchanged".to_owned(), |level| level.to_string());
            let required = match &verdict.asks {
                asks if asks == base => "no other version".to_owned(),
                asks => format!("{asks} or above"),
            };
            let _ = write!(text, "{name:<19} {base} -> {now}  {mark:<8} {level:<13} ");
            let _ = writeln!(text, "requires {required}");
        }
        text
    }
}

/// Where a change is, as the reference page names it: `PoolMetadata.name`, `ListPools.limit`, `ListPools.200`.
pub fn place(change: &Change) -> String {
    let name = change.name.as_str();
    let location = change.location.strip_prefix("example ").unwrap_or(&change.location);
    let parts = match (&change.component, change.operations.first(), location.split_once(' ')) {
        (Some(component), ..) => vec![component.as_str(), name],
        (None, None, _) => vec![location],
        (None, Some(id), _) if location != change.location => {
            vec![id.as_str(), location.trim_start_matches("response ")]
        }
        (None, Some(id), Some(("request" | "response", place))) => vec![id, place, name],
        (None, Some(id), _) if location == "uri" => vec![id.as_str()],
        (None, Some(id), _) => vec![id, name],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(".")
}

/// What is different there.
pub fn summary(change: &Change) -> String {
    if change.location.starts_with("example ") {
        format!("`{}`: {}", change.name, change.clause())
    } else {
        change.clause()
    }
}
