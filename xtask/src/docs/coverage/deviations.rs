//! Differences and the deviations that explain them: none without the other.

use serde_json::Value;

use super::{Aspect, Stance, Survey, places::Node};
use crate::spec::{COMMON, Document, child};

/// One entry of an `x-doc-deviation`.
struct Deviation<'a> {
    /// What it stands beside.
    owner: Node<'a>,
    /// The entry.
    entry: Node<'a>,
    pages: Vec<&'a str>,
    about: Vec<Aspect>,
}

impl Deviation<'_> {
    fn cites(&self, edition: &str) -> bool {
        self.pages.contains(&edition)
    }
}

pub(super) fn check(survey: &mut Survey<'_>) {
    let deviations = deviations(survey);
    check_explained(survey, &deviations);
    for deviation in &deviations {
        check_needed(survey, deviation);
    }
}

/// Whatever differs is explained by an entry that cites the edition and the aspect.
fn check_explained(survey: &mut Survey<'_>, deviations: &[Deviation<'_>]) {
    let mut unexplained = Vec::new();
    for difference in survey.differences.iter().filter(|difference| difference.demanded) {
        let explained = deviations.iter().any(|deviation| {
            deviation.about.contains(&difference.aspect)
                && deviation.cites(&difference.record.edition)
                && difference.places.iter().any(|place| place.is(&deviation.owner))
        });
        if let (false, Some(place)) = (explained, difference.places.first()) {
            let message = format!(
                "{} of {}: {}; mend the spec, or explain it in an `x-doc-deviation` about {}",
                difference.record.operation,
                difference.record.edition,
                difference.message,
                difference.aspect.word()
            );
            unexplained.push((place.clone(), message));
        }
    }
    for (place, message) in unexplained {
        survey.report(&place, "recorded-fact", message);
    }
}

/// Each recorded page that an entry cites needs it, in one of its aspects; and each aspect is needed by a page.
fn check_needed(survey: &mut Survey<'_>, deviation: &Deviation<'_>) {
    let recorded: Vec<&str> = deviation
        .pages
        .iter()
        .copied()
        .filter(|page| is_recorded(survey, deviation, page))
        .collect();
    for page in &recorded {
        if !deviation
            .about
            .iter()
            .any(|aspect| needs(survey, deviation, page, *aspect))
        {
            let message = format!("the page {page}, as it is recorded, does not need this deviation; drop it there");
            survey.report(&deviation.entry, "deviation-unneeded", message);
        }
    }
    for aspect in &deviation.about {
        if !recorded.is_empty() && !recorded.iter().any(|page| needs(survey, deviation, page, *aspect)) {
            let message = format!(
                "no recorded page differs in {}; drop the word from `about`",
                aspect.word()
            );
            survey.report(&deviation.entry, "deviation-unneeded", message);
        }
    }
}

/// Ids of editions are per site, so an id means a page only together with an operation.
fn is_recorded(survey: &Survey<'_>, deviation: &Deviation<'_>, page: &str) -> bool {
    survey.records.iter().any(|record| {
        let document = &deviation.owner.document.name;
        record.edition == page
            && (document == COMMON
                || super::places::operation(survey.specs, &record.page.method, &record.page.path)
                    .is_some_and(|operation| operation.document.name == *document))
    })
}

fn needs(survey: &Survey<'_>, deviation: &Deviation<'_>, page: &str, aspect: Aspect) -> bool {
    if aspect == Aspect::Meaning {
        return survey.mentions.iter().any(|mention| {
            mention.stance != Stance::Lacks && mention.record.edition == page && mention.place.is(&deviation.owner)
        });
    }
    survey.differences.iter().any(|difference| {
        difference.aspect == aspect
            && difference.record.edition == page
            && difference.places.iter().any(|place| place.is(&deviation.owner))
    })
}

fn deviations<'a>(survey: &Survey<'a>) -> Vec<Deviation<'a>> {
    let mut found = Vec::new();
    for document in &survey.specs.documents {
        collect(document, &document.value, String::new(), &mut found);
    }
    found
}

fn collect<'a>(document: &'a Document, value: &'a Value, pointer: String, found: &mut Vec<Deviation<'a>>) {
    let owner = Node {
        document,
        pointer,
        value,
    };
    for (index, entry) in value["x-doc-deviation"].as_array().into_iter().flatten().enumerate() {
        let words = |key: &str| entry[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        found.push(Deviation {
            owner: owner.clone(),
            entry: Node {
                document,
                pointer: format!("{}/x-doc-deviation/{index}", owner.pointer),
                value: entry,
            },
            pages: words("pages").collect(),
            about: words("about").filter_map(Aspect::of_word).collect(),
        });
    }
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                collect(document, value, child(&owner.pointer, key), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(document, item, format!("{}/{index}", owner.pointer), found);
            }
        }
        _ => {}
    }
}
