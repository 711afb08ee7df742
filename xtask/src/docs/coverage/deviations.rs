//! Differences and the deviations that explain them: none without the other.

use super::{Difference, Evidence, Weight, finding_at, finding_of, place_of};
use crate::{
    docs::Recorded,
    lint::{Checked, Finding},
    provenance::{Aspect, Deviation, Place},
    spec::COMMON,
};

pub(super) fn check(
    contracts: &Checked,
    records: &[Recorded],
    differences: &[Difference],
    evidence: &Evidence,
) -> Vec<Finding> {
    let mut findings = unexplained(contracts, differences);
    for entry in entries(contracts) {
        let Entry { deviation, place, .. } = entry;
        let name = if deviation.at.len() > 1 {
            format!("{}: ", place.name)
        } else {
            String::new()
        };
        for message in entry.unneeded(records, differences, evidence) {
            findings.push(finding_of(
                &deviation.location,
                "deviation-unneeded",
                format!("{name}{message}"),
            ));
        }
    }
    findings
}

fn entries(contracts: &Checked) -> impl Iterator<Item = Entry<'_>> {
    let entry = move |deviation, place| Entry {
        contracts,
        deviation,
        place,
    };
    let deviations = contracts.provenance.deviations.iter();
    deviations.flat_map(move |deviation| deviation.at.iter().map(move |place| entry(deviation, place)))
}

/// A deviation at one of its places.
struct Entry<'a> {
    contracts: &'a Checked,
    deviation: &'a Deviation,
    place: &'a Place,
}

impl<'a> Entry<'a> {
    /// The cited editions that are about this place.
    fn pages(&self) -> impl Iterator<Item = &'a str> {
        self.contracts.provenance.pages_at(self.place, &self.deviation.pages)
    }

    /// Whether it is about that very difference.
    fn is_about(&self, difference: &Difference) -> bool {
        self.deviation.aspect.contains(&difference.aspect)
            && difference.places.contains(&self.place.pointer)
            && self.pages().any(|page| page == difference.record.edition)
    }

    /// Whether it explains the difference: what the page states must be quoted.
    fn explains(&self, difference: &Difference) -> bool {
        let mut words = difference.weight.words().iter();
        words.all(|word| self.deviation.quoted.contains(word)) && self.is_about(difference)
    }

    /// Each recorded page that is cited needs it, in one of its aspects; each aspect is needed by a page; and what is
    /// quoted is stated.
    fn unneeded(&self, records: &[Recorded], differences: &[Difference], evidence: &Evidence) -> Vec<String> {
        let pages: Vec<&str> = self.pages().filter(|page| self.is_recorded(records, page)).collect();
        if pages.is_empty() {
            return Vec::new();
        }
        let about: Vec<&Difference> = differences.iter().filter(|one| self.is_about(one)).collect();
        let needs = |page: &str, aspect: Aspect| {
            let is_it = |one: &&Difference| one.aspect == aspect && one.record.edition == page && self.explains(one);
            match aspect {
                Aspect::Meaning => evidence.speaks_of(page, &self.place.pointer),
                _ => about.iter().any(is_it),
            }
        };
        let aspects = &self.deviation.aspect;
        let mut found = Vec::new();
        for page in pages
            .iter()
            .filter(|page| !aspects.iter().any(|aspect| needs(page, *aspect)))
        {
            found.push(format!(
                "the page {page}, as it is recorded, does not need this deviation; drop it there"
            ));
        }
        for aspect in aspects
            .iter()
            .filter(|aspect| !pages.iter().any(|page| needs(page, **aspect)))
        {
            let word = aspect.word();
            found.push(format!(
                "no recorded page differs in {word}; drop the word from `aspect`"
            ));
        }
        let quoted = self.deviation.quoted.iter();
        for word in quoted.filter(|word| !about.iter().any(|one| one.weight.words().contains(word))) {
            found.push(format!(
                "no recorded page that is cited states {word:?}; drop it from `quoted`"
            ));
        }
        found
    }

    /// Ids of editions are per site, so an id means a page only together with an operation.
    fn is_recorded(&self, records: &[Recorded], page: &str) -> bool {
        let specs = &self.contracts.specs;
        let file = &place_of(specs, &self.place.pointer).0.name;
        records.iter().any(|record| {
            let origin = self.contracts.bundle.origins.get(&record.operation);
            record.edition == page && (file == COMMON || origin == Some(file))
        })
    }
}

/// Whatever differs is explained by an entry that cites the edition and the aspect.
fn unexplained(contracts: &Checked, differences: &[Difference]) -> Vec<Finding> {
    let is_explained = |difference: &&Difference| {
        matches!(difference.weight, Weight::Silent(_)) || entries(contracts).any(|entry| entry.explains(difference))
    };
    let rest = differences.iter().filter(|difference| !is_explained(difference));
    let findings = rest.map(|difference| {
        let message = format!(
            "{} of {}: {}; correct the spec, or {}",
            difference.record.operation,
            difference.record.edition,
            difference.message,
            remedy(contracts, difference)
        );
        let place = difference.places.first().map_or("", String::as_str);
        finding_at(&contracts.specs, place, "recorded-fact", message)
    });
    findings.collect()
}

/// What to write where the page is wrong: mostly its edition belongs in an entry that other editions have already.
fn remedy(contracts: &Checked, difference: &Difference) -> String {
    let aspect = difference.aspect.word();
    let words = difference.weight.words();
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
    match words {
        [] => format!("explain it in a deviation about {aspect}"),
        words => format!("explain it in a deviation about {aspect}, with {words:?} in `quoted`"),
    }
}
