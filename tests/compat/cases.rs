//! Edits of the bundle, and what each amounts to.

use serde_json::{Value, json};
use xtask::compat::Level::{self, Additive, Breaking, Documentation};

use super::schemas;
use crate::positions::BUNDLE;

pub(super) const POOLS: &str = "/paths/~1v2~1{project_id}~1pools/get";
const SCHEMAS: &str = "/components/schemas";

/// One edit of the bundle: a pointer, and what stands there afterwards; `None` takes it away.
pub(super) type Edit = (String, Option<Value>);

/// Edits that belong together, and what they amount to: level, place, and words that tell.
pub(super) struct Case {
    pub(super) edits: Vec<Edit>,
    pub(super) level: Level,
    pub(super) place: &'static str,
    pub(super) what: &'static str,
}

pub(super) fn put(pointer: impl Into<String>, value: Value) -> Edit {
    (pointer.into(), Some(value))
}

pub(super) fn take(pointer: impl Into<String>) -> Edit {
    (pointer.into(), None)
}

pub(super) fn schema(rest: &str) -> String {
    format!("{SCHEMAS}/{rest}")
}

pub(super) fn case<const N: usize>(edits: [Edit; N], level: Level, place: &'static str, what: &'static str) -> Case {
    Case {
        edits: edits.into(),
        level,
        place,
        what,
    }
}

fn apply(document: &mut Value, (pointer, value): &Edit) {
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

pub(super) fn edited(edits: &[Edit]) -> Value {
    let mut document = BUNDLE.clone();
    edits.iter().for_each(|edit| apply(&mut document, edit));
    document
}

fn operations() -> Vec<Case> {
    let limit = json!({ "name": "limit", "in": "query", "schema": { "type": "string" }, "example": "1" });
    let mut required = limit.clone();
    required["required"] = json!(true);
    let parameter = |name: &str| format!("/components/parameters/{name}");
    let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    let mut required_body = body.clone();
    required_body["required"] = json!(true);
    let path = BUNDLE["paths"]["/v2/{project_id}/pools"].clone();
    let mut another = path.clone();
    another["get"]["operationId"] = json!("ListOtherPools");
    let error = json!({ "$ref": "#/components/responses/NotFound" });
    vec![
        case(
            [take("/paths/~1v1~1{project_id}~1quotas")],
            Breaking,
            "ShowOsQuota",
            "is gone",
        ),
        case([put("/paths/~1v3", another)], Additive, "ListOtherPools", "is new"),
        case(
            [
                take("/paths/~1v2~1{project_id}~1pools"),
                put("/paths/~1v3~1{project_id}~1pools", path),
            ],
            Breaking,
            "ListPools",
            "GET /v2/{project_id}/pools became GET /v3",
        ),
        case(
            [put(format!("{POOLS}/parameters/-"), limit)],
            Additive,
            "ListPools.limit",
            "optional query parameter is new",
        ),
        case(
            [put(format!("{POOLS}/parameters/-"), required)],
            Breaking,
            "ListPools.limit",
            "required query parameter is new",
        ),
        case(
            [take(format!("{POOLS}/parameters/4"))],
            Breaking,
            "ListPools.parent",
            "parameter is gone",
        ),
        case(
            [put(format!("{POOLS}/parameters/4/required"), json!(true))],
            Breaking,
            "ListPools.parent",
            "now required",
        ),
        case(
            [put(format!("{POOLS}/parameters/4/explode"), json!(true))],
            Breaking,
            "ListPools.parent",
            "another form",
        ),
        case(
            [put(parameter("ProjectId/schema/pattern"), json!("^.$"))],
            Breaking,
            "ListPools.project_id",
            "`pattern`",
        ),
        case(
            [take(parameter("ProjectId/schema/pattern"))],
            Additive,
            "ShowOsQuota.project_id",
            "`pattern`",
        ),
        case(
            [put(parameter("WorkspaceIdQuery/schema/default"), json!("1"))],
            Breaking,
            "ListPools.workspaceId",
            "default",
        ),
        case(
            [put(parameter("ProjectId/example"), json!("a"))],
            Documentation,
            "ListPools.project_id",
            "`example`",
        ),
        case(
            [put(format!("{POOLS}/requestBody"), body)],
            Additive,
            "ListPools.body",
            "optional body",
        ),
        case(
            [put(format!("{POOLS}/requestBody"), required_body)],
            Breaking,
            "ListPools.body",
            "required body",
        ),
        case(
            [put(format!("{POOLS}/responses/404"), error)],
            Additive,
            "ListPools.404",
            "failure is new",
        ),
        case(
            [take(format!("{POOLS}/responses/5XX"))],
            Additive,
            "ListPools.5XX",
            "no longer listed",
        ),
        case(
            [put(format!("{POOLS}/summary"), json!("Pools"))],
            Documentation,
            "ListPools",
            "`summary`",
        ),
        case(
            [put(format!("{POOLS}/x-iam-action"), json!("a"))],
            Documentation,
            "ListPools",
            "`x-iam-action`",
        ),
        case([take("/security/1")], Breaking, "security", "no longer carry"),
        case([take("/servers/1")], Breaking, "servers", "ap-southeast-1"),
        case(
            [put("/servers/0/variables/region/enum/-", json!("xx-1"))],
            Additive,
            "servers",
            "modelarts.xx-1.",
        ),
        case([put("/info/title", json!("Pools"))], Documentation, "info", "`info`"),
        case(
            [put("/tags/0/description", json!("Pools"))],
            Documentation,
            "tags",
            "`tags`",
        ),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    [
        operations(),
        schemas::responses(),
        schemas::types(),
        schemas::payloads(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
