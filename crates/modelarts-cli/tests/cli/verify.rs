//! `verify`: departures are found, and nothing that could identify an account is shown.

use modelarts_httpmock::{Operation, Reply, payloads};
use regex_lite::Regex;
use serde_json::json;

use crate::{
    command::{against, assert_contains, assert_lacks, run},
    service::{Service, unused},
};

/// A response whose private parts are called `secret`, or are one of the IDs below.
const POOLS: &str = r#"{"kind":"PoolList","apiVersion":"v3","newTop":true,"items":[
{"kind":"Pool","metadata":{"name":"secret-86c13962597848eeb29c5861153a391f","creationTimestamp":"yesterday at secret's",
  "labels":{"os.modelarts/name":"secret","secret-team":"secret","os.modelarts/brand.new":"secret","os.modelarts/86c13962597848ee":"secret","secret.io/x":7},
  "annotations":{"os.modelarts/billing.mode":"9","os.modelarts/description":null}},
 "spec":{"type":"Secret","scope":["Train","TRAIN"],"controlMode":65,"resources":{"flavor":"secret","count":"2"},
  "secretMap":{"secret":1},"secret-named-field":1,"build86c13962597848ee":1},
 "status":{"phase":"Secretive","resources":{"available":{"flavor":"secret","count":2},"abnormal":[]},"scope":["secret"]}},
{"kind":"Pool","metadata":{"labels":{}},"spec":{"type":"Secret","controlMode":9223372036854775808},"status":{"resources":{}}}
]}"#;

/// A command line with the operations that the snapshots are about.
pub(crate) const NAMED: &str = "verify ListPools ShowOsQuota ShowPoolStatistics ShowWorkspaceQuotas";

/// The report without version numbers and the number of undecided deviations, which change with the specs. That none
/// is counted without a response stays.
pub(crate) fn without_counts(report: &str) -> String {
    let report = report.replace(env!("CARGO_PKG_VERSION"), "[version]");
    let count = Regex::new(r#"(Not decided: |"undecided_deviations": )[1-9]\d*"#).unwrap();
    count.replace(&report, "${1}[some]").into_owned()
}

#[test]
fn departures_are_shown_by_shape() {
    let service = Service::empty();
    let statistics =
        r#"{"statistics":{"status":{"created":"4711","creating":1.5}},"operationTime":"2025-03-27T11:48:55Z"}"#;
    let quotas = r#"{"quotas":{"resources":[{"type":"pool","quota":"4711","used":"secret"},{"type":"secret thing","quota":-1}]}}"#;
    let refused = r#"{"error_code":"secret","error_msg":"user secret of 86c13962597848eeb29c5861153a391f may not"}"#;
    for (operation, status, body) in [
        (Operation::LIST_POOLS, 200, POOLS),
        (Operation::SHOW_POOL_STATISTICS, 200, statistics),
        (Operation::SHOW_OS_QUOTA, 200, quotas),
        (Operation::SHOW_WORKSPACE_QUOTAS, 403, refused),
    ] {
        service.mock.answer(operation, Reply::new(status, body));
    }
    for output in ["table", "json"] {
        let report = service.run(&format!("{NAMED} --output {output}")).output(1);
        let private = "secret 86c13962 4711 mock-0123 0a1b2c3d 9223372036854775808";
        let private: Vec<_> = private.split(' ').collect();
        assert_lacks(&report.to_lowercase().replace("secretmap", ""), &private);
        insta::assert_snapshot!(format!("departures as {output}"), without_counts(&report));
    }
}

#[test]
fn documented_payloads_agree() {
    let service = Service::start();
    let report = service.run("verify --region cn-north-4 -o json").output(0);
    assert_contains(&report, &["\"agrees\": true", "\"region\": \"cn-north-4\""]);
    // Three of them ask for an id.
    assert_eq!(service.asked().len(), Operation::ALL.len() + 3);
    // The name of a private region is private, too.
    let report = service.run("verify --region acme-private-1 -o json").output(0);
    assert_contains(&report, &["\"region\": \"other\""]);
    assert_lacks(&report, &["acme"]);
    let every_field = Service::with([
        &payloads::LIST_POOLS_EVERY_FIELD,
        &payloads::POOL_STATISTICS_DOC_2022,
        &payloads::OS_QUOTAS_DOC,
        &payloads::WORKSPACE_QUOTAS_UNLIMITED,
    ]);
    let report = every_field.run(NAMED).output(1);
    insta::assert_snapshot!("every field", without_counts(&report));
}

#[test]
fn only_named_operations_are_called() {
    let service = Service::start();
    assert_lacks(&service.run("verify ShowOsQuota").output(0), &["ListPools"]);
    assert_eq!(service.asked().len(), 1);
    assert_contains(&service.run("verify os-quotas").error(2), &["ShowOsQuota"]);
    assert_eq!(service.asked().len(), 1);
}

/// No example names a pool or a network that everybody has.
#[test]
fn ids_are_those_of_the_account() {
    let service = Service::empty();
    let network = json!({ "metadata": { "name": "mine" } });
    service
        .mock
        .answer(Operation::LIST_NETWORKS, json!({ "items": [network] }));
    service.mock.answer(Operation::SHOW_NETWORK, network);
    assert_contains(
        &service.run("verify ShowNetwork").output(0),
        &["| ShowNetwork | agrees |"],
    );
    assert!(service.asked()[1].ends_with("/networks/mine"), "{:?}", service.asked());
    let service = Service::always(200, r#"{"items":[]}"#, &[]);
    let report = service.run("verify ShowNetwork ListEvents").output(0);
    assert_contains(
        &report,
        &["| ShowNetwork | not called |", "| ListEvents | not called |"],
    );
}

#[test]
fn failed_calls_are_reported() {
    let failing = Service::always(500, payloads::ERROR_500_POOL_STATISTICS.body, &[]);
    let report = failing.run(NAMED).output(1);
    insta::assert_snapshot!("every call fails", without_counts(&report));
    let unreachable = run(&mut against(&unused(), "verify --max-attempts 1 -o json"));
    assert_contains(&unreachable.output(1), &["\"kind\": \"connect\""]);
}

#[test]
fn bodies_that_are_not_json_are_reported_without_their_text() {
    let report = Service::always(200, "<html>secret</html>", &[])
        .run("verify ListPools")
        .output(1);
    assert_contains(&report, &["failed: decode 200", "not JSON"]);
    assert_lacks(&report, &["secret"]);
}
