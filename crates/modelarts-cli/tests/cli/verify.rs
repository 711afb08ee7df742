//! `verify`: what departs is found, and nothing that could identify an account is shown.

use modelarts_httpmock::{Operation, payloads};

use crate::{
    command::{against, ended},
    service::{Service, nobody},
};

/// Everything that an account would not want to see in an issue is called `secret`, or is one of the ids below.
const POOLS: &str = r#"{"kind":"PoolList","apiVersion":"v3","newTop":true,"items":[
{"kind":"Pool","metadata":{"name":"secret-86c13962597848eeb29c5861153a391f","creationTimestamp":"yesterday at secret's",
  "labels":{"os.modelarts/name":"secret","secret-team":"secret","os.modelarts/brand.new":"secret","os.modelarts/86c13962597848ee":"secret","secret.io/x":7},
  "annotations":{"os.modelarts/billing.mode":"9","os.modelarts/description":null}},
 "spec":{"type":"Secret","scope":["Train","TRAIN"],"controlMode":65,"resources":{"flavor":"secret","count":"2"},
  "secretMap":{"secret":1},"secret-named-field":1,"build86c13962597848ee":1},
 "status":{"phase":"Secretive","resources":{"available":{"flavor":"secret","count":2},"abnormal":[]},"scope":["secret"]}},
{"kind":"Pool","metadata":{"labels":{}},"spec":{"type":"Secret","controlMode":9223372036854775808}}
]}"#;

/// The operations that the snapshots are about, whatever others there are.
pub(crate) const ASKED: [&str; 5] = [
    "verify",
    "ListPools",
    "ShowOsQuota",
    "ShowPoolStatistics",
    "ShowWorkspaceQuotas",
];

fn asked_as(output: &str) -> Vec<&str> {
    [&ASKED[..], &["--output", output]].concat()
}

/// A report without what changes with every release, and with every deviation that is written into a spec: the versions,
/// and how many deviations nothing that was sent decides. That none is counted where nothing was sent stays.
pub(crate) fn lasting(report: &str) -> String {
    let report = report.replace(env!("CARGO_PKG_VERSION"), "[version]");
    let labels = ["Not decided by it: ", "\"undecided_deviations\": "];
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

fn departing() -> Service {
    let service = Service::empty();
    service.answer("ListPools", 200, POOLS, &[]);
    let statistics =
        r#"{"statistics":{"status":{"created":"4711","creating":1.5}},"operationTime":"2025-03-27T11:48:55Z"}"#;
    service.answer("ShowPoolStatistics", 200, statistics, &[]);
    let quotas = r#"{"quotas":{"resources":[{"type":"pool","quota":"4711","used":"secret"},{"type":"secret thing","quota":-1}]}}"#;
    service.answer("ShowOsQuota", 200, quotas, &[]);
    let refused = r#"{"error_code":"secret","error_msg":"user secret of 86c13962597848eeb29c5861153a391f may not"}"#;
    service.answer("ShowWorkspaceQuotas", 403, refused, &[]);
    service
}

#[test]
fn what_departs_is_shown_by_shape() {
    let service = departing();
    for output in ["table", "json"] {
        let run = service.run(&asked_as(output));
        assert_eq!((run.status, &*run.stderr), (1, ""));
        let told = run
            .stdout
            .to_lowercase()
            .replace("secretmap", "")
            .replace("x.secret", "");
        for private in [
            "secret",
            "86c13962",
            "4711",
            "mock-0123",
            "0a1b2c3d",
            "9223372036854775808",
        ] {
            assert!(!told.contains(private), "{private} in {}", run.stdout);
        }
        insta::assert_snapshot!(format!("departures as {output}"), lasting(&run.stdout));
    }
}

#[test]
fn the_documented_payloads_agree() {
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
    let run = every_field.run(&asked_as("table"));
    insta::assert_snapshot!("every field", lasting(&run.stdout));
}

#[test]
fn only_what_is_named_is_asked() {
    let service = Service::start();
    let run = service.run(&["verify", "ShowOsQuota"]);
    assert_eq!((run.status, service.asked().len()), (0, 1));
    assert!(!run.stdout.contains("ListPools"), "{}", run.stdout);
    let run = service.run(&["verify", "os-quotas"]);
    assert_eq!((run.status, service.asked().len()), (2, 1));
    assert!(run.stderr.contains("ShowOsQuota"), "{}", run.stderr);
}

#[test]
fn a_region_of_ones_own_is_not_named() {
    let service = Service::start();
    let run = service.run(&["verify", "--region", "acme-private-1"]);
    assert!(
        !run.stdout.contains("acme") && run.stdout.contains("\"region\": \"other\""),
        "{}",
        run.stdout
    );
}

#[test]
fn a_call_that_fails_is_a_departure() {
    let service = Service::start();
    let failing = Service::always(500, payloads::ERROR_500_POOL_STATISTICS.body, &[]);
    let run = failing.run(&asked_as("table"));
    assert_eq!(run.status, 1);
    insta::assert_snapshot!("every call fails", lasting(&run.stdout));
    assert_eq!(service.asked(), [""; 0]);
    let run = ended(&mut against(&nobody(), &["verify"]));
    assert_eq!(run.status, 1);
    assert!(run.stdout.contains("\"kind\": \"connect\""), "{}", run.stdout);
}

#[test]
fn what_is_no_json_is_told_as_such() {
    let service = Service::always(200, "<html>secret</html>", &[]);
    let run = service.run(&["verify", "--output", "table"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("not JSON") && !run.stdout.contains("secret"),
        "{}",
        run.stdout
    );
}
