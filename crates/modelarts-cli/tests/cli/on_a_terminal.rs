//! Output on a terminal: tables by default, their width, colours, indented JSON, and the spinner.

use std::{cell::Cell, sync::mpsc};

use modelarts_httpmock::payloads;

use crate::{
    command::{against, against_iam, assert_contains, assert_lacks, bare},
    service::{Service, hand_driven, read_head, respond},
    terminal::Terminal,
};

#[test]
fn tables_are_as_wide_as_the_terminal() {
    let service = Service::with([&payloads::LIST_POOLS_DOC_2025]);
    for (columns, name) in [(80, " auto-pool-os"), (76, " auto-po…")] {
        let (seen, status) = Terminal::run(against(&service.url(), "pools"), columns).end();
        assert_eq!(status, Some(0));
        assert_contains(&seen, &["auto-pool-os-86c13962597848eeb29c5861153a391f", name.trim()]);
        assert!(seen.lines().all(|line| line.chars().count() < 150), "{seen}");
    }
}

#[test]
fn errors_are_wrapped_between_words() {
    let (seen, _) = Terminal::run(bare("pools --region cn-north-4"), 60).end();
    let plain = regex_lite::Regex::new("\u{1b}\\[[0-9;]*m")
        .unwrap()
        .replace_all(&seen, "")
        .into_owned();
    assert!(plain.lines().all(|line| line.chars().count() <= 60), "{plain}");
    assert_contains(
        &plain.split_whitespace().collect::<Vec<_>>().join(" "),
        &["neither HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK"],
    );
}

#[test]
fn watching_marks_what_changed() {
    let (asked, ready) = (Cell::new(0), |phase: &str, more: &str| {
        format!(r#"{{"items":[{{"metadata":{{"name":"pool-1"}},"status":{{"phase":"{phase}"}}}}{more}]}}"#)
    });
    let url = hand_driven(move |mut stream| {
        read_head(&mut stream);
        let second = r#",{"metadata":{"name":"pool-2"}}"#;
        match asked.replace(asked.get() + 1) {
            0 => respond(&mut stream, 200, &ready("Creating", "")),
            1 => respond(&mut stream, 500, ""),
            2 => respond(&mut stream, 200, &ready("Running", second)),
            3 => respond(&mut stream, 200, &ready("Running", "")),
            _ => respond(&mut stream, 500, ""),
        }
    });
    let mut command = against(&url, "pools --watch=1ms --max-attempts 1");
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::run(command, 80);
    for seen in [
        "   pool-1  -     Creating",
        "error: ListPools: the service answered 500",
        "~  pool-1  -     Running",
        "+  pool-2",
        "-  pool-2",
    ] {
        terminal.wait_for(seen);
    }
    terminal.interrupt();
}

#[test]
fn colours_mark_what_needs_attention() {
    let service = Service::with([&payloads::LIST_POOLS_FAILED]);
    let (seen, _) = Terminal::run(against(&service.url(), "pools"), 160).end();
    insta::assert_snapshot!(seen.replace('\u{1b}', "ESC"));
}

#[test]
fn colours_show_how_full_a_quota_is() {
    let quotas = [(0, 10), (89, 100), (90, 100), (99, 100), (100, 100)];
    let quotas = quotas.map(|(used, quota)| format!(r#"{{"type":"pool","quota":{quota},"used":{used}}}"#));
    let body = format!(r#"{{"quotas":{{"resources":[{}]}}}}"#, quotas.join(","));
    let service = Service::always(200, &body, &[]);
    let (seen, _) = Terminal::run(against(&service.url(), "os-quotas"), 80).end();
    insta::assert_snapshot!(seen.replace('\u{1b}', "ESC"));
}

#[test]
fn no_color_is_obeyed() {
    let service = Service::with([&payloads::LIST_POOLS_FAILED]);
    let mut plain = against(&service.url(), "pools");
    plain.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    let (seen, _) = Terminal::run(plain, 160).end();
    assert_lacks(&seen, &["\u{1b}"]);
    assert_contains(&seen, &["! CreationFailed"]);
    let mut failing = against("http://127.0.0.1:1", "pools --max-attempts 1");
    failing.env("NO_COLOR", "1");
    let (seen, status) = Terminal::run(failing, 160).end();
    assert_eq!(status, Some(1));
    assert!(seen.starts_with("error: ListPools"), "{seen:?}");
}

#[test]
fn json_is_indented() {
    let service = Service::always(200, r#"{"quotas":{"resources":[],"z":1.0,"a":null}}"#, &[]);
    let (seen, _) = Terminal::run(against(&service.url(), "os-quotas --output json"), 80).end();
    let expected = "{\n  \"quotas\": {\n    \"resources\": [],\n    \"z\": 1.0,\n    \"a\": null\n  }\n}\n";
    assert_eq!(seen, expected);
}

#[test]
fn a_long_wait_shows_the_attempt_and_leaves_no_trace() {
    let (answer, may_answer) = mpsc::channel::<()>();
    let is_first = Cell::new(true);
    let url = hand_driven(move |mut stream| {
        read_head(&mut stream);
        if is_first.replace(false) {
            return respond(&mut stream, 503, r#"{"error_code":"X.1","error_msg":"busy"}"#);
        }
        may_answer.recv().unwrap();
        respond(&mut stream, 200, "{}");
    });
    let mut terminal = Terminal::run(against(&url, "os-quotas --output json"), 80);
    terminal.wait_for("attempt 2 of 3: the service answered 503 X.1: busy");
    answer.send(()).unwrap();
    let (seen, status) = terminal.end();
    assert_eq!(status, Some(0));
    // The line is cleared before the result is printed.
    assert!(seen.ends_with("\u{1b}[2K{}\n"), "{seen:?}");
}

#[test]
fn a_long_wait_before_the_first_call_leaves_no_trace_either() {
    let (answer, may_answer) = mpsc::channel::<()>();
    let iam = hand_driven(move |mut stream| {
        read_head(&mut stream);
        may_answer.recv().unwrap();
        respond(&mut stream, 503, "{}");
    });
    let mut terminal = Terminal::run(against_iam(&iam, "os-quotas"), 80);
    terminal.wait_for("waiting for the service, attempt 1 of 3");
    answer.send(()).unwrap();
    let (seen, status) = terminal.end();
    assert_eq!(status, Some(1));
    let left = seen.rsplit("\u{1b}[2K").next().unwrap();
    let is_error = left.starts_with("\u{1b}[1m\u{1b}[31merror\u{1b}[0m:") && left.ends_with('\n');
    assert!(is_error, "{seen:?}");
}
