//! The recorded documentation pages and the contracts: what a page states is in the contract, or the difference is
//! explained.
//!
//! No page is needed for that, only what was recorded of it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use xtask::{
    docs::{Recorded, coverage},
    lint::{self, Checked, Finding},
    provenance::{Aspect, Deviation, Place},
    spec::child,
};

fn contracts() -> Checked {
    lint::run(&xtask::root().join("openapi")).unwrap()
}

fn records() -> Vec<Recorded> {
    Recorded::all(&xtask::root().join("openapi")).unwrap()
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(Finding::to_string).collect()
}

#[test]
fn covers_every_recorded_page() {
    assert_eq!(
        lines(&coverage::findings(&contracts(), &records())),
        Vec::<String>::new()
    );
}

/// The five first pages and the eight other editions, whatever has come since.
#[test]
fn holds_an_edition_of_each_page() {
    let recorded = records();
    for (operation, editions) in [
        ("ListPools", "intl-2025-08 otc-2024-06 otc-2025-07"),
        ("ShowOsQuota", "eu-2025 otc-2024-06 otc-2025-05"),
        ("ShowPoolStatistics", "eu-2025-03 intl-2022-12 otc-2024-06 otc-2025-07"),
        ("ShowWorkspaceQuotas", "legacy-2019 otc-2022-04 otc-2022-05"),
    ] {
        for edition in editions.split(' ') {
            let is_it = |record: &Recorded| record.operation == operation && record.edition == edition;
            assert!(recorded.iter().any(is_it), "{operation} {edition}");
        }
    }
}

#[test]
fn is_recorded_without_prose() {
    for Recorded {
        operation,
        edition,
        document,
    } in records()
    {
        let mut texts = Vec::new();
        walk(&document, "", &mut |pointer, value| {
            let is_fact = pointer.starts_with("/components") || pointer.contains("/parameters/");
            texts.extend(value.as_str().filter(|_| is_fact).map(str::to_owned));
        });
        for text in texts {
            // The longest names of types and fields have two words beside themselves: `Array of PoolModel objects`.
            assert!(text.split_whitespace().count() <= 4, "{operation} {edition}: {text:?}");
        }
    }
}

/// Visits everything in a document, each with its pointer.
fn walk(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(pointer, value);
    for (key, inner) in value.as_object().into_iter().flatten() {
        walk(inner, &child(pointer, key), visit);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        walk(inner, &format!("{pointer}/{index}"), visit);
    }
}

/// Every object that has properties, by pointer.
fn tables(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(document, "", &mut |pointer, _| {
        let is_table = pointer.ends_with("/properties") && !pointer.contains("/examples/");
        found.extend(is_table.then(|| pointer.to_owned()));
    });
    found
}

/// Alters one fact of one page in every place that has it, each alone, and lists where that goes unnoticed.
fn unnoticed(what: &str, alter: impl Fn(&mut Map<String, Value>, &str) -> bool) -> Vec<String> {
    let contracts = contracts();
    let mut missed = Vec::new();
    let mut altered = 0;
    for record in records() {
        let found = |record: &Recorded| coverage::findings(&contracts, std::slice::from_ref(record));
        // One page alone does not have what only others have.
        let unaltered = found(&record);
        for place in tables(&record.document) {
            let fields = record.document.pointer(&place).and_then(Value::as_object).unwrap();
            for name in fields.keys() {
                let mut changed = record.clone();
                let table = changed.document.pointer_mut(&place).unwrap();
                if alter(table.as_object_mut().unwrap(), name) {
                    altered += 1;
                    if found(&changed) == unaltered {
                        missed.push(format!("{what}: {} {} `{name}`", record.operation, record.edition));
                    }
                }
            }
        }
    }
    assert!(altered > 20, "{what} altered only {altered} places");
    missed
}

/// Adds keywords to a field, beside its reference.
fn add(table: &mut Map<String, Value>, name: &str, key: &str, value: Value) {
    let mut field = &mut table[name];
    if key == "enum" && field.get("items").is_some() {
        field = &mut field["items"];
    }
    if field.get("$ref").is_some() {
        *field = json!({ "allOf": [field.take()] });
    }
    match (&mut field[key], value) {
        (Value::Array(values), value) => values.push(value),
        (slot, value) if key == "enum" => *slot = json!([value]),
        (slot, value) => *slot = value,
    }
}

#[test]
fn notices_a_field_of_another_name() {
    let missed = unnoticed("renamed", |table, name| {
        let entries = std::mem::take(table).into_iter();
        table.extend(entries.map(|(key, field)| (if key == name { format!("{key}Renamed") } else { key }, field)));
        true
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_field_of_another_type() {
    let missed = unnoticed("type", |table, name| {
        let other = json!({ "type": "boolean" });
        std::mem::replace(&mut table[name], other.clone()) != other
    });
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn notices_a_value_more_and_a_limit_more_and_a_default() {
    for (key, value) in [
        ("enum", json!("brand-new")),
        ("maximum", json!(77)),
        ("default", json!("77")),
    ] {
        let missed = unnoticed(key, |table, name| {
            let is_new = key == "enum" || table[name].get(key).is_none();
            if is_new {
                add(table, name, key, value.clone());
            }
            is_new
        });
        assert_eq!(missed, Vec::<String>::new());
    }
}

const URI: &str = "/v2/{project_id}/pools";

/// The operation of a recorded page of pools.
fn get(paths: &mut Value) -> &mut Value {
    &mut paths[URI]["get"]
}

/// Rules that must find something, by what is done to a recorded page.
#[test]
fn notices_changes_of_a_request() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 9] = [
        ("another path", |paths| {
            *paths = json!({ "/v2/{project_id}/pools/more": paths[URI] })
        }),
        ("another method", |paths| paths[URI] = json!({ "post": get(paths) })),
        ("a parameter that may be left out", |paths| {
            get(paths)["parameters"][0]["required"] = json!(false)
        }),
        ("a parameter of another type", |paths| {
            get(paths)["parameters"][1]["schema"] = json!({ "type": "integer" })
        }),
        ("a parameter of another name", |paths| {
            get(paths)["parameters"][1]["name"] = json!("workspace")
        }),
        ("another default", |paths| {
            get(paths)["parameters"][1]["schema"]["default"] = json!("1")
        }),
        ("another status", |paths| {
            get(paths)["responses"]["418"] = json!({ "description": "" })
        }),
        ("no status and no table", |paths| get(paths)["responses"] = json!({})),
        ("another payload", |paths| {
            get(paths)["responses"]["200"]["content"]["application/json"]["examples"]["example"]["value"] = json!({});
        }),
    ];
    let contracts = contracts();
    for (what, change) in changes {
        let mut records = records();
        let is_it = |record: &&mut Recorded| record.operation == "ListPools" && record.edition == "otc-2025-07";
        change(&mut records.iter_mut().find(is_it).unwrap().document["paths"]);
        assert!(
            !coverage::findings(&contracts, &records).is_empty(),
            "{what} goes unnoticed"
        );
    }
}

/// Without an entry that cites a recorded page the proof fails, but where only the prose decides or the page is
/// silent. The list is of those.
#[test]
fn needs_its_deviations() {
    let records = records();
    let mut contracts = contracts();
    let mut unmissed = BTreeSet::new();
    for index in 0..contracts.provenance.deviations.len() {
        let removed = contracts.provenance.deviations.remove(index);
        // Only a person can tell.
        let is_prose = removed.aspect == [Aspect::Meaning];
        if !is_prose && coverage::findings(&contracts, &records).is_empty() {
            let aspects: Vec<_> = removed.aspect.iter().map(|aspect| aspect.word()).collect();
            unmissed.insert(format!("{}: {}", aspects.join(", "), removed.documented.trim()));
        }
        contracts.provenance.deviations.insert(index, removed);
    }
    insta::assert_snapshot!(Vec::from_iter(unmissed).join("\n"));
}

/// A place that the provenance names.
fn place(contracts: &Checked, name: &str) -> Place {
    let provenance = &contracts.provenance;
    let deviations = provenance.deviations.iter().flat_map(|entry| &entry.at);
    let mut places = deviations.chain(provenance.only_in.iter().flat_map(|entry| &entry.places));
    places.find(|place| place.name == name).unwrap().clone()
}

/// An entry that no recorded page needs is found, whatever it is about.
#[test]
fn refuses_a_deviation_that_no_page_needs() {
    let records = records();
    let mut contracts = contracts();
    let mut at = place(&contracts, "PoolMetadata.labels");
    at.pointer = at.pointer.replace("labels", "creationTimestamp");
    let before = coverage::findings(&contracts, &records).len();
    let aspects = "presence type values default limits mandatory required status security request-example \
                   response-example type-name table definition markup";
    for aspect in aspects.split_whitespace() {
        let aspect: Aspect = serde_json::from_value(json!(aspect)).unwrap();
        let deviation = Deviation {
            at: vec![at.clone()],
            pages: vec!["otc-2025-07".to_owned()],
            aspect: vec![aspect],
            quoted: Vec::new(),
            ..contracts.provenance.deviations[0].clone()
        };
        contracts.provenance.deviations.push(deviation);
        let findings = coverage::findings(&contracts, &records);
        assert!(findings.len() > before, "{aspect:?}");
        assert!(
            findings.iter().all(|finding| finding.rule == "deviation-unneeded"),
            "{aspect:?}: {findings:?}"
        );
        contracts.provenance.deviations.pop();
    }
}

/// One that cites no page by name is about every recorded page of its places, and needed by some of them.
#[test]
fn refuses_a_general_deviation_that_no_page_needs() {
    let records = records();
    let mut contracts = contracts();
    let deviations = contracts.provenance.deviations.iter_mut();
    let general: Vec<_> = deviations.filter(|one| one.is_general).collect();
    let places: Vec<usize> = general.iter().map(|one| one.at.len()).collect();
    assert_eq!(places, [4, 4, 1]);
    for one in general {
        one.aspect.push(Aspect::Mandatory);
    }
    let messages: Vec<_> = coverage::findings(&contracts, &records)
        .into_iter()
        .map(|finding| finding.message)
        .collect();
    assert_eq!(
        messages,
        ["no recorded page differs in mandatory; drop the word from `aspect`"; 3]
    );
}

/// `only_in` names sources that are not recorded; without one, a recorded page must have the place.
#[test]
fn asks_where_things_are_from_that_no_page_has() {
    let records = records();
    for (name, is_on_a_page) in [
        ("PoolMetaLabels.os.modelarts/sharing", true),
        ("PoolType=Logical", true),
        ("PoolMetaLabels.os.modelarts/region", false),
        ("BillingMode=1", false),
    ] {
        let mut contracts = contracts();
        let place = place(&contracts, name);
        let mut alone = contracts.provenance.only_in[0].clone();
        alone.places = vec![place.clone()];
        alone.sources.clear();
        let location = alone.location.to_string();
        contracts.provenance.only_in.push(alone);
        let message = format!("no recorded page has {name}; say in `sources` where it is from");
        let expected = format!("{location}: [source-differs] {message}");
        let expected = if is_on_a_page { Vec::new() } else { vec![expected] };
        assert_eq!(lines(&coverage::findings(&contracts, &records)), expected);
        // Without any entry it would be taken for something that all sources have.
        for entry in &mut contracts.provenance.only_in {
            entry.places.retain(|one| one.name != name);
        }
        if place.value.is_none() && !is_on_a_page {
            let (document, line) = coverage::place_of(&contracts.specs, &place.pointer);
            let message = "no recorded page has it; say in `only_in` where it is from";
            let expected = format!("{}:{line}: [source-differs] {message}", document.name);
            assert_eq!(lines(&coverage::findings(&contracts, &records)), [expected]);
        }
    }
}

/// What the recorded pages prove need not be written by hand.
#[test]
fn tells_which_editions_have_what() {
    let contracts = contracts();
    let evidence = coverage::evidence(&contracts, &records());
    let editions = |name: &str| Vec::from_iter(evidence.editions_at(&place(&contracts, name)));
    let both = ["otc-2024-06", "otc-2025-07"];
    assert_eq!(editions("PoolMetaLabels.os.modelarts/sharing"), both);
    assert_eq!(editions("PoolType=Logical"), both);
    assert_eq!(editions("PoolSharing"), both);
    assert_eq!(editions("ListPoolsResponse.metadata"), ["otc-2024-06"]);
    // A page has the field `imageType`, and lost its list.
    assert_eq!(editions("ImageType"), [""; 0]);
    assert_eq!(editions("BillingMode=1"), [""; 0]);
}

/// What a finding tells to do: an entry that is there already needs the edition, or the words of the page.
#[test]
fn names_the_deviation_to_extend() {
    let records = records();
    let messages = |at: &str, aspect: Aspect, change: fn(&mut Deviation)| {
        let mut contracts = contracts();
        let is_it = |one: &&mut Deviation| one.aspect.contains(&aspect) && one.at.iter().any(|place| place.name == at);
        let deviation = contracts.provenance.deviations.iter_mut().find(is_it).unwrap();
        change(deviation);
        let location = deviation.location.to_string();
        let findings = coverage::findings(&contracts, &records);
        let ends = findings
            .iter()
            .filter_map(|finding| Some(finding.message.split_once("; correct the spec, or ")?.1));
        ends.map(|end| end.replace(&location, "that line"))
            .collect::<BTreeSet<_>>()
    };
    let uncited = messages("ShowPoolStatistics", Aspect::Security, |one| {
        one.pages.retain(|page| page != "otc-2025-07")
    });
    assert!(
        uncited.contains("add otc-2025-07 to `pages` of the deviation about security of that line"),
        "{uncited:?}"
    );
    let unquoted = messages("PoolResource.extendParams", Aspect::Type, |one| one.quoted.clear());
    let remedy = "add [\"Map<String,String>\"] to `quoted` of the deviation about type of that line";
    assert_eq!(unquoted, [remedy.to_owned()].into());
    let pending = messages("PoolStatisticsStatus.pending", Aspect::Presence, |one| {
        one.aspect.retain(|aspect| *aspect != Aspect::Presence);
    });
    assert_eq!(pending, ["explain it in a deviation about presence".to_owned()].into());
}

/// A deviation about values quotes the list of the page: every value of it, and no other.
#[test]
fn holds_quoted_values_against_the_list_of_the_page() {
    let findings = |change: fn(&mut Vec<String>)| {
        let mut contracts = contracts();
        let mut deviations = contracts.provenance.deviations.iter_mut();
        let flags = deviations.find(|one| one.quoted.contains(&"16".to_owned())).unwrap();
        change(&mut flags.quoted);
        let location = flags.location.to_string();
        let found = lines(&coverage::findings(&contracts, &records()));
        found.concat().replace(&location, "that line")
    };
    assert_eq!(findings(|_| {}), "");
    let unquoted = findings(|quoted| quoted.retain(|value| value != "8"));
    let remedy = "add [\"8\"] to `quoted` of the deviation about values of that line";
    assert_eq!(unquoted.matches(remedy).count(), 2, "{unquoted}");
    let message = "that line: [deviation-unneeded] no recorded page that is cited states \"32\"; drop it from `quoted`";
    assert_eq!(findings(|quoted| quoted.push("32".to_owned())), message);
}

/// What only an example has is missed at the object that would have it.
#[test]
fn asks_for_a_key_of_an_example_where_it_belongs() {
    let mut contracts = contracts();
    let object = "/components/schemas/PoolStatisticsStatus";
    let line = contracts.specs.document("pool-statistics.yaml").unwrap().line(object);
    let properties = contracts
        .bundle
        .value
        .pointer_mut(&format!("{object}/properties"))
        .unwrap();
    properties.as_object_mut().unwrap().shift_remove("deleting");
    let findings = coverage::findings(&contracts, &records());
    let findings: Vec<_> = findings
        .iter()
        .filter(|finding| finding.rule == "recorded-fact")
        .collect();
    assert_eq!(findings.len(), 2, "{findings:?}");
    for finding in findings {
        assert_eq!((finding.file.as_str(), finding.line), ("pool-statistics.yaml", line));
        let place = "is damaged at example response 200 statistics.status.deleting: ";
        assert!(finding.message.contains(place), "{}", finding.message);
    }
}
