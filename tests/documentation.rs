//! The recorded documentation pages and the specs: what a page states is in the specs, or the difference is explained.
//!
//! No page is needed for that, only what was recorded of it.

use docpages::{Field, Page, Type};
use serde_json::Value;
use xtask::docs::{Recorded, coverage};
use xtask::{
    lint::Finding,
    provenance::{Aspect, Provenance},
    spec::{Document, Specs},
};

/// The contracts with their provenance beside each place.
fn specs() -> Specs {
    let mut specs = Specs::load(&xtask::root().join("openapi")).unwrap();
    let provenance = Provenance::load(&specs).unwrap();
    provenance.annotate_specs(&mut specs);
    specs
}

fn document<'a>(specs: &'a mut Specs, name: &str) -> &'a mut Document {
    let mut documents = specs.documents.iter_mut();
    documents.find(|document| document.name == name).unwrap()
}

fn records() -> Vec<Recorded> {
    Recorded::all(&xtask::root().join("openapi")).unwrap()
}

fn of(records: &[Recorded], operation: &str, edition: &str) -> usize {
    records
        .iter()
        .position(|record| record.operation == operation && record.edition == edition)
        .unwrap_or_else(|| panic!("{operation} has no edition {edition}"))
}

#[test]
fn covers_every_recorded_page() {
    let findings = coverage::findings(&specs(), &records());
    let report: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
}

/// The five first pages and the eight other editions, whatever has come since.
#[test]
fn holds_an_edition_of_each_page() {
    let recorded: Vec<String> = records()
        .iter()
        .map(|record| format!("{} {}", record.operation, record.edition))
        .collect();
    insta::assert_snapshot!(recorded.join("\n"));
}

#[test]
fn is_recorded_without_prose() {
    for record in records() {
        let json = serde_json::to_value(&record).unwrap();
        let page = &json["page"];
        for text in texts(&page["request"]).into_iter().chain(texts(&page["responses"])) {
            // The longest names of types and fields have two words beside themselves: `Array of PoolModel objects`.
            assert!(
                text.split_whitespace().count() <= 4,
                "{} {}: {text:?}",
                record.operation,
                record.edition
            );
        }
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(object) => object.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Every field of every table, in the order of the page.
fn fields(page: &mut Page) -> Vec<&mut Field> {
    let tables = page.responses.iter_mut().flat_map(|response| &mut response.tables);
    tables.flat_map(|table| &mut table.fields).collect()
}

/// Alters one fact of one page in every place that has it, each alone, and lists where that goes unnoticed.
fn unnoticed(what: &str, alter: impl Fn(&mut Field) -> bool) -> Vec<String> {
    let specs = specs();
    let records = records();
    let mut missed = Vec::new();
    let mut altered = 0;
    for record in records {
        let found = |record: &Recorded| coverage::findings(&specs, std::slice::from_ref(record));
        // One page alone does not have what only others have.
        let unaltered = found(&record);
        let count = fields(&mut record.page.clone()).len();
        for field in 0..count {
            let mut changed = record.clone();
            let target = fields(&mut changed.page).swap_remove(field);
            let name = target.name.clone();
            if alter(target) {
                altered += 1;
                if found(&changed) == unaltered {
                    missed.push(format!("{what}: {} {} `{name}`", record.operation, record.edition));
                }
            }
        }
    }
    assert!(altered > 20, "{what} altered only {altered} places");
    missed
}

#[test]
fn notices_a_field_of_another_name() {
    let missed = unnoticed("renamed", |field| {
        field.name.push_str("Renamed");
        true
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_field_of_another_type() {
    let missed = unnoticed("type", |field| {
        let Ok(other) = "Boolean".parse::<Type>();
        let changes = field.kind != other;
        field.kind = other;
        changes
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_value_more_and_a_limit_more() {
    let missed = unnoticed("value", |field| {
        field.values.push("brand-new".to_owned());
        true
    });
    assert_eq!(missed, Vec::<String>::new());
    let missed = unnoticed("limit", |field| {
        field.maximum = Some("77".to_owned());
        true
    });
    assert_eq!(missed, Vec::<String>::new());
    let missed = unnoticed("default", |field| {
        let is_new = field.default.is_none();
        field.default = Some("77".to_owned());
        is_new
    });
    assert_eq!(missed, Vec::<String>::new());
}

/// Rules that must find something, by what is done to the recorded pages.
#[test]
fn notices_changes_of_a_request() {
    type Change = fn(&mut Page);
    let changes: [(&str, Change); 9] = [
        ("another path", |page| page.path.push_str("/more")),
        ("another method", |page| page.method = "POST".to_owned()),
        ("a parameter that may be left out", |page| {
            page.request.parameters[0].field.mandatory = Some(false)
        }),
        ("a parameter of another type", |page| {
            let Ok(integer) = "Integer".parse();
            page.request.parameters[1].field.kind = integer;
        }),
        ("a parameter of another name", |page| {
            page.request.parameters[1].field.name = "workspace".to_owned()
        }),
        ("another default", |page| {
            page.request.parameters[1].field.default = Some("1".to_owned())
        }),
        ("another status", |page| page.status_codes.push(418)),
        ("a status without its table", |page| page.status_codes.clear()),
        ("another payload", |page| {
            page.examples.responses[0].payload["items"] = serde_json::json!([{}])
        }),
    ];
    let specs = specs();
    for (what, change) in changes {
        let mut records = records();
        let index = of(&records, "ListPools", "otc-2025-07");
        change(&mut records[index].page);
        records[index]
            .page
            .responses
            .truncate(if what == "a status without its table" { 0 } else { 9 });
        assert!(
            !coverage::findings(&specs, &records).is_empty(),
            "{what} goes unnoticed"
        );
    }
}

/// Every deviation, as the document that has it, the pointer of its list and its place in there.
fn deviations(specs: &Specs) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    for (index, document) in specs.documents.iter().enumerate() {
        collect(&document.value, "", &mut |pointer, count| {
            found.extend((0..count).map(|entry| (index, pointer.to_owned(), entry)));
        });
    }
    found
}

fn collect(value: &Value, pointer: &str, found: &mut impl FnMut(&str, usize)) {
    let below = |key: &str| xtask::spec::child(pointer, key);
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value.as_array() {
                    Some(entries) if key == "x-doc-deviation" => found(&below(key), entries.len()),
                    _ => collect(value, &below(key), found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &below(&index.to_string()), found);
            }
        }
        _ => {}
    }
}

fn entries<'a>(specs: &'a mut Specs, document: usize, pointer: &str) -> &'a mut Vec<Value> {
    let list = specs.documents[document].value.pointer_mut(pointer);
    list.and_then(Value::as_array_mut).unwrap()
}

/// Without an entry that cites a recorded page the proof fails, but where only the prose decides or the page is
/// silent. The list is of those.
#[test]
fn needs_its_deviations() {
    let records = records();
    let mut specs = specs();
    let mut unmissed = Vec::new();
    for (index, pointer, entry) in deviations(&specs) {
        let removed = entries(&mut specs, index, &pointer).remove(entry);
        // Only a person can tell.
        let is_prose = removed["aspect"] == serde_json::json!(["meaning"]);
        if !is_prose && coverage::findings(&specs, &records).is_empty() {
            let about = removed["aspect"].as_array().unwrap();
            let about: Vec<_> = about.iter().map(|word| word.as_str().unwrap()).collect();
            unmissed.push(format!(
                "{}: {}",
                about.join(", "),
                removed["documented"].as_str().unwrap().trim()
            ));
        }
        entries(&mut specs, index, &pointer).insert(entry, removed);
    }
    unmissed.sort();
    unmissed.dedup();
    insta::assert_snapshot!(unmissed.join("\n"));
}

/// An entry that no recorded page needs is found, whatever it is about.
#[test]
fn refuses_a_deviation_that_no_page_needs() {
    let records = records();
    for word in Aspect::ALL
        .into_iter()
        .map(Aspect::word)
        .filter(|word| word != "meaning")
    {
        let mut specs = specs();
        let document = document(&mut specs, "pools.yaml");
        let field = &mut document.value["components"]["schemas"]["PoolMetadata"]["properties"]["creationTimestamp"];
        field["x-doc-deviation"] = serde_json::json!([{ "pages": ["otc-2025-07"], "aspect": [word] }]);
        let findings = coverage::findings(&specs, &records);
        assert!(
            findings.iter().any(|finding| finding.rule == "deviation-unneeded"),
            "{word}"
        );
        assert!(findings.iter().all(|finding| finding.file == "pools.yaml"), "{word}");
    }
}

/// `x-source` says which pages have a field; a page that has it is not left out, and one that lacks it is not named.
#[test]
fn holds_sources_against_the_pages() {
    let records = records();
    let sources = |change: fn(&mut Vec<Value>)| {
        let mut specs = specs();
        let document = document(&mut specs, "pools.yaml");
        let schema = &mut document.value["components"]["schemas"]["PoolMetaLabels"]["properties"];
        change(schema["os.modelarts/sharing"]["x-source"].as_array_mut().unwrap());
        let findings = coverage::findings(&specs, &records);
        findings
            .iter()
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect::<Vec<_>>()
    };
    assert_eq!(sources(|_| {}), Vec::<String>::new());
    let left_out = sources(|sources| sources.retain(|source| source != "otc-2024-06"));
    assert_eq!(
        left_out,
        ["source-differs: `x-source` leaves out otc-2024-06, which has it"]
    );
    let named = sources(|sources| sources.push("intl-2025-08".into()));
    assert_eq!(
        named,
        ["source-differs: `x-source` names intl-2025-08, which does not have it"]
    );
}

/// What a finding tells to do: an entry that is there already needs the edition, or the words of the page.
#[test]
fn names_the_deviation_to_extend() {
    let records = records();
    let messages = |pointer: &str, key: &str, word: &str| {
        let mut specs = specs();
        let document = document(&mut specs, "pool-statistics.yaml");
        let line = document.line(pointer);
        let entry = document.value.pointer_mut(pointer).unwrap();
        entry[key].as_array_mut().unwrap().retain(|known| known != word);
        let findings = coverage::findings(&specs, &records);
        let ends = findings.iter().filter_map(|finding| {
            let (_, end) = finding.message.split_once("; mend the spec, or ")?;
            Some(end.replace(&format!("line {line}"), "that line"))
        });
        ends.collect::<std::collections::BTreeSet<_>>()
    };
    let operation = "/paths/~1v2~1{project_id}~1statistics~1pools/get/x-doc-deviation/0";
    assert_eq!(
        messages(operation, "pages", "otc-2025-07"),
        ["security", "status"]
            .map(|about| format!("add otc-2025-07 to `pages` of the deviation about {about} of that line"))
            .into()
    );
    let counter = "/components/schemas/PoolStatisticsStatus/properties/pending/x-doc-deviation/0";
    assert_eq!(
        messages(counter, "aspect", "presence"),
        ["explain it in an `x-doc-deviation` about presence".to_owned()].into()
    );
}

/// What only an example has is missed at the object that would have it.
#[test]
fn asks_for_a_key_of_an_example_where_it_belongs() {
    let mut specs = specs();
    let document = document(&mut specs, "pool-statistics.yaml");
    let object = "/components/schemas/PoolStatisticsStatus";
    let line = document.line(object);
    let properties = document.value.pointer_mut(&format!("{object}/properties")).unwrap();
    properties.as_object_mut().unwrap().remove("deleting");
    let findings = coverage::findings(&specs, &records());
    assert_eq!(findings.len(), 2, "{findings:?}");
    for finding in findings {
        assert_eq!((finding.file.as_str(), finding.line), ("pool-statistics.yaml", line));
        let place = "is damaged at example response 200 statistics.status.deleting: ";
        assert!(finding.message.contains(place), "{}", finding.message);
    }
}
