//! Differences and the deviations that explain them: none without the other.

use std::collections::BTreeSet;

use super::{difference::Difference, evidence::Evidence};
use crate::{
    lint::{Checked, Finding},
    provenance::{Aspect, Deviation, Place},
};

pub(super) fn check(contracts: &Checked, differences: &[Difference], evidence: &Evidence) -> Vec<Finding> {
    let mut findings = unexplained(contracts, differences);
    for deviation in &contracts.provenance.deviations {
        let unneeded = unneeded(contracts, deviation, differences, evidence).into_iter();
        findings.extend(unneeded.map(|message| deviation.location.finding("deviation-unneeded", message)));
    }
    findings
}

/// At each place, each recorded page that is cited needs the deviation in one of its aspects, and each aspect is needed by
/// a page; and what is quoted is stated. One that cites no page by name is needed somewhere.
fn unneeded(
    contracts: &Checked,
    deviation: &Deviation,
    differences: &[Difference],
    evidence: &Evidence,
) -> Vec<String> {
    let entries: Vec<Entry> = entries_of(contracts, deviation).collect();
    let needs = |(entry, page): &(&Entry, &str), aspect: &Aspect| {
        let is_it = |one: &Difference| one.aspect == *aspect && one.record.edition == *page && entry.explains(one);
        match aspect {
            Aspect::Meaning => evidence.speaks_of(page, &entry.place.pointer),
            _ => differences.iter().any(is_it),
        }
    };
    let (aspects, is_general) = (&deviation.aspect, deviation.is_general);
    let is_recorded = |entry: &Entry, page: &str| contracts.provenance.is_recorded(entry.place, page);
    let mut found = Vec::new();
    for group in entries.chunks(if is_general { entries.len() } else { 1 }) {
        let name = match group {
            [entry] if entries.len() > 1 => format!("{}: ", entry.place.name),
            _ => String::new(),
        };
        let pages_of = |entry| Entry::pages(entry).map(move |page| (entry, page));
        let cited = group.iter().flat_map(pages_of);
        let cited: Vec<_> = cited.filter(|(entry, page)| is_recorded(entry, page)).collect();
        for one in cited.iter().filter(|_| !is_general) {
            if !aspects.iter().any(|aspect| needs(one, aspect)) {
                let message = "as it is recorded, does not need this deviation; drop it there";
                found.push(format!("{name}the page {}, {message}", one.1));
            }
        }
        for aspect in aspects.iter().filter(|_| !cited.is_empty()) {
            if !cited.iter().any(|one| needs(one, aspect)) {
                let message = format!("no recorded page differs in {}", aspect.word());
                found.push(format!("{name}{message}; drop the word from `aspect`"));
            }
        }
    }
    let about = |one: &&Difference| entries.iter().any(|entry| entry.is_about(one));
    let stated = differences.iter().filter(about).flat_map(|one| &one.words);
    let stated: BTreeSet<&String> = stated.collect();
    let has_record = |entry: &Entry| entry.pages().any(|page| is_recorded(entry, page));
    if entries.iter().any(has_record) {
        let unstated = deviation.quoted.iter().filter(|word| !stated.contains(word));
        let message = |word| format!("no recorded page that is cited states {word:?}; drop it from `quoted`");
        found.extend(unstated.map(message));
    }
    found
}

/// A deviation at each of its places.
fn entries_of<'a>(contracts: &'a Checked, deviation: &'a Deviation) -> impl Iterator<Item = Entry<'a>> {
    let places = deviation.at.iter();
    places.map(move |place| Entry {
        contracts,
        deviation,
        place,
    })
}

/// A deviation at one of its places.
struct Entry<'a> {
    contracts: &'a Checked,
    deviation: &'a Deviation,
    place: &'a Place,
}

impl<'a> Entry<'a> {
    /// The cited editions that are about this place.
    fn pages(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.contracts.provenance.pages_at(self.place, self.deviation)
    }

    /// Whether it is about that very difference.
    fn is_about(&self, difference: &Difference) -> bool {
        self.deviation.aspect.contains(&difference.aspect)
            && difference.places.contains(&self.place.pointer)
            && self.pages().any(|page| page == difference.record.edition)
    }

    /// Whether it explains the difference: what the page states must be quoted.
    fn explains(&self, difference: &Difference) -> bool {
        let mut words = difference.words.iter();
        words.all(|word| self.deviation.quoted.contains(word)) && self.is_about(difference)
    }
}

/// Whatever differs is explained by an entry that cites the edition and the aspect.
fn unexplained(contracts: &Checked, differences: &[Difference]) -> Vec<Finding> {
    let deviations = contracts.provenance.deviations.iter();
    let entries: Vec<Entry> = deviations
        .flat_map(|deviation| entries_of(contracts, deviation))
        .collect();
    let is_explained = |difference: &Difference| entries.iter().any(|entry| entry.explains(difference));
    let needed = differences.iter().filter(|difference| difference.is_needed);
    let rest = needed.filter(|difference| !is_explained(difference));
    let findings = rest.map(|difference| {
        let Difference { record, message, .. } = difference;
        let place = difference.places.first().map_or("", String::as_str);
        let remedy = remedy(contracts, difference);
        let message = format!(
            "{} of {}: {message}; correct the spec, or {remedy}",
            record.operation, record.edition
        );
        contracts.specs.location(place).finding("recorded-fact", message)
    });
    findings.collect()
}

/// What to write where the page is wrong: mostly its edition belongs in an entry that other editions have already.
fn remedy(contracts: &Checked, difference: &Difference) -> String {
    let aspect = difference.aspect.word();
    let words = &difference.words;
    let around = difference.places.iter().flat_map(|pointer| {
        let deviations = contracts.provenance.deviations.iter();
        deviations.filter(move |deviation| deviation.at.iter().any(|place| place.pointer == *pointer))
    });
    for deviation in around.filter(|deviation| deviation.aspect.contains(&difference.aspect)) {
        let entry = format!("the deviation about {aspect} of {}", deviation.location);
        let is_cited = deviation.pages.contains(&difference.record.edition);
        let unquoted: Vec<&String> = words.iter().filter(|word| !deviation.quoted.contains(word)).collect();
        match (is_cited, unquoted.is_empty()) {
            (true, false) => return format!("add {unquoted:?} to `quoted` of {entry}"),
            (false, true) => return format!("add {} to `pages` of {entry}", difference.record.edition),
            // Another type, name or value is another reason.
            (true, true) | (false, false) => {}
        }
    }
    match &words[..] {
        [] => format!("explain it in a deviation about {aspect}"),
        words => format!("explain it in a deviation about {aspect}, with {words:?} in `quoted`"),
    }
}
