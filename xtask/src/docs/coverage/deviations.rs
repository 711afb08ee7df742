//! Differences and the deviations that explain them: none without the other.

use super::{Difference, Evidence, Weight, places::finding_at, places::place_of};
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
    for deviation in &contracts.provenance.deviations {
        for place in &deviation.at {
            let entry = Entry {
                contracts,
                deviation,
                place,
            };
            let unneeded = entry.unneeded(records, differences, evidence);
            findings.extend(unneeded.into_iter().map(|message| Finding {
                file: deviation.location.file.clone(),
                line: deviation.location.line,
                rule: "deviation-unneeded",
                message: if deviation.at.len() > 1 {
                    format!("{}: {message}", place.name)
                } else {
                    message
                },
            }));
        }
    }
    findings
}

/// A deviation at one of its places.
struct Entry<'a> {
    contracts: &'a Checked,
    deviation: &'a Deviation,
    place: &'a Place,
}

impl<'a> Entry<'a> {
    /// The cited editions that are about this place.
    fn pages(&self) -> Vec<&'a str> {
        self.contracts
            .provenance
            .pages_at(self.place, &self.deviation.pages)
            .collect()
    }

    /// Whether it is about that very difference.
    fn is_about(&self, difference: &Difference) -> bool {
        self.deviation.aspect.contains(&difference.aspect)
            && difference.places.contains(&self.place.pointer)
            && self.pages().contains(&difference.record.edition.as_str())
    }

    /// Whether it explains the difference: what the page states must be quoted.
    fn explains(&self, difference: &Difference) -> bool {
        let is_quoted = match &difference.weight {
            Weight::Stated(what) => self.deviation.quoted.contains(what),
            Weight::Lost | Weight::Silent => true,
        };
        is_quoted && self.is_about(difference)
    }

    /// Each recorded page that is cited needs it, in one of its aspects; each aspect is needed by a page; and what is
    /// quoted is stated.
    fn unneeded(&self, records: &[Recorded], differences: &[Difference], evidence: &Evidence) -> Vec<String> {
        let pages: Vec<&str> = self
            .pages()
            .into_iter()
            .filter(|page| self.is_recorded(records, page))
            .collect();
        if pages.is_empty() {
            return Vec::new();
        }
        let needs = |page: &str, aspect: Aspect| {
            if aspect == Aspect::Meaning {
                return evidence.speaks_of(page, &self.place.pointer);
            }
            let mut of_page = differences
                .iter()
                .filter(|one| one.aspect == aspect && one.record.edition == page);
            of_page.any(|difference| self.explains(difference))
        };
        let aspects = &self.deviation.aspect;
        let idle = pages
            .iter()
            .filter(|page| !aspects.iter().any(|aspect| needs(page, *aspect)));
        let idle =
            idle.map(|page| format!("the page {page}, as it is recorded, does not need this deviation; drop it there"));
        let unmet = aspects
            .iter()
            .filter(|aspect| !pages.iter().any(|page| needs(page, **aspect)));
        let unmet = unmet.map(|aspect| {
            format!(
                "no recorded page differs in {}; drop the word from `aspect`",
                aspect.word()
            )
        });
        let is_stated = |word: &&String| {
            let states = |difference: &Difference| matches!(&difference.weight, Weight::Stated(what) if what == *word);
            differences
                .iter()
                .any(|difference| states(difference) && self.is_about(difference))
        };
        let unstated = self.deviation.quoted.iter().filter(|word| !is_stated(word));
        let unstated =
            unstated.map(|word| format!("no recorded page that is cited states {word:?}; drop it from `quoted`"));
        idle.chain(unmet).chain(unstated).collect()
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
    let deviations = &contracts.provenance.deviations;
    let is_explained = |difference: &&Difference| {
        let mut deviations = deviations.iter();
        matches!(difference.weight, Weight::Silent)
            || deviations.any(|deviation| {
                deviation.at.iter().any(|place| {
                    Entry {
                        contracts,
                        deviation,
                        place,
                    }
                    .explains(difference)
                })
            })
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
    let quote = match &difference.weight {
        Weight::Stated(what) => Some(what),
        Weight::Lost | Weight::Silent => None,
    };
    let around = difference.places.iter().flat_map(|pointer| {
        let deviations = contracts.provenance.deviations.iter();
        deviations.filter(move |deviation| deviation.at.iter().any(|place| place.pointer == *pointer))
    });
    for deviation in around.filter(|deviation| deviation.aspect.contains(&difference.aspect)) {
        let entry = format!("the deviation about {aspect} of {}", deviation.location);
        let is_cited = deviation.pages.contains(&difference.record.edition);
        let is_quoted = quote.is_none_or(|quote| deviation.quoted.contains(quote));
        match (is_cited, is_quoted) {
            (true, false) => return format!("add {:?} to `quoted` of {entry}", quote.unwrap_or(&String::new())),
            (false, true) => return format!("add {} to `pages` of {entry}", difference.record.edition),
            // Another type, name or value is another reason.
            (true, true) | (false, false) => {}
        }
    }
    let quoting = quote
        .map(|quote| format!(", with {quote:?} in `quoted`"))
        .unwrap_or_default();
    format!("explain it in a deviation about {aspect}{quoting}")
}
