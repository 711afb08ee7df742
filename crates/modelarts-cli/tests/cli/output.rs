//! Output of each command: tables of any width, and JSON.

use std::{io::Read, process::Stdio};

use modelarts_httpmock::payloads;

use crate::{
    command::{against, assert_contains, assert_lacks, run},
    service::Service,
};

/// Compares tables of these widths with their snapshots.
fn tables(name: &str, service: &Service, command: &str, widths: &[&str]) {
    for width in widths {
        let mut command = against(&service.url(), &format!("{command} --output table"));
        let table = run(command.env("COLUMNS", width)).output(0);
        let widest = table.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width.parse().unwrap(), "{name}: {widest} columns\n{table}");
        assert!(table.lines().all(|line| line == line.trim_end()), "{name}");
        insta::assert_snapshot!(format!("{name} at {width}"), table);
    }
}

#[test]
fn documented_payloads() {
    for (command, payload) in [
        ("pools", &payloads::LIST_POOLS_DOC_2025),
        ("pools", &payloads::LIST_POOLS_EVERY_FIELD),
        ("pools", &payloads::LIST_POOLS_FAILED),
        ("pools", &payloads::LIST_POOLS_EMPTY),
        ("pools", &payloads::LIST_POOLS_OTC_2025_08),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2022),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2025),
        ("os-quotas", &payloads::OS_QUOTAS_DOC),
        ("os-quotas", &payloads::OS_QUOTAS_STRINGS),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_DOC),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_UNLIMITED),
    ] {
        let service = Service::with([payload]);
        tables(payload.name, &service, command, &["80", "160"]);
        // JSON is the response, byte for byte.
        assert_eq!(service.run(command).output(0), payload.body);
        assert_eq!(service.run(&format!("{command} --output json")).output(0), payload.body);
    }
}

/// Pools that differ in everything, with names as long as they get.
const MANY: &str = r#"{"items":[
{"metadata":{"name":"a-0123456789abcdef","creationTimestamp":"2025-11-04T11:59:30Z","labels":{"os.modelarts/name":"a","os.modelarts/workspace.id":"ccd05d1a553b4e188ea878e7dcb85e47"}},
 "spec":{"type":"Dedicate","scope":["Train","Infer","Notebook"],"controlMode":9,"resources":[{"flavor":"modelarts.bm.npu.arm.8snt9b3.d","count":16},{"flavor":"modelarts.vm.cpu.4ud","count":2}]},
 "status":{"phase":"Abnormal","message":"2 nodes do\nnot \u001b[31manswer","resources":{"available":[{"flavor":"modelarts.bm.npu.arm.8snt9b3.d","count":14}],"abnormal":[{"flavor":"modelarts.bm.npu.arm.8snt9b3.d","count":1},{"flavor":"modelarts.bm.npu.arm.8snt9b3.d","count":1},{"flavor":"a.flavor.nobody.wanted","count":1}],"creating":{"flavor":"modelarts.vm.cpu.4ud","count":2}}}},
{"metadata":{"name":"b-0123456789abcdef","creationTimestamp":"2025-11-05T12:00:00Z","labels":{"os.modelarts/name":"a-name-of-the-greatest-length-that-the-service-takes-from-people"}},
 "status":{"phase":"Hibernating"}},
{"metadata":{"name":"c-0123456789abcdef"},"spec":{"type":"Logical"},"status":{"phase":"Waiting"}},
{"metadata":{}}
]}"#;

#[test]
fn pools_of_every_kind() {
    let service = Service::always(200, MANY, &[]);
    tables("list_pools.many", &service, "pools", &["80", "160", "260"]);
}

#[test]
fn phases_that_need_attention_are_marked() {
    let marked = ["Abnormal", "Error", "CreationFailed", "ScalingFailed"];
    for phase in modelarts::PoolPhase::VALUES {
        let body = format!(r#"{{"items":[{{"metadata":{{"name":"p"}},"status":{{"phase":"{phase}"}}}}]}}"#);
        let service = Service::always(200, &body, &[]);
        let table = service.run("pools --output table").output(0);
        assert_eq!(table.contains(&format!("! {phase}")), marked.contains(phase), "{table}");
        assert!(table.contains(phase), "{table}");
    }
}

#[test]
fn a_pool_takes_one_line_or_three() {
    let service = Service::with([&payloads::LIST_POOLS_DOC_2025]);
    let mut was_stacked = true;
    for width in 80..200 {
        let mut command = against(&service.url(), "pools --output table");
        let table = run(command.env("COLUMNS", width.to_string())).output(0);
        let lines = if table.starts_with("NAME") { 2 } else { 4 };
        assert_eq!(table.lines().count(), lines, "{width}\n{table}");
        if std::mem::replace(&mut was_stacked, lines == 4) && lines == 2 {
            let head = table.lines().next().unwrap();
            assert_eq!(head.len(), width, "it would have fitted before");
        }
    }
}

#[test]
fn quotas_that_are_full_or_odd() {
    let body = r#"{"quotas":{"resources":[{"type":"pool","quota":10,"used":9},{"type":"network","quota":5,"used":5},
        {"type":"VPC","quota":5,"used":7},{"type":"new thing","quota":-1,"used":3},{"type":"SUBNET","quota":0,"used":0},
        {"type":"FIREWALL","quota":9223372036854775807,"used":9223372036854775807},{"quota":1},{"used":1},{}]}}"#;
    let service = Service::always(200, body, &[]);
    tables("os_quotas.odd", &service, "os-quotas", &["80", "160"]);
    let body = r#"{"quotas":[{"resource":"a","quota":5,"used_quota":7,"max_quota":9},{"name_en":"b"},{}]}"#;
    let service = Service::always(200, body, &[]);
    tables("workspace_quotas.odd", &service, "workspace-quotas", &["80", "160"]);
}

#[test]
fn empty_results() {
    let service = Service::with([&payloads::LIST_POOLS_EMPTY]);
    service.answer("ShowPoolStatistics", 200, "{}", &[]);
    service.answer("ShowOsQuota", 200, r#"{"quotas":{"resources":[]}}"#, &[]);
    service.answer("ShowWorkspaceQuotas", 200, r#"{"quotas":null}"#, &[]);
    let filtered = "pools --status failed --workspace-id 7 --label-selector a=b";
    let commands = [filtered, "pools", "pool-statistics", "os-quotas", "workspace-quotas 7"];
    let shown = commands.map(|command| service.run(&format!("{command} --output table")).output(0));
    insta::assert_snapshot!(shown.join("---\n"));
}

#[test]
fn json_ends_in_one_line_break_and_is_otherwise_as_received() {
    let body = "{\"b\":1.0,\"a\":12345678901234567890123, \"items\" : [ ],\"c\":null}";
    let service = Service::always(200, body, &[]);
    assert_eq!(service.run("pools").output(0), format!("{body}\n"));
}

#[test]
fn there_are_no_colours_off_a_terminal() {
    let service = Service::with([&payloads::LIST_POOLS_FAILED]);
    let mut command = against(&service.url(), "pools --output table");
    let table = run(command.env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color")).output(0);
    assert_lacks(&table, &["\u{1b}"]);
    assert_contains(&table, &["! CreationFailed"]);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let service = Service::start();
    for arguments in ["pools", "pools --output table", "verify", "completions bash"] {
        let mut process = against(&service.url(), arguments);
        let mut process = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(process.stdout.take());
        let mut stderr = String::new();
        process.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let status = process.wait().unwrap().code();
        assert_eq!((status, &*stderr), (Some(0), ""), "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let service = Service::start();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = against(&service.url(), "pools").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_contains(&stderr, &["error: cannot print the result: No space left on device"]);
}
