//! Differences and the deviations that explain them: none without the other.

use crate::{
    provenance::Aspect,
    spec::{COMMON, Document, child},
};
use serde_json::Value;

use super::{Difference, Stance, Survey, Weight, places::Node};

/// One entry of an `x-doc-deviation`.
struct Deviation<'a> {
    /// What it stands beside.
    owner: Node<'a>,
    /// The entry.
    entry: Node<'a>,
    pages: Vec<&'a str>,
    about: Vec<Aspect>,
    /// What the pages state in words that are recorded: types, names, values.
    documented: Vec<&'a str>,
}

impl Deviation<'_> {
    /// Whether it is about that very difference.
    fn is_about(&self, difference: &Difference<'_>) -> bool {
        self.about.contains(&difference.aspect)
            && self.pages.contains(&difference.record.edition.as_str())
            && difference.places.iter().any(|place| place.is(&self.owner))
    }

    /// Whether it explains the difference: what the page states must be quoted.
    fn explains(&self, difference: &Difference<'_>) -> bool {
        let is_quoted = match &difference.weight {
            Weight::Stated(what) => self.documented.contains(&what.as_str()),
            Weight::Lost | Weight::Silent => true,
        };
        is_quoted && self.is_about(difference)
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
    for difference in &survey.differences {
        let is_free = matches!(difference.weight, Weight::Silent);
        if is_free || deviations.iter().any(|deviation| deviation.explains(difference)) {
            continue;
        }
        if let Some(place) = difference.places.first() {
            let message = format!(
                "{} of {}: {}; mend the spec, or {}",
                difference.record.operation,
                difference.record.edition,
                difference.message,
                remedy(difference, deviations)
            );
            unexplained.push((place.clone(), message));
        }
    }
    for (place, message) in unexplained {
        survey.report(&place, "recorded-fact", message);
    }
}

/// What to write where the page is wrong: mostly its edition belongs into an entry that other editions have already.
fn remedy(difference: &Difference<'_>, deviations: &[Deviation<'_>]) -> String {
    let aspect = difference.aspect.word();
    let quote = match &difference.weight {
        Weight::Stated(what) => format!("{what:?}"),
        Weight::Lost | Weight::Silent => String::new(),
    };
    let around = difference.places.iter().flat_map(|place| {
        let at_place = deviations.iter().filter(|deviation| deviation.owner.is(place));
        at_place.filter(|deviation| deviation.about.contains(&difference.aspect))
    });
    for deviation in around {
        let entry = &deviation.entry;
        let line = entry.document.line(&entry.pointer);
        let is_near = difference
            .places
            .first()
            .is_some_and(|place| place.document.name == entry.document.name);
        let line = if is_near {
            format!("the deviation about {aspect} of line {line}")
        } else {
            format!("the deviation about {aspect} of {}:{line}", entry.document.name)
        };
        let is_cited = deviation.pages.contains(&difference.record.edition.as_str());
        let is_quoted = quote.is_empty() || deviation.documented.iter().any(|word| format!("{word:?}") == quote);
        match (is_cited, is_quoted) {
            (true, false) => return format!("add {quote} to `quoted` of {line}"),
            (false, true) => return format!("add {} to `pages` of {line}", difference.record.edition),
            // Another type, name or value is another reason.
            (true, true) | (false, false) => {}
        }
    }
    let quoting = if quote.is_empty() {
        quote
    } else {
        format!(", with {quote} in `quoted`")
    };
    format!("explain it in an `x-doc-deviation` about {aspect}{quoting}")
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
                "no recorded page differs in {}; drop the word from `aspect`",
                aspect.word()
            );
            survey.report(&deviation.entry, "deviation-unneeded", message);
        }
    }
    for word in &deviation.documented {
        let is_stated = survey.differences.iter().any(|difference| {
            matches!(&difference.weight, Weight::Stated(what) if what == word) && deviation.is_about(difference)
        });
        if !recorded.is_empty() && !is_stated {
            let message = format!("no recorded page that is cited states {word:?}; drop it from `quoted`");
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
    let differences = survey.differences.iter();
    let mut of_page = differences.filter(|difference| difference.aspect == aspect && difference.record.edition == page);
    of_page.any(|difference| deviation.explains(difference))
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
            about: words("aspect").filter_map(Aspect::of_word).collect(),
            documented: words("quoted").collect(),
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
