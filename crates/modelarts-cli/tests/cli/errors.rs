//! Failed requests: exit status 1, and one line or one object on standard error.

#[cfg(unix)]
use std::{sync::mpsc, thread, time::Duration};

use modelarts_httpmock::payloads;
use tempfile::tempdir;

use crate::{
    command::{ACCESS_KEY, SECRET_KEY, against, against_iam, assert_contains, assert_lacks, bare, run},
    service::{Service, answering, hand_driven, read_head, silent, unused},
};

const ONCE: &str = "pools --max-attempts 1";
const IMPATIENT: &str = "pools --timeout 100ms --output json";

/// The error as text and as JSON.
fn both(service: &Service, arguments: &str) -> String {
    let text = service.run(arguments).error(1);
    let json = service.run(&format!("{arguments} --output json")).error(1);
    assert_eq!((text.lines().count(), json.lines().count()), (1, 1), "{text}{json}");
    assert!(json.starts_with("{\"error\":{"), "{json}");
    text + &json
}

#[test]
fn errors_of_the_service() {
    let throttled = payloads::ERROR_429_APIG_0308.body;
    let unauthorized = r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}"#;
    let control = "{\"error_code\":\"X.1\",\"error_msg\":\"a\\u001b[31m\\nb\\u202e\\u009bc\"}";
    let mut shown = String::new();
    for (title, status, body, headers) in [
        ("throttled", 429, throttled, &[("retry-after", "40")][..]),
        ("throttled without a time", 429, throttled, &[]),
        ("unauthorized", 401, unauthorized, &[]),
        ("forbidden", 403, payloads::ERROR_403.body, &[]),
        ("not found", 404, payloads::ERROR_404.body, &[]),
        ("bad request", 400, payloads::ERROR_WORKSPACE_QUOTAS_0104.body, &[]),
        ("server error", 500, payloads::ERROR_500_POOL_STATISTICS.body, &[]),
        ("gateway", 502, "<html><h1>502 Bad\nGateway</h1></html>", &[]),
        ("empty body", 500, "", &[]),
        ("redirect", 302, "", &[("location", "https://example.com/")]),
        ("undecodable", 200, r#"{"items":[{"metadata":{"name":7}}]}"#, &[]),
        ("not json", 200, "<html>", &[]),
        ("control characters", 400, control, &[]),
    ] {
        let errors = both(&Service::always(status, body, headers), "pools");
        shown.push_str(&format!("# {title}\n{errors}"));
    }
    let time = shown.find("until 2").map(|at| shown[at + 6..at + 26].to_owned());
    let shown = shown.replace(&time.unwrap(), "[time]");
    insta::assert_snapshot!(shown);
}

#[test]
fn forbidden_calls_name_the_permission() {
    let service = Service::always(403, payloads::ERROR_403.body, &[]);
    for (command, hint) in [
        ("pools", "IAM permission modelarts:pool:list"),
        ("workspace-quotas", "IAM permission modelarts:workspace:getQuotas"),
        ("os-quotas", "permission in IAM"),
    ] {
        let error = service.run(command).error(1);
        assert!(error.ends_with(&format!("; ask for the {hint}\n")), "{error}");
    }
}

#[test]
fn errors_of_the_network() {
    let url = unused();
    let refused = run(&mut against(&url, ONCE)).error(1);
    let what = format!(
        "error: ListPools: cannot connect to {}: connection refused",
        url.trim_start_matches("http://")
    );
    let hint = format!("; check that {url} is right (--region, --endpoint), the network and the proxy\n");
    assert_eq!(refused, format!("{what}{hint}"));
    let url = hand_driven(|mut stream| drop(read_head(&mut stream)));
    let broken = run(&mut against(&url, ONCE));
    assert_contains(&broken.error(1), &["the connection broke off"]);
    let slow = run(&mut against(&silent(), IMPATIENT));
    assert_contains(&slow.error(1), &[r#""kind":"timeout""#, "--timeout"]);
}

#[test]
fn errors_of_iam() {
    let failed = run(&mut against_iam(&answering(503, "{}"), ONCE));
    assert_contains(&failed.error(1), &["no project id is set", "503", "--project-id"]);
    let slow = run(&mut against_iam(&silent(), IMPATIENT));
    insta::assert_snapshot!(slow.error(1));
}

#[test]
fn an_unavailable_metadata_service_is_not_misconfiguration() {
    let home = tempdir().unwrap();
    run(bare("pools --region cn-north-4")
        .env("HOME", home.path())
        .env("HUAWEICLOUD_SDK_USE_METADATA", "true")
        .env("HUAWEICLOUD_SDK_METADATA_ENDPOINT", answering(500, "")))
    .error(1);
}

#[test]
fn errors_show_no_secret() {
    let body = format!("{{\"error_code\":\"APIGW.0301\",\"error_msg\":\"{ACCESS_KEY} {SECRET_KEY}\"}}");
    let service = Service::always(401, &body, &[]);
    assert_lacks(&both(&service, "pools"), &[SECRET_KEY]);
    assert_lacks(&service.run("verify").output(1), &[SECRET_KEY]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_at_once() {
    let (asked, waits) = mpsc::channel();
    let url = hand_driven(move |mut stream| {
        read_head(&mut stream);
        asked.send(()).unwrap();
        // Held open until the process is gone.
        read_head(&mut stream);
    });
    let mut process = against(&url, "pools").spawn().unwrap();
    waits.recv().unwrap();
    let pid = rustix::process::Pid::from_child(&process);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let (ended, wait) = mpsc::channel();
    thread::spawn(move || ended.send(process.wait().unwrap()));
    let status = wait.recv_timeout(Duration::from_secs(10)).expect("it goes on");
    assert_eq!(status.code(), Some(130));
}
