//! Differences have reasons, and reasons have differences.

use std::collections::BTreeSet;

use serde_json::json;
use xtask::{
    docs::coverage,
    lint::Checked,
    provenance::{Aspect, Deviation, Place},
    spec::operations,
};

use super::{contracts, lines, records};

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
    let all = operations(&contracts.bundle.value).len();
    let deviations = contracts.provenance.deviations.iter_mut();
    let general: Vec<_> = deviations.filter(|one| one.is_general).collect();
    let places: Vec<usize> = general.iter().map(|one| one.at.len()).collect();
    // Two are about all operations, and each of the others about one parameter that they share.
    assert_eq!(places, [all, all, 1, 1]);
    for one in general {
        one.aspect.push(Aspect::Mandatory);
    }
    let messages: Vec<_> = coverage::findings(&contracts, &records)
        .into_iter()
        .map(|finding| finding.message)
        .collect();
    assert_eq!(
        messages,
        ["no recorded page differs in mandatory; drop the word from `aspect`"; 4]
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
            let location = contracts.specs.location(&place.pointer);
            let message = "no recorded page has it; say in `only_in` where it is from";
            let expected = format!("{location}: [source-differs] {message}");
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
    // Pages of a list, and since August 2025 one of a single pool.
    let all = ["otc-2024-06", "otc-2025-07", "otc-2025-08"];
    let both = &all[..2];
    assert_eq!(editions("PoolMetaLabels.os.modelarts/sharing"), all);
    assert_eq!(editions("PoolType=Logical"), both);
    assert_eq!(editions("PoolSharing"), all);
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
