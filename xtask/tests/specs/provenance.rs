//! Provenance stands beside its places in what is published, and settles every contradiction of the first pages.

use serde_json::{Value, json};
use xtask::{
    lint,
    provenance::{Place, Provenance, errata},
    publish::published,
    spec::Specs,
};

/// How many defects each of the five first pages has, and how many go across them.
const DEFECTS: [(&str, usize); 6] = [
    ("000", 13),
    ("001", 9),
    ("002", 38),
    ("003", 10),
    ("004", 22),
    ("all", 7),
];

/// The defects in order, each with a place where it must be settled. `~` stands for the operation of the page.
const PLACES: &str = "
    ~ ~ ~ ShowPoolStatisticsResponse.operationTime PoolStatisticsItem ~ parameters.WorkspaceIdQuery ~
    ErrorBody.error_code ErrorBody PoolStatisticsStatus PoolStatisticsStatus.failed ~

    PoolStatisticsStatus.deleting ~ ~ ShowPoolStatisticsResponse.operationTime parameters.WorkspaceIdQuery
    ErrorBody.error_code ~ ~ PoolStatisticsStatus.failed

    PoolStatusResources.available PoolSpecModel.driver PoolStatusDriver.npu ListPools.status ApiVersion ResourceKind
    AutoRenew JobType PoolSpecModel.controlMode PoolScopeState PoolNodeAz.az ListPools.labelSelector PoolStatusResources
    PoolStatusDriver PoolStatusScope PoolPhase Os PoolMetadata.annotations PoolNetwork.name
    PoolMetadata.creationTimestamp PoolResourceFlavorCount.azs PoolResourceFlavorCount.maxCount PoolResource.maxCount
    PoolStatus.parent PoolSpecModel.network PoolMetaLabels.os.modelarts/workspace.id PeriodType
    PoolMetaAnnotations.os.modelarts/tms.tags ~ ~ PoolListMetadata ~ ~ ~ parameters.ProjectId ListPools.status ~
    PoolMetaLabels

    ResourceQuota.quota ResourceQuota.used QuotaResourceType Quota ~ ~ ErrorBody ResourceQuota ~ ~

    ShowWorkspaceQuotasResponse ErrorBody.request_id WorkspaceQuota.used_quota WorkspaceQuota WorkspaceQuota.update_time
    WorkspaceQuota.resource WorkspaceQuota.name_cn WorkspaceQuota.unit_cn ~ WorkspaceQuota.min_quota WorkspaceQuota ~ ~
    ErrorBody.error_msg ~ ShowWorkspaceQuotas.workspace_id ~ ~ ~ ~ ~ ShowWorkspaceQuotas.workspace_id

    parameters.WorkspaceIdQuery ShowOsQuota ResourceQuota WorkspaceQuota.update_time ErrorBody PoolPhase ListPools
";

fn operation(page: &str) -> &'static str {
    match page {
        "000" | "001" => "ShowPoolStatistics",
        "002" => "ListPools",
        "003" => "ShowOsQuota",
        _ => "ShowWorkspaceQuotas",
    }
}

fn provenance() -> Provenance {
    Provenance::load(&Specs::load(&xtask::root().join("openapi")).unwrap()).unwrap()
}

/// The numbers of all contradictions, in order.
fn numbers() -> impl Iterator<Item = String> {
    let defects = DEFECTS.into_iter();
    defects.flat_map(|(page, count)| (1..=count).map(move |number| format!("{page}-{number}")))
}

#[test]
fn contradictions_are_settled_where_they_are() {
    let provenance = provenance();
    let deviations = provenance.deviations.iter().map(|entry| (&entry.settles, &entry.at));
    let notes = provenance.notes.iter().map(|entry| (&entry.settles, &entry.at));
    let entries: Vec<(&Vec<String>, &Vec<Place>)> = deviations.chain(notes).collect();
    let mut places = PLACES.split_whitespace();
    for number in numbers() {
        let place = places.next().unwrap();
        let place = if place == "~" { operation(&number[..3]) } else { place };
        let is_settled = entries
            .iter()
            .any(|(settles, at)| settles.contains(&number) && at.iter().any(|settled| settled.name == place));
        assert!(is_settled, "{number} is not settled at {place}");
    }
    assert_eq!(places.next(), None);
    let known: Vec<_> = numbers().collect();
    let unknown = entries
        .iter()
        .flat_map(|(settles, _)| *settles)
        .filter(|number| !known.contains(number));
    assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// People find each number, and each place where a page is wrong, in the published errata.
#[test]
fn contradictions_are_in_the_errata() {
    let specs = Specs::load(&xtask::root().join("openapi")).unwrap();
    let provenance = provenance();
    let errata = errata(&specs, &provenance);
    let cells: Vec<_> = errata
        .lines()
        .flat_map(|line| line.split(['|', ',']))
        .map(str::trim)
        .collect();
    for number in numbers() {
        assert!(cells.contains(&number.as_str()), "{number}");
    }
    for place in provenance.deviations.iter().flat_map(|entry| &entry.at) {
        assert!(cells.contains(&format!("`{}`", place.name).as_str()), "{}", place.name);
    }
}

#[test]
fn entries_are_published_beside_their_places() {
    let checked = lint::run(&xtask::root().join("openapi")).unwrap();
    let published = published(&checked).unwrap();
    let provenance = &checked.provenance;
    let at = |place: &Place| published.pointer(&place.pointer).unwrap();
    for (operation, pages) in &provenance.written_from {
        assert_eq!(at(operation)["x-source"], json!(pages));
    }
    for entry in &provenance.only_in {
        for place in &entry.places {
            let sources = match &place.value {
                Some(value) => &at(place)["x-enum-sources"][value],
                None => &at(place)["x-source"],
            };
            let sources = sources.as_array().unwrap();
            assert!(
                entry.sources.iter().all(|source| sources.contains(&json!(source))),
                "{}",
                place.name
            );
        }
    }
    for entry in &provenance.deviations {
        for place in &entry.at {
            let mut published = at(place)["x-doc-deviation"].as_array().unwrap().iter();
            let found = published.any(|deviation| {
                deviation["documented"] == entry.documented && deviation["aspect"] == json!(entry.aspect)
            });
            assert!(found, "{}: {}", place.name, entry.documented);
        }
    }
    assert_eq!(
        published["x-sources"].as_object().unwrap().len(),
        provenance.sources.len()
    );
}

/// Recorded editions are derived, and stand among the others in the order of the sources.
#[test]
fn sources_are_those_of_the_entry_and_the_recorded_pages() {
    let checked = lint::run(&xtask::root().join("openapi")).unwrap();
    let published = published(&checked).unwrap();
    let schemas = &published["components"]["schemas"];
    let metadata = &schemas["ListPoolsResponse"]["properties"]["metadata"];
    assert_eq!(metadata["x-source"], json!(["eu-2024-06", "otc-2024-06"]));
    assert_eq!(
        schemas["PoolType"]["x-enum-sources"]["Logical"],
        json!([
            "otc-2024-06",
            "otc-2024-11",
            "otc-2025-05",
            "otc-2025-07",
            "sdk-3.1.205"
        ])
    );
    let get = &published["paths"]["/v2/{project_id}/pools"]["get"];
    assert_eq!(
        get["x-source"],
        json!(["otc-2024-06", "otc-2025-07", "intl-2025-08", "otc-2025-08"])
    );
}

/// An edition is recorded for what its operations lead to, and for nothing else.
#[test]
fn an_edition_is_recorded_for_places_of_its_operations() {
    let provenance = provenance();
    let deviations = provenance.deviations.iter().flat_map(|entry| &entry.at);
    let places: Vec<_> = deviations
        .chain(provenance.only_in.iter().flat_map(|entry| &entry.places))
        .collect();
    for (edition, name, expected) in [
        ("otc-2025-05", "ResourceQuota.quota", true),
        ("otc-2025-05", "ErrorBody.error_code", true),
        ("otc-2025-05", "parameters.ProjectId", true),
        ("otc-2025-05", "parameters.WorkspaceIdQuery", false),
        ("otc-2025-05", "ListPools.parent", false),
        ("otc-2025-05", "JobType=Notebook", false),
        ("otc-2025-07", "JobType=Notebook", true),
        ("otc-2025-08", "JobType=Notebook", true),
        ("otc-2025-08", "ListPools.parent", false),
    ] {
        let place = places.iter().find(|place| place.name == name).unwrap();
        assert_eq!(provenance.is_recorded(place, edition), expected, "{edition} {name}");
    }
}

#[test]
fn an_entry_about_several_operations_cites_the_pages_of_each() {
    let published = published(&lint::run(&xtask::root().join("openapi")).unwrap()).unwrap();
    let pages = |path: &str| -> Vec<Value> {
        let deviations = published["paths"][path]["get"]["x-doc-deviation"].as_array().unwrap();
        let security = deviations.iter().find(|deviation| deviation["aspect"][0] == "security");
        security.unwrap()["pages"].as_array().unwrap().clone()
    };
    assert_eq!(
        pages("/v2/{project_id}/pools"),
        ["otc-2024-06", "otc-2025-07", "intl-2025-08"]
    );
    assert_eq!(
        pages("/v1/{project_id}/quotas"),
        ["otc-2024-06", "otc-2025-05", "eu-2025"]
    );
}
