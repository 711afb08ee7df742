//! Failed requests: exit status 1, and one line or one object on standard error.

#[cfg(unix)]
use std::{sync::mpsc, thread, time::Duration};

use modelarts_httpmock::payloads;
use tempfile::tempdir;

use crate::{
    command::{ACCESS_KEY, SECRET_KEY, against, against_iam, bare, run},
    service::{Service, answering, hand_driven, read_head, silent, unused},
};

/// The error as text and as JSON.
fn both(service: &Service, arguments: &[&str]) -> String {
    let text = service.run(arguments);
    let json = service.run(&[arguments, &["--output", "json"]].concat());
    for run in [&text, &json] {
        assert_eq!((run.status, &*run.stdout), (1, ""), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
    assert!(json.stderr.starts_with("{\"error\":{"), "{}", json.stderr);
    format!("{}{}", text.stderr, json.stderr)
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
        let errors = both(&Service::always(status, body, headers), &["pools"]);
        shown.push_str(&format!("# {title}\n{errors}"));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn forbidden_calls_name_the_permission() {
    let service = Service::always(403, payloads::ERROR_403.body, &[]);
    for (command, hint) in [
        ("pools", "ask for the IAM permission modelarts:pool:list\n"),
        (
            "workspace-quotas",
            "ask for the IAM permission modelarts:workspace:getQuotas\n",
        ),
        ("os-quotas", "ask for the permission in IAM\n"),
    ] {
        assert_eq!(service.run(&[command]).stderr.split("; ").last(), Some(hint));
    }
}

#[test]
fn errors_of_the_network() {
    let url = unused();
    let refused = run(&mut against(&url, &["pools", "--max-attempts", "1"]));
    assert_eq!(refused.status, 1);
    #[cfg(target_os = "linux")]
    assert_eq!(
        refused.stderr,
        format!(
            "error: ListPools: cannot connect to the service: Connection refused (os error 111); check that {url} is \
             right (--region, --endpoint), the network and the proxy\n"
        )
    );
    let url = hand_driven(|mut stream| drop(read_head(&mut stream)));
    let broken = run(&mut against(&url, &["pools", "--max-attempts", "1"]));
    assert_eq!(broken.status, 1);
    assert!(broken.stderr.contains("the connection broke off"), "{}", broken.stderr);

    let silent = run(&mut against(
        &silent(),
        &["pools", "--timeout", "100ms", "--output", "json"],
    ));
    assert_eq!(silent.status, 1);
    assert!(silent.stderr.contains(r#""kind":"timeout""#), "{}", silent.stderr);
    assert!(silent.stderr.contains("--timeout"), "{}", silent.stderr);
}

#[test]
fn errors_of_iam() {
    let failed = run(&mut against_iam(
        &answering(503, "{}"),
        &["pools", "--max-attempts", "1"],
    ));
    assert_eq!(failed.status, 1, "{}", failed.stderr);
    for part in ["no project id is set", "503", "--project-id"] {
        assert!(failed.stderr.contains(part), "{}", failed.stderr);
    }
    let slow = run(&mut against_iam(
        &silent(),
        &["pools", "--timeout", "100ms", "--output", "json"],
    ));
    assert_eq!(slow.status, 1, "{}", slow.stderr);
    insta::assert_snapshot!(slow.stderr);
}

#[test]
fn an_unavailable_metadata_service_is_not_misconfiguration() {
    let home = tempdir().unwrap();
    let mut command = bare(&["pools", "--region", "cn-north-4"]);
    command
        .env("HOME", home.path())
        .env("HUAWEICLOUD_SDK_USE_METADATA", "true")
        .env("HUAWEICLOUD_SDK_METADATA_ENDPOINT", answering(500, ""));
    let run = run(&mut command);
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn errors_show_no_secret() {
    let body = format!("{{\"error_code\":\"APIGW.0301\",\"error_msg\":\"{ACCESS_KEY} {SECRET_KEY}\"}}");
    let service = Service::always(401, &body, &[]);
    let shown = both(&service, &["pools"]) + &service.run(&["verify"]).stdout;
    assert!(!shown.contains(SECRET_KEY), "{shown}");
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
    let mut process = against(&url, &["pools"]).spawn().unwrap();
    waits.recv().unwrap();
    let pid = rustix::process::Pid::from_child(&process);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let (ended, wait) = mpsc::channel();
    thread::spawn(move || ended.send(process.wait().unwrap()));
    let status = wait.recv_timeout(Duration::from_secs(10)).expect("it goes on");
    assert_eq!(status.code(), Some(130));
}
