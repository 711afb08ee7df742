//! What `cargo xtask compat` makes of changes of the contracts.

use std::sync::LazyLock;

use drift::ChangeClass;
use semver::Version;
use serde_json::{Value, json};
use xtask::{
    compat::{Product, changes, place, required_version, severity_for, summary},
    diff::{
        Change,
        Severity::{self, Additive, Breaking, Documentation},
    },
    lint, publish,
    spec::{child, operations},
};

/// The document as it is published.
static PUBLISHED: LazyLock<Value> =
    LazyLock::new(|| publish::published(&lint::run(&xtask::root().join("openapi")).unwrap()));

const POOLS: &str = "/paths/~1v2~1{project_id}~1pools";

/// One edit of the document: a pointer, and what stands there afterwards; `None` takes it away.
type Edit = (String, Option<Value>);

fn put(pointer: impl Into<String>, value: Value) -> Edit {
    (pointer.into(), Some(value))
}

fn take(pointer: impl Into<String>) -> Edit {
    (pointer.into(), None)
}

fn schema(rest: &str) -> String {
    format!("/components/schemas/{rest}")
}

fn pools(rest: &str) -> String {
    format!("{POOLS}/get/{rest}")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn edited(edits: &[Edit]) -> Value {
    let mut document = PUBLISHED.clone();
    for (pointer, value) in edits {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let key = key.replace("~1", "/").replace("~0", "~");
        match document.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}")) {
            Value::Object(object) => match value {
                Some(value) => drop(object.insert(key, value.clone())),
                None => assert!(object.remove(&key).is_some(), "no {pointer}"),
            },
            Value::Array(items) => match (value, key.parse::<usize>()) {
                (Some(value), Ok(index)) => items[index] = value.clone(),
                (Some(value), Err(_)) => items.push(value.clone()),
                (None, index) => drop(items.remove(index.unwrap())),
            },
            _ => panic!("{parent} holds nothing"),
        }
    }
    document
}

/// Edits that belong together, and what they amount to: severity, place, and words that tell.
type Case = (Vec<Edit>, Severity, &'static str, &'static str);

fn one(edit: Edit, severity: Severity, place: &'static str, summary: &'static str) -> Case {
    (vec![edit], severity, place, summary)
}

fn cases() -> Vec<Case> {
    [operations_and_words(), fields(), types(), payloads()].concat()
}

fn operations_and_words() -> Vec<Case> {
    let limit = json!({ "name": "limit", "in": "query", "schema": { "type": "string" }, "example": "1" });
    let mut required = limit.clone();
    required["required"] = json!(true);
    let parameter = |name: &str| format!("/components/parameters/{name}");
    let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    let mut required_body = body.clone();
    required_body["required"] = json!(true);
    let path = PUBLISHED["paths"]["/v2/{project_id}/pools"].clone();
    let mut another = path.clone();
    another["get"]["operationId"] = json!("ListOtherPools");
    let error = json!({ "$ref": "#/components/responses/NotFound" });
    let moved = vec![take(POOLS), put("/paths/~1v3~1{project_id}~1pools", path)];
    let region = put("/servers/0/variables/region/enum/-", json!("xx-1"));
    vec![
        one(
            take("/paths/~1v1~1{project_id}~1quotas"),
            Breaking,
            "ShowOsQuota",
            "operation removed",
        ),
        one(
            put("/paths/~1v3", another),
            Additive,
            "ListOtherPools",
            "operation is new",
        ),
        (
            moved,
            Breaking,
            "ListPools",
            "path /v2/{project_id}/pools -> /v3/{project_id}/pools",
        ),
        one(
            put(pools("parameters/-"), limit),
            Additive,
            "ListPools.limit",
            "parameter added: String",
        ),
        one(
            put(pools("parameters/-"), required),
            Breaking,
            "ListPools.limit",
            "parameter added: String",
        ),
        one(
            take(pools("parameters/4")),
            Breaking,
            "ListPools.parent",
            "parameter removed",
        ),
        one(
            put(pools("parameters/4/required"), json!(true)),
            Breaking,
            "ListPools.parent",
            "mandatory No -> Yes",
        ),
        one(
            put(pools("parameters/4/explode"), json!(true)),
            Breaking,
            "ListPools.parent",
            "`explode`",
        ),
        one(
            put(parameter("ProjectId/schema/pattern"), json!("^.$")),
            Breaking,
            "ListPools.project_id",
            "`pattern`",
        ),
        one(
            take(parameter("ProjectId/schema/pattern")),
            Additive,
            "ShowOsQuota.project_id",
            "`pattern`",
        ),
        one(
            put(parameter("WorkspaceIdQuery/schema/default"), json!("1")),
            Breaking,
            "ListPools.workspaceId",
            "default 0 -> 1",
        ),
        one(
            put(parameter("ProjectId/example"), json!("a")),
            Documentation,
            "ListPools.project_id",
            "`example`",
        ),
        one(
            put(pools("requestBody"), body),
            Additive,
            "ListPools.body",
            "body added",
        ),
        one(
            put(pools("requestBody"), required_body),
            Breaking,
            "ListPools.body",
            "body added",
        ),
        one(
            put(pools("responses/404"), error),
            Additive,
            "ListPools.404",
            "status added",
        ),
        one(
            take(pools("responses/5XX")),
            Additive,
            "ListPools.5XX",
            "status removed",
        ),
        one(
            put(pools("summary"), json!("Pools")),
            Documentation,
            "ListPools",
            "`summary` reads differently",
        ),
        one(
            put(pools("x-iam-action"), json!("a")),
            Documentation,
            "ListPools",
            "`x-iam-action`",
        ),
        one(take("/security/1"), Breaking, "security", "credentials removed"),
        one(take("/servers/1"), Breaking, "servers", "ap-southeast-1"),
        one(region, Additive, "servers", "modelarts.xx-1."),
        one(put("/info/title", json!("Pools")), Documentation, "info", "`info`"),
        one(
            put("/tags/0/description", json!("Pools")),
            Documentation,
            "tags",
            "`tags`",
        ),
    ]
}

fn fields() -> Vec<Case> {
    let text = || json!({ "type": "string", "description": "Text." });
    let message = "PoolStatus/properties/message";
    let renamed = vec![take(schema(message)), put(schema("PoolStatus/properties/text"), text())];
    let items = schema("ListPoolsResponse/properties/items/items");
    let nullable = schema("WorkspaceQuota/properties/used_quota/nullable");
    vec![
        one(take(schema(message)), Breaking, "PoolStatus.message", "field removed"),
        one(
            put(schema("PoolStatus/properties/mood"), text()),
            Additive,
            "PoolStatus.mood",
            "field added",
        ),
        (renamed, Breaking, "PoolStatus.message", "field removed"),
        one(
            put(schema("PoolMetadata/required/-"), json!("labels")),
            Additive,
            "PoolMetadata.labels",
            "mandatory No -> Yes",
        ),
        one(
            take(schema("PoolMetadata/required/0")),
            Breaking,
            "PoolMetadata.name",
            "mandatory Yes -> No",
        ),
        one(
            put(schema(&format!("{message}/type")), json!("boolean")),
            Breaking,
            "PoolStatus.message",
            "type String -> Boolean",
        ),
        one(
            take(schema("PoolMetadata/properties/creationTimestamp/format")),
            Breaking,
            "PoolMetadata.creationTimestamp",
            "`format` date-time -> none",
        ),
        one(
            put(schema(&format!("{message}/nullable")), json!(true)),
            Breaking,
            "PoolStatus.message",
            "`nullable`",
        ),
        one(take(nullable), Additive, "WorkspaceQuota.used_quota", "`nullable`"),
        one(
            take(schema("PoolStatus/additionalProperties")),
            Breaking,
            "PoolStatus",
            "`additionalProperties`",
        ),
        one(
            put(items, reference("PoolStatus")),
            Breaking,
            "ListPoolsResponse.items",
            "type Array of PoolModel objects -> Array of PoolStatus objects",
        ),
        one(
            put(schema("IntOrString/anyOf/1/pattern"), json!("^1$")),
            Breaking,
            "IntOrString",
            "`anyOf`",
        ),
        one(
            put(schema("PoolStatus/description"), json!("Words.")),
            Documentation,
            "PoolStatus",
            "`description`",
        ),
        one(
            take(schema("ResourceQuota/properties/used/x-doc-deviation")),
            Documentation,
            "ResourceQuota.used",
            "`x-doc-deviation`",
        ),
        one(
            put(schema("PoolStatus/properties/phase"), reference("PoolPhase")),
            Documentation,
            "PoolStatus.phase",
            "`description`",
        ),
        one(
            put(schema("Spare"), json!({ "type": "object" })),
            Additive,
            "Spare",
            "type added",
        ),
    ]
}

fn types() -> Vec<Case> {
    let driver = PUBLISHED["components"]["schemas"]["PoolNodeDriver"].clone();
    let renamed = vec![
        take(schema("PoolNodeDriver")),
        put(schema("NodeDriver"), driver),
        put(
            schema("PoolResource/properties/driver/allOf/0"),
            reference("NodeDriver"),
        ),
    ];
    let volumes = schema("PoolResource/properties/dataVolumes/x-tolerates");
    vec![
        (
            renamed,
            Breaking,
            "PoolResource.driver",
            "type renamed PoolNodeDriver -> NodeDriver",
        ),
        one(
            put(schema("PoolPhase/x-extensible-enum/-"), json!("Frozen")),
            Additive,
            "PoolPhase",
            "value added: Frozen",
        ),
        one(
            take(schema("PoolPhase/x-extensible-enum/2")),
            Breaking,
            "PoolPhase",
            "value removed: Abnormal",
        ),
        one(
            take(schema("PoolPhase/x-extensible-enum")),
            Breaking,
            "PoolPhase",
            "`x-extensible-enum` open -> closed",
        ),
        one(
            put(schema("BillingMode/x-enum-varnames/0"), json!("Hourly")),
            Breaking,
            "BillingMode",
            "variant renamed PayPerUse -> Hourly",
        ),
        one(
            put(schema("BillingMode/x-enum-descriptions/0"), json!("Other.")),
            Documentation,
            "BillingMode",
            "`x-enum-descriptions`",
        ),
        one(
            put(schema("PoolStatusFilter/enum/-"), json!("frozen")),
            Additive,
            "PoolStatusFilter",
            "value added: frozen",
        ),
        one(
            take(schema("PoolStatusFilter/enum/0")),
            Breaking,
            "PoolStatusFilter",
            "value removed: created",
        ),
        one(take(volumes), Breaking, "PoolResource.dataVolumes", "`x-tolerates`"),
        one(
            take(schema("PoolMetaLabels/x-open-map")),
            Breaking,
            "PoolMetaLabels",
            "`x-open-map`",
        ),
        one(
            put(schema("UserTag/x-open-map"), json!(true)),
            Additive,
            "UserTag",
            "`x-open-map`",
        ),
    ]
}

fn payloads() -> Vec<Case> {
    let example = |rest: &str| pools(&format!("responses/200/content/application~1json/examples/{rest}"));
    vec![
        one(
            take(example("empty")),
            Breaking,
            "ListPools.200",
            "`empty`: example removed",
        ),
        one(
            put(example("other"), json!({ "value": {} })),
            Additive,
            "ListPools.200",
            "`other`: example added",
        ),
        one(
            put(example("empty/value"), json!({})),
            Additive,
            "ListPools.200",
            "`empty`: value",
        ),
        one(
            put(example("empty/summary"), json!("None")),
            Documentation,
            "ListPools.200",
            "`empty`: `summary` reads differently",
        ),
    ]
}

#[test]
fn each_change_is_judged_and_placed() {
    assert_eq!(changes(&PUBLISHED, &PUBLISHED), []);
    for (edits, severity, at, words) in cases() {
        let found = changes(&PUBLISHED, &edited(&edits));
        let told: Vec<_> = found
            .iter()
            .map(|one| format!("{} {}: {}", one.severity, place(one), summary(one)))
            .collect();
        assert_eq!(
            found.first().map(|change| change.severity),
            Some(severity),
            "{edits:?}: {told:#?}"
        );
        let is_it =
            |change: &Change| change.severity == severity && place(change) == at && summary(change).contains(words);
        assert!(found.iter().any(is_it), "{at}: {words} is not among {told:#?}");
    }
}

#[test]
fn what_another_library_sees_on_the_wire_is_never_taken_for_words() {
    let mut seen = 0;
    for (edits, severity, place, summary) in cases() {
        let theirs = drift::compare(&PUBLISHED, &edited(&edits)).unwrap();
        let theirs = theirs.iter().flat_map(|change| &change.changes);
        if theirs.filter(|change| change.class != ChangeClass::Trivial).count() > 0 {
            assert_ne!(severity, Documentation, "{place}: {summary}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn shared_types_name_every_operation_they_occur_in() {
    let found = changes(&PUBLISHED, &edited(&[take(schema("ApiError/properties/error_msg"))]));
    let ids = operations(&PUBLISHED)
        .into_iter()
        .filter_map(|(_, _, operation)| operation["operationId"].as_str());
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    assert_eq!(found[0].operations, ids);
    let found = changes(&PUBLISHED, &edited(&[take(schema("UserTag/properties/key"))]));
    assert_eq!(
        (found[0].operations.as_slice(), found.len()),
        (&["ListPools".to_owned()][..], 1)
    );
}

/// Every scalar of the document but those inside payloads, by its pointer.
fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object
                .iter()
                .filter(|(key, _)| *key != "value" || pointer.contains("/x-bit-flags"))
            {
                leaves(inner, child(&pointer, key), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                leaves(inner, format!("{pointer}/{index}"), found);
            }
        }
        _ if pointer == "/info/version" => {}
        _ => found.push(pointer),
    }
}

#[test]
fn nothing_that_differs_goes_unnoticed() {
    let mut pointers = Vec::new();
    leaves(&PUBLISHED, String::new(), &mut pointers);
    assert!(pointers.len() > 1_000, "{}", pointers.len());
    // A prime stride comes past every kind of place; all of them would take minutes.
    for pointer in pointers.iter().step_by(13) {
        let other = match PUBLISHED.pointer(pointer).unwrap() {
            Value::String(text) => json!(format!("{text}x")),
            Value::Bool(flag) => json!(!flag),
            _ => json!(4711),
        };
        let found = changes(&PUBLISHED, &edited(&[put(pointer, other)]));
        assert!(!found.is_empty(), "{pointer} is different, and nothing says so");
    }
}

#[test]
fn users_of_each_product_see_what_concerns_them() {
    let products = [Product::Document, Product::Library, Product::Mock, Product::Command];
    let severities = |edit: Edit| {
        let found = changes(&PUBLISHED, &edited(&[edit]));
        products.map(|product| found.iter().filter_map(|change| severity_for(change, product)).max())
    };
    let field = take(schema("PoolStatus/properties/message"));
    assert_eq!(
        severities(field),
        [Some(Breaking), Some(Breaking), Some(Breaking), Some(Additive)]
    );
    assert_eq!(severities(take(pools("parameters/4"))), [Some(Breaking); 4]);
    let example = take(pools("responses/200/content/application~1json/examples/empty"));
    assert_eq!(
        severities(example),
        [Some(Additive), None, Some(Breaking), Some(Additive)]
    );
    assert_eq!(severities(put(pools("summary"), json!("Pools"))), [None; 4]);
}

#[test]
fn versions_move_as_cargo_compares_them() {
    for (base, severity, expected) in [
        ("0.1.0", None, "0.1.0"),
        ("0.1.0", Some(Documentation), "0.1.0"),
        ("0.1.0", Some(Additive), "0.1.1"),
        ("0.1.3", Some(Breaking), "0.2.0"),
        ("1.2.3", Some(Additive), "1.3.0"),
        ("1.2.3", Some(Breaking), "2.0.0"),
    ] {
        let required = required_version(&Version::parse(base).unwrap(), severity);
        assert_eq!(required.to_string(), expected, "{base} {severity:?}");
    }
}
