//! Comparing what comes back: statuses, and the body of each.

use super::{
    ChangeKind, Findings, Scope, Side, When, bodies,
    tables::{Tables, View},
};
use crate::{Page, Response};

/// `response 200`; the oldest pages have one response for all statuses.
pub(super) fn label(status: Option<u16>) -> String {
    match status {
        Some(status) => format!("response {status}"),
        None => "response".to_owned(),
    }
}

/// Compares the statuses and the bodies.
pub(super) fn compare(findings: &mut Findings) {
    let (before, after) = (findings.before.page, findings.after.page);
    let pairs = pairs(before, after);
    for &(old, new) in &pairs {
        let scope = Scope::new(Side::Response, &label(old.status.or(new.status)));
        bodies::compare(findings, &scope, Tables::of(&old.tables), Tables::of(&new.tables));
    }
    compare_statuses(findings);
    for (kind, own, other, is_removal) in [
        (ChangeKind::ResponseRemoved, before, after, true),
        (ChangeKind::ResponseAdded, after, before, false),
    ] {
        for response in &own.responses {
            let is_paired = pairs
                .iter()
                .any(|pair| std::ptr::eq(pair.0, response) || std::ptr::eq(pair.1, response));
            // One line says that a status came or went; its body goes with it.
            let is_told = response
                .status
                .is_some_and(|status| own.status_codes.contains(&status) && !other.status_codes.contains(&status));
            if is_paired || is_told {
                continue;
            }
            let scope = Scope::new(Side::Response, &label(response.status));
            let fields = response.tables.first().map(|table| View::of(table).listing());
            let (old, new) = if is_removal { (fields, None) } else { (None, fields) };
            let when = when(response.status);
            let finding = findings.add(kind, &scope, "", when, old.as_deref(), new.as_deref());
            finding.subjects = vec![scope.words()];
        }
    }
}

/// Responses of the same status. A page that tells no statuses apart has one response, which is that of success.
fn pairs<'a>(before: &'a Page, after: &'a Page) -> Vec<(&'a Response, &'a Response)> {
    let mut pairs = Vec::new();
    for old in &before.responses {
        let same = after.responses.iter().find(|new| new.status == old.status);
        let success = || {
            let is_free = |new: &&Response| !before.responses.iter().any(|old| old.status == new.status);
            after
                .responses
                .iter()
                .filter(is_free)
                .find(|new| match (old.status, new.status) {
                    (None, Some(status)) | (Some(status), None) => !is_failure(status),
                    _ => false,
                })
        };
        pairs.extend(same.or_else(success).map(|new| (old, new)));
    }
    pairs
}

fn compare_statuses(findings: &mut Findings) {
    let (before, after) = (&findings.before.page.status_codes, &findings.after.page.status_codes);
    let scope = Scope::new(Side::Any, "status codes");
    // No operation is without a status: a page that lists none has lost the list, or refers to another page for it.
    if before.is_empty() != after.is_empty() {
        let list = |statuses: &[u16]| {
            let words: Vec<_> = statuses.iter().map(u16::to_string).collect();
            (!words.is_empty()).then(|| words.join(", "))
        };
        let kind = if after.is_empty() {
            ChangeKind::ValuesLost
        } else {
            ChangeKind::ValuesFound
        };
        let subjects: Vec<_> = before.iter().chain(after).map(|status| label(Some(*status))).collect();
        let (old, new) = (list(before), list(after));
        let finding = findings.add(kind, &scope, "", When::Always, old.as_deref(), new.as_deref());
        finding.subjects.extend(subjects);
        return;
    }
    for status in before.iter().filter(|status| !after.contains(status)) {
        let word = status.to_string();
        let kind = ChangeKind::StatusCodeRemoved;
        let finding = findings.add(kind, &scope, &word, when(Some(*status)), Some(&word), None);
        finding.subjects.push(label(Some(*status)));
    }
    for status in after.iter().filter(|status| !before.contains(status)) {
        let word = status.to_string();
        let kind = ChangeKind::StatusCodeAdded;
        let finding = findings.add(kind, &scope, &word, When::Always, None, Some(&word));
        finding.subjects.push(label(Some(*status)));
    }
}

fn when(status: Option<u16>) -> When {
    match status {
        Some(status) if is_failure(status) => When::Failure,
        _ => When::Always,
    }
}

fn is_failure(status: u16) -> bool {
    !(200..300).contains(&status)
}
