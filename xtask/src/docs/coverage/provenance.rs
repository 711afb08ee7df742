//! `x-source` beside what the recorded pages have and lack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Mention, Stance, Survey, places::Node};

/// What the recorded pages say about one place.
struct Record<'a> {
    place: Node<'a>,
    having: BTreeSet<&'a str>,
    lacking: BTreeSet<&'a str>,
}

pub(super) fn check(survey: &mut Survey<'_>) {
    let mut places: BTreeMap<(String, String), Record<'_>> = BTreeMap::new();
    for Mention { record, place, stance } in &survey.mentions {
        if *stance == Stance::Touches {
            continue;
        }
        let key = (place.document.name.clone(), place.pointer.clone());
        let entry = places.entry(key).or_insert_with(|| Record {
            place: place.clone(),
            having: BTreeSet::new(),
            lacking: BTreeSet::new(),
        });
        let editions = if *stance == Stance::Has {
            &mut entry.having
        } else {
            &mut entry.lacking
        };
        editions.insert(record.edition.as_str());
    }
    let mut wrong = Vec::new();
    for record in places.values() {
        // An operation names the pages that it was written from, which is checked with its identity.
        if !record.place.value["operationId"].is_null() {
            continue;
        }
        let Some(sources) = sources(&record.place) else {
            if record.having.is_empty() {
                let message = "no recorded page has it; say in `x-source` where it is from".to_owned();
                wrong.push((record.place.clone(), message));
            }
            continue;
        };
        for edition in record.having.iter().filter(|edition| !sources.contains(*edition)) {
            let message = format!("`x-source` leaves out {edition}, which has it");
            wrong.push((record.place.clone(), message));
        }
        for edition in record.lacking.iter().filter(|edition| sources.contains(*edition)) {
            // One operation's page may have what another's of the same edition lacks.
            if !record.having.contains(edition) {
                let message = format!("`x-source` names {edition}, which does not have it");
                wrong.push((record.place.clone(), message));
            }
        }
    }
    for (place, message) in wrong {
        survey.report(&place, "source-differs", message);
    }
}

/// The sources of a place: its own, or for a property those of its schema.
fn sources<'a>(place: &Node<'a>) -> Option<BTreeSet<&'a str>> {
    let own = place.value.get("x-source");
    let schema = place
        .pointer
        .rsplit_once("/properties/")
        .and_then(|(schema, _)| place.document.value.pointer(schema))
        .and_then(|schema| schema.get("x-source"));
    let sources = own.or(schema)?.as_array()?;
    Some(sources.iter().filter_map(Value::as_str).collect())
}
