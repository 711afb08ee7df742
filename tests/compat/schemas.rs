//! Edits of schemas, of the types that are made from them, and of examples.

use serde_json::json;
use xtask::compat::Level::{Additive, Breaking, Documentation};

use super::cases::{Case, POOLS, case, put, schema, take};
use crate::positions::BUNDLE;

pub(super) fn responses() -> Vec<Case> {
    let text = || json!({ "type": "string", "description": "Text." });
    vec![
        case(
            [take(schema("PoolStatus/properties/message"))],
            Breaking,
            "PoolStatus.message",
            "field is gone",
        ),
        case(
            [put(schema("PoolStatus/properties/mood"), text())],
            Additive,
            "PoolStatus.mood",
            "field is new",
        ),
        case(
            [
                take(schema("PoolStatus/properties/message")),
                put(schema("PoolStatus/properties/text"), text()),
            ],
            Breaking,
            "PoolStatus.message",
            "field is gone",
        ),
        case(
            [put(schema("PoolMetadata/required/-"), json!("labels"))],
            Additive,
            "PoolMetadata",
            "`labels` is now required",
        ),
        case(
            [take(schema("PoolMetadata/required/0"))],
            Breaking,
            "PoolMetadata",
            "`name` is no longer required",
        ),
        case(
            [put(schema("PoolStatus/properties/message/type"), json!("boolean"))],
            Breaking,
            "PoolStatus.message",
            "the type is boolean, and was string",
        ),
        case(
            [take(schema("PoolMetadata/properties/creationTimestamp/format"))],
            Breaking,
            "PoolMetadata.creationTimestamp",
            "was string date-time",
        ),
        case(
            [put(schema("PoolStatus/properties/message/nullable"), json!(true))],
            Breaking,
            "PoolStatus.message",
            "may be null",
        ),
        case(
            [take(schema("WorkspaceQuota/properties/used_quota/nullable"))],
            Additive,
            "WorkspaceQuota.used_quota",
            "never null",
        ),
        case(
            [take(schema("PoolStatus/additionalProperties"))],
            Breaking,
            "PoolStatus",
            "`additionalProperties`",
        ),
        case(
            [put(
                schema("ListPoolsResponse/properties/items/items/$ref"),
                json!("#/components/schemas/PoolStatus"),
            )],
            Breaking,
            "ListPoolsResponse.items[]",
            "the type is PoolStatus, and was PoolModel",
        ),
        case(
            [put(schema("IntOrString/anyOf/1/pattern"), json!("^1$"))],
            Breaking,
            "IntOrString",
            "`anyOf`",
        ),
        case(
            [put(schema("PoolStatus/description"), json!("Words."))],
            Documentation,
            "PoolStatus",
            "`description`",
        ),
        case(
            [put(
                schema("WorkspaceQuota/properties/used_quota/x-doc-deviation"),
                json!([]),
            )],
            Documentation,
            "WorkspaceQuota.used_quota",
            "`x-doc-deviation`",
        ),
        case(
            [put(
                schema("PoolStatus/properties/phase"),
                json!({ "$ref": "#/components/schemas/PoolPhase" }),
            )],
            Documentation,
            "PoolStatus.phase",
            "`description`",
        ),
        case(
            [put(schema("Spare"), json!({ "type": "object" }))],
            Additive,
            "Spare",
            "the type is new",
        ),
    ]
}

pub(super) fn types() -> Vec<Case> {
    let renamed = BUNDLE["components"]["schemas"]["PoolNodeDriver"].clone();
    let driver = "PoolResource/properties/driver/allOf/0/$ref";
    vec![
        case(
            [
                take(schema("PoolNodeDriver")),
                put(schema("NodeDriver"), renamed),
                put(schema(driver), json!("#/components/schemas/NodeDriver")),
            ],
            Breaking,
            "PoolNodeDriver",
            "the type is now called NodeDriver",
        ),
        case(
            [put(schema("PoolPhase/x-extensible-enum/-"), json!("Frozen"))],
            Additive,
            "PoolPhase",
            "value `Frozen` is known, as variant Frozen",
        ),
        case(
            [take(schema("PoolPhase/x-extensible-enum/2"))],
            Breaking,
            "PoolPhase",
            "variant Abnormal is gone",
        ),
        case(
            [take(schema("PoolPhase/x-extensible-enum"))],
            Breaking,
            "PoolPhase",
            "the type is string, and was string with known values",
        ),
        case(
            [put(schema("BillingMode/x-enum-varnames/0"), json!("Hourly"))],
            Breaking,
            "BillingMode",
            "variant PayPerUse is now called Hourly",
        ),
        case(
            [put(schema("BillingMode/x-enum-descriptions/0"), json!("Other."))],
            Documentation,
            "BillingMode",
            "`x-enum-descriptions`",
        ),
        case(
            [put(schema("PoolStatusFilter/enum/-"), json!("frozen"))],
            Additive,
            "PoolStatusFilter",
            "value `frozen` is new",
        ),
        case(
            [take(schema("PoolStatusFilter/enum/0"))],
            Breaking,
            "PoolStatusFilter",
            "value `created` is gone",
        ),
        case(
            [take(schema("PoolResource/properties/dataVolumes/x-tolerates"))],
            Breaking,
            "PoolResource.dataVolumes",
            "or its only element",
        ),
        case(
            [take(schema("PoolMetaLabels/x-open-map"))],
            Breaking,
            "PoolMetaLabels",
            "`x-open-map`",
        ),
        case(
            [put(schema("UserTag/x-open-map"), json!(true))],
            Additive,
            "UserTag",
            "read by any key",
        ),
    ]
}

pub(super) fn payloads() -> Vec<Case> {
    let examples = format!("{POOLS}/responses/200/content/application~1json/examples");
    vec![
        case(
            [take(format!("{examples}/empty"))],
            Breaking,
            "ListPools.200",
            "example `empty` is gone",
        ),
        case(
            [put(format!("{examples}/other"), json!({ "value": {} }))],
            Additive,
            "ListPools.200",
            "example `other` is new",
        ),
        case(
            [put(format!("{examples}/empty/value"), json!({}))],
            Additive,
            "ListPools.200",
            "holds other values",
        ),
        case(
            [put(format!("{examples}/empty/summary"), json!("None"))],
            Documentation,
            "ListPools.200",
            "reads differently",
        ),
    ]
}
