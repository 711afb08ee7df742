//! Comparing the examples of two editions.

use super::{ChangeKind, Findings, Scope, Side, When, payloads, responses};
use crate::{DefectKind, Page, RequestExample, ResponseExample};

/// More values than this in one example are one line: it is another example, and not a corrected one.
const FEW: usize = 8;

/// Compares the examples of the request and of each response.
pub(super) fn compare(findings: &mut Findings) {
    compare_requests(findings);
    compare_responses(findings);
}

fn compare_requests(findings: &mut Findings) {
    let (before, after) = (
        &findings.before.page.examples.requests,
        &findings.after.page.examples.requests,
    );
    let scope = Scope::new(Side::Any, "example request");
    let gone: Vec<&RequestExample> = before.iter().filter(|example| !after.contains(example)).collect();
    let come: Vec<&RequestExample> = after.iter().filter(|example| !before.contains(example)).collect();
    let line = |example: &RequestExample| format!("{} {}", example.method, example.target);
    for (old, new) in gone.iter().zip(&come) {
        for (name, old, new) in [
            ("method", &old.method, &new.method),
            ("target", &old.target, &new.target),
        ] {
            if old != new {
                findings.add(
                    ChangeKind::ExampleChanged,
                    &scope,
                    name,
                    When::Always,
                    Some(old),
                    Some(new),
                );
            }
        }
        match (&old.body, &new.body) {
            (Some(old), Some(new)) => report(findings, &scope, payloads::differences(old, new)),
            (None, None) => {}
            (old, new) => {
                let (old, new) = (
                    old.as_ref().map(ToString::to_string),
                    new.as_ref().map(ToString::to_string),
                );
                let kind = ChangeKind::ExampleChanged;
                findings.add(kind, &scope, "body", When::Always, old.as_deref(), new.as_deref());
            }
        }
    }
    for old in gone.iter().skip(come.len()) {
        findings.add(
            ChangeKind::ExampleRemoved,
            &scope,
            "",
            When::Always,
            Some(&line(old)),
            None,
        );
    }
    for new in come.iter().skip(gone.len()) {
        findings.add(
            ChangeKind::ExampleAdded,
            &scope,
            "",
            When::Always,
            None,
            Some(&line(new)),
        );
    }
}

fn compare_responses(findings: &mut Findings) {
    let (before, after) = (findings.before.page, findings.after.page);
    let (old_examples, new_examples) = (&before.examples.responses, &after.examples.responses);
    let mut gone: Vec<&ResponseExample> = old_examples.iter().filter(|one| !new_examples.contains(one)).collect();
    let mut come: Vec<&ResponseExample> = new_examples.iter().filter(|one| !old_examples.contains(one)).collect();
    // A page without statuses shows the same payload as one with them.
    let is_near = |old: &ResponseExample, new: &ResponseExample| {
        (old.status.is_none() || new.status.is_none()) && shares_keys(old, new)
    };
    for is_partner in [
        &|old: &ResponseExample, new: &ResponseExample| old.status == new.status,
        &is_near as &Test,
    ] {
        gone.retain(|old| match come.iter().position(|new| is_partner(old, new)) {
            Some(index) => {
                let new = come.remove(index);
                let scope = scope(old.status.or(new.status));
                report(findings, &scope, payloads::differences(&old.payload, &new.payload));
                false
            }
            None => true,
        });
    }
    for (kind, own, other, examples) in [
        (ChangeKind::ExampleRemoved, before, after, gone),
        (ChangeKind::ExampleAdded, after, before, come),
    ] {
        for example in examples {
            let scope = scope(example.status);
            if is_told(own, other, example.status) || is_broken(other, &scope.words()) {
                continue;
            }
            let payload = example.payload.to_string();
            let (old, new) = match kind {
                ChangeKind::ExampleRemoved => (Some(payload.as_str()), None),
                _ => (None, Some(payload.as_str())),
            };
            findings.add(kind, &scope, "", When::Always, old, new);
        }
    }
}

type Test<'t> = dyn Fn(&ResponseExample, &ResponseExample) -> bool + 't;

fn scope(status: Option<u16>) -> Scope {
    Scope::new(Side::Any, &format!("example {}", responses::label(status)))
}

fn shares_keys(old: &ResponseExample, new: &ResponseExample) -> bool {
    let keys = |example: &ResponseExample| {
        let object = example.payload.as_object();
        object
            .map(|object| object.keys().cloned().collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let new = keys(new);
    keys(old).iter().any(|key| new.contains(key))
}

/// Whether the status itself came or went, which is told already.
fn is_told(own: &Page, other: &Page, status: Option<u16>) -> bool {
    status.is_some_and(|status| {
        let knows = |page: &Page| {
            page.status_codes.contains(&status) || page.responses.iter().any(|response| response.status == Some(status))
        };
        knows(own) && !knows(other)
    })
}

/// Whether the other page has the example too, in a state that cannot be read.
fn is_broken(page: &Page, location: &str) -> bool {
    let mut defects = page.defects.iter();
    defects.any(|defect| defect.kind == DefectKind::ExampleBroken && defect.at == location)
}

fn report(findings: &mut Findings, scope: &Scope, differences: Vec<payloads::Difference>) {
    let is_value = |difference: &payloads::Difference| difference.before.is_some() && difference.after.is_some();
    let values = differences.iter().filter(|difference| is_value(difference)).count();
    if values > FEW {
        let after = format!("{values} other values");
        findings.add(ChangeKind::ExampleChanged, scope, "", When::Always, None, Some(&after));
    }
    for difference in differences {
        if values > FEW && is_value(&difference) {
            continue;
        }
        let (old, new) = (difference.before.as_deref(), difference.after.as_deref());
        let finding = findings.add(
            ChangeKind::ExampleChanged,
            scope,
            &difference.path,
            When::Always,
            old,
            new,
        );
        // Defects speak of the place in the body.
        let body = match scope.label.as_str() {
            "example request" => "request body",
            label => label.trim_start_matches("example "),
        };
        finding.subjects.push(format!("{body} {}", difference.path));
    }
}
