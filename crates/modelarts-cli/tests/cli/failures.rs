//! What the service or the network says no to: exit status 1, one line or one object on standard error.

use std::{sync::mpsc, thread, time::Duration};

use modelarts_httpmock::payloads;
use tempfile::tempdir;

use crate::{
    command::{ACCESS_KEY, SECRET_KEY, against, ended, process_against},
    service::{Service, hand_driven, nobody, read_head, respond},
};

/// The failure in both forms.
fn both(service: &Service, arguments: &[&str]) -> String {
    let line = service.run(arguments);
    let json = service.run(&[arguments, &["--output", "json"]].concat());
    for run in [&line, &json] {
        assert_eq!((run.status, &*run.stdout), (1, ""), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
    assert!(json.stderr.starts_with("{\"error\":{"), "{}", json.stderr);
    format!("{}{}", line.stderr, json.stderr)
}

#[test]
fn the_service_says_no() {
    let mut shown = String::new();
    for (title, status, body, headers) in [
        (
            "throttled",
            429,
            payloads::ERROR_429_APIG_0308.body,
            &[("retry-after", "40")][..],
        ),
        ("throttled without a time", 429, payloads::ERROR_429_APIG_0308.body, &[]),
        (
            "unauthorized",
            401,
            r#"{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information"}"#,
            &[],
        ),
        ("forbidden", 403, payloads::ERROR_403.body, &[]),
        ("not found", 404, payloads::ERROR_404.body, &[]),
        ("bad request", 400, payloads::ERROR_WORKSPACE_QUOTAS_0104.body, &[]),
        ("server error", 500, payloads::ERROR_500_POOL_STATISTICS.body, &[]),
        ("gateway", 502, "<html><h1>502 Bad\nGateway</h1></html>", &[]),
        ("nothing said", 500, "", &[]),
        ("redirect", 302, "", &[("location", "https://example.com/")]),
        ("undecodable", 200, r#"{"items":[{"metadata":{"name":7}}]}"#, &[]),
        ("no json", 200, "<html>", &[]),
        (
            "control characters",
            400,
            "{\"error_code\":\"X.1\",\"error_msg\":\"a\\u001b[31m\\nb\\u202e\\u009bc\"}",
            &[],
        ),
    ] {
        shown.push_str(&format!(
            "# {title}\n{}",
            both(&Service::always(status, body, headers), &["pools"])
        ));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn who_is_forbidden_is_told_the_action() {
    let service = Service::always(403, payloads::ERROR_403.body, &[]);
    let hint = |command: &str| {
        let said = service.run(&[command]).stderr;
        said.split("; ").last().unwrap().trim_end().to_owned()
    };
    assert_eq!(
        hint("pools"),
        "have the action modelarts:pool:list allowed to you in IAM"
    );
    assert_eq!(
        hint("workspace-quotas"),
        "have the action modelarts:workspace:getQuotas allowed to you in IAM"
    );
    assert_eq!(hint("os-quotas"), "have it allowed to you in IAM");
}

#[test]
fn the_network_says_no() {
    let url = nobody();
    let refused = ended(&mut against(&url, &["pools"]));
    assert_eq!(refused.status, 1);
    let expected = format!(
        "error: ListPools: cannot connect to the service: Connection refused (os error 111); check that {url} is right \
         (--region, --endpoint), the network and the proxy\n"
    );
    #[cfg(target_os = "linux")]
    assert_eq!(refused.stderr, expected);

    let url = hand_driven(|mut stream| drop(read_head(&mut stream)));
    let broken = ended(&mut against(&url, &["pools"]));
    assert_eq!(broken.status, 1);
    assert!(broken.stderr.contains("the connection broke off"), "{}", broken.stderr);

    let url = hand_driven(|mut stream| {
        read_head(&mut stream);
        // Held open without a word, until the other side has had enough.
        read_head(&mut stream);
    });
    let silent = ended(&mut against(&url, &["pools", "--timeout", "100ms", "--output", "json"]));
    assert_eq!(silent.status, 1);
    assert!(silent.stderr.contains(r#""kind":"timeout""#), "{}", silent.stderr);
    assert!(silent.stderr.contains("--timeout"), "{}", silent.stderr);
}

#[test]
fn iam_says_no() {
    let iam = hand_driven(|mut stream| {
        read_head(&mut stream);
        respond(&mut stream, 503, "{}");
    });
    let mut command = against("http://127.0.0.1:1", &["pools", "--region", "cn-north-4"]);
    let run = ended(
        command
            .env_remove("HUAWEICLOUD_SDK_PROJECT_ID")
            .env("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam),
    );
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("no project id is set")
            && run.stderr.contains("503")
            && run.stderr.contains("--project-id"),
        "{}",
        run.stderr
    );
}

#[test]
fn iam_takes_too_long() {
    let iam = hand_driven(|mut stream| {
        read_head(&mut stream);
        // Held open without a word, until the other side has had enough.
        read_head(&mut stream);
    });
    let arguments = [
        "pools",
        "--region",
        "cn-north-4",
        "--timeout",
        "100ms",
        "--output",
        "json",
    ];
    let mut command = against("http://127.0.0.1:1", &arguments);
    let run = ended(
        command
            .env_remove("HUAWEICLOUD_SDK_PROJECT_ID")
            .env("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam),
    );
    assert_eq!(run.status, 1, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_metadata_service_that_does_not_answer_is_no_mistake() {
    let metadata = hand_driven(|mut stream| {
        read_head(&mut stream);
        respond(&mut stream, 500, "");
    });
    let home = tempdir().unwrap();
    let mut command = crate::command::bare(&["pools", "--region", "cn-north-4"]);
    let run = ended(
        command
            .env("HOME", home.path())
            .env("HUAWEICLOUD_SDK_USE_METADATA", "true")
            .env("HUAWEICLOUD_SDK_METADATA_ENDPOINT", metadata),
    );
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn no_failure_shows_a_secret() {
    let body = format!("{{\"error_code\":\"APIGW.0301\",\"error_msg\":\"{ACCESS_KEY} {SECRET_KEY}\"}}");
    let service = Service::always(401, &body, &[]);
    let said = both(&service, &["pools"]) + &service.run(&["verify"]).stdout;
    assert!(!said.contains(SECRET_KEY), "{said}");
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
    let mut process = process_against(&url, &["pools"]).spawn().unwrap();
    waits.recv().unwrap();
    let pid = rustix::process::Pid::from_child(&process);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let (ended, wait) = mpsc::channel();
    thread::spawn(move || ended.send(process.wait().unwrap()));
    let status = wait.recv_timeout(Duration::from_secs(10)).expect("it goes on");
    assert_eq!(status.code(), Some(130));
}
