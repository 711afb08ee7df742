//! `verify`: departures are found, and nothing that could identify an account is shown.

use modelarts_httpmock::{Operation, payloads};

use crate::{
    command::{against, run},
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
pub(crate) const NAMED: [&str; 5] = [
    "verify",
    "ListPools",
    "ShowOsQuota",
    "ShowPoolStatistics",
    "ShowWorkspaceQuotas",
];

fn named(output: &str) -> Vec<&str> {
    [&NAMED[..], &["--output", output]].concat()
}

/// The report without version numbers and the number of undecided deviations, which change with the specs. That none
/// is counted without a response stays.
pub(crate) fn without_counts(report: &str) -> String {
    let report = report.replace(env!("CARGO_PKG_VERSION"), "[version]");
    let labels = ["Not decided: ", "\"undecided_deviations\": "];
    labels
        .iter()
        .fold(report, |report, label| match report.split_once(label) {
            Some((before, after)) if after.starts_with(|digit| matches!(digit, '1'..='9')) => {
                let after = after.trim_start_matches(|digit: char| digit.is_ascii_digit());
                format!("{before}{label}[some]{after}")
            }
            _ => report,
        })
}

#[test]
fn departures_are_shown_by_shape() {
    let service = Service::empty();
    let statistics =
        r#"{"statistics":{"status":{"created":"4711","creating":1.5}},"operationTime":"2025-03-27T11:48:55Z"}"#;
    let quotas = r#"{"quotas":{"resources":[{"type":"pool","quota":"4711","used":"secret"},{"type":"secret thing","quota":-1}]}}"#;
    let refused = r#"{"error_code":"secret","error_msg":"user secret of 86c13962597848eeb29c5861153a391f may not"}"#;
    service.answer("ListPools", 200, POOLS, &[]);
    service.answer("ShowPoolStatistics", 200, statistics, &[]);
    service.answer("ShowOsQuota", 200, quotas, &[]);
    service.answer("ShowWorkspaceQuotas", 403, refused, &[]);
    for output in ["table", "json"] {
        let run = service.run(&named(output));
        assert_eq!((run.status, &*run.stderr), (1, ""));
        let shown = run.stdout.to_lowercase().replace("secretmap", "");
        for private in [
            "secret",
            "86c13962",
            "4711",
            "mock-0123",
            "0a1b2c3d",
            "9223372036854775808",
        ] {
            assert!(!shown.contains(private), "{private} in {}", run.stdout);
        }
        insta::assert_snapshot!(format!("departures as {output}"), without_counts(&run.stdout));
    }
}

#[test]
fn documented_payloads_agree() {
    let service = Service::start();
    let run = service.run(&["verify", "--region", "cn-north-4"]);
    assert_eq!((run.status, &*run.stderr), (0, ""));
    assert!(run.stdout.contains("\"agrees\": true") && run.stdout.contains("\"region\": \"cn-north-4\""));
    assert_eq!(service.asked().len(), Operation::ALL.len());
    let every_field = Service::with([
        &payloads::LIST_POOLS_EVERY_FIELD,
        &payloads::POOL_STATISTICS_DOC_2022,
        &payloads::OS_QUOTAS_DOC,
        &payloads::WORKSPACE_QUOTAS_UNLIMITED,
    ]);
    let run = every_field.run(&named("table"));
    insta::assert_snapshot!("every field", without_counts(&run.stdout));
}

#[test]
fn only_named_operations_are_called() {
    let service = Service::start();
    let run = service.run(&["verify", "ShowOsQuota"]);
    assert_eq!((run.status, service.asked().len()), (0, 1));
    assert!(!run.stdout.contains("ListPools"), "{}", run.stdout);
    let run = service.run(&["verify", "os-quotas"]);
    assert_eq!((run.status, service.asked().len()), (2, 1));
    assert!(run.stderr.contains("ShowOsQuota"), "{}", run.stderr);
}

#[test]
fn private_regions_are_not_named() {
    let run = Service::start().run(&["verify", "--region", "acme-private-1"]);
    assert!(
        !run.stdout.contains("acme") && run.stdout.contains("\"region\": \"other\""),
        "{}",
        run.stdout
    );
}

#[test]
fn failed_calls_are_reported() {
    let failing = Service::always(500, payloads::ERROR_500_POOL_STATISTICS.body, &[]);
    let failed = failing.run(&named("table"));
    assert_eq!(failed.status, 1);
    insta::assert_snapshot!("every call fails", without_counts(&failed.stdout));
    let unreachable = run(&mut against(&unused(), &["verify", "--max-attempts", "1"]));
    assert_eq!(unreachable.status, 1);
    assert!(
        unreachable.stdout.contains("\"kind\": \"connect\""),
        "{}",
        unreachable.stdout
    );
}

#[test]
fn decoding_errors_show_fields_of_objects_only() {
    let body = r#"{"items":[{"metadata":{"name":"secret","labels":{"os.modelarts/name":{}}}}]}"#;
    let run = Service::always(200, body, &[]).run(&["verify", "ListPools"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("$.items[0].metadata.labels or below") && !run.stdout.contains("secret"),
        "{}",
        run.stdout
    );
}

#[test]
fn bodies_that_are_not_json_are_reported() {
    let service = Service::always(200, "<html>secret</html>", &[]);
    let run = service.run(&["verify", "--output", "table"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("not JSON") && !run.stdout.contains("secret"),
        "{}",
        run.stdout
    );
}
