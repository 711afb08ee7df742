//! Output of each command in each format.

use std::{
    cell::Cell,
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use modelarts_httpmock::{Operation, Reply, payloads};
use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::{
    command::{Run, against, assert_contains, assert_lacks, run},
    service::{Service, hand_driven, read_head, respond},
};

/// Output that is no wider than this.
fn table(service: &Service, command: &str, width: usize) -> String {
    let mut command = against(&service.url(), command);
    let table = run(command.env("COLUMNS", width.to_string())).output(0);
    let widest = table.lines().map(UnicodeWidthStr::width).max().unwrap();
    assert!(widest <= width, "{widest} columns\n{table}");
    assert!(table.lines().all(|line| line == line.trim_end()), "{table}");
    table
}

#[test]
fn documented_payloads() {
    for (command, payload) in [
        ("pools", &payloads::LIST_POOLS_DOC_2025),
        ("pools", &payloads::LIST_POOLS_EVERY_FIELD),
        ("pools", &payloads::LIST_POOLS_FAILED),
        ("pools", &payloads::LIST_POOLS_OTC_2025_08),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2022),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2025),
        ("os-quotas", &payloads::OS_QUOTAS_DOC),
        ("os-quotas", &payloads::OS_QUOTAS_STRINGS),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_DOC),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_UNLIMITED),
    ] {
        let service = Service::with([payload]);
        let formats = ["wide", "csv", "name"].map(|format| {
            let output = service.run(&format!("{command} -o {format}")).output(0);
            format!("# {format}\n{output}")
        });
        let table = table(&service, command, 80);
        insta::assert_snapshot!(payload.name, format!("# table\n{table}{}", formats.concat()));
        // JSON is the response, byte for byte.
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
    let narrow = [60, 80].map(|width| table(&service, "pools", width));
    let others =
        ["--no-headers", "-o csv", "-o wide"].map(|options| service.run(&format!("pools {options}")).output(0));
    insta::assert_snapshot!([narrow.join("\n"), others.join("\n")].join("\n"));
}

#[test]
fn yaml_keeps_order_and_quotes_what_is_no_text() {
    let body = r##"{"z":["yes","null","1.0","0x1","~","a: b","# c","","1e3","- d","2025-11-01"],"a":{"n":1.50,"t":"x\ny\u001b[31m\u202e","e":{},"l":[]}}"##;
    insta::assert_snapshot!(Service::always(200, body, &[]).run("pools -o yaml").output(0));
}

#[test]
fn one_pool() {
    let list: serde_json::Value = serde_json::from_str(payloads::LIST_POOLS_EVERY_FIELD.body).unwrap();
    let pool = list["items"][0].to_string();
    let service = Service::empty();
    let path = Operation::new("GET", "/v2/{project_id}/pools/pool-1");
    service.mock.answer(path, Reply::new(200, &*pool));
    let get = |options: &str| service.run(&format!("pools get pool-1{options}"));
    insta::assert_snapshot!(get("").output(0));
    assert_eq!(get(" -o json").output(0), pool + "\n");
    assert_contains(&get(" -o csv").output(0), &["ID,NAME,PHASE"]);
    let missing = service.run("pools get nosuch").error(1);
    assert_contains(&missing, &["404", "hint: check the path and its ids"]);
}

#[test]
fn a_table_has_a_line_for_each_pool_and_the_same_columns_at_any_width() {
    let service = Service::always(200, MANY, &[]);
    for width in (40..140).step_by(9) {
        let table = run(against(&service.url(), "pools").env("COLUMNS", width.to_string())).output(0);
        let head: Vec<_> = table.lines().next().unwrap().split_whitespace().collect();
        assert_eq!(head, ["ID", "NAME", "PHASE", "READY", "AGE"]);
        assert_eq!(table.lines().count(), 5, "{table}");
        assert_contains(&table, &["a-0123456789abcdef", "! Abnormal", "14/18"]);
    }
    // In a pipe nothing is cut.
    let table = run(against(&service.url(), "pools").env_remove("COLUMNS")).output(0);
    assert_contains(
        &table,
        &["a-name-of-the-greatest-length-that-the-service-takes-from-people"],
    );
}

#[test]
fn long_and_wide_cells_are_cut() {
    let pool = |name: &str| {
        format!(
            r#"{{"metadata":{{"name":"id","labels":{{"os.modelarts/name":"{name}"}}}},"status":{{"message":"{name}"}}}}"#
        )
    };
    let pools = [
        "训练资源池".repeat(5),
        "x".repeat(100_000),
        "e\u{301}".repeat(50_000),
        "👩‍👩‍👧".repeat(40),
    ]
    .map(|name| pool(&name));
    let body = format!(r#"{{"items":[{}]}}"#, pools.join(","));
    insta::assert_snapshot!(table(&Service::always(200, &body, &[]), "pools", 60));
}

#[test]
fn rows_are_sorted() {
    let service = Service::always(200, MANY, &[]);
    let ids = |column: &str| {
        service
            .run(&format!("pools -o name --sort-by {column}"))
            .output(0)
            .replace("-0123456789abcdef", "")
    };
    assert_eq!(ids("age"), "b\na\nc\n", "the youngest first, those without an age last");
    assert_eq!(ids("-AGE"), "a\nb\nc\n");
    assert_eq!(ids("phase"), "a\nb\nc\n");
    assert_eq!(ids("-ready"), "a\nb\nc\n");
    let error = service.run("pools --sort-by nonsense").error(2);
    assert_contains(&error, &["no column \"nonsense\"", "id, name, phase, ready, available"]);
    for option in ["--sort-by age", "--no-headers", "--watch"] {
        let error = service.run(&format!("pools -o yaml {option}")).error(2);
        assert_contains(&error, &[option.split(' ').next().unwrap(), "add --output table"]);
    }
    let by_usage = Service::with([&payloads::OS_QUOTAS_DOC]).run("os-quotas --no-headers --sort-by -resource");
    assert!(by_usage.output(0).starts_with("pool"));
}

#[test]
fn queries_select_from_the_response() {
    let service = Service::always(200, MANY, &[]);
    let shown = [
        "items[].metadata.name",
        "items[0].metadata.name",
        "items[].{phase: status.phase, id: metadata.name}",
        "items[].[metadata.name, status.phase]",
        "items[0].spec",
        "length(items)",
        "nothing",
        "items[?status.phase=='Nothing']",
    ]
    .map(|query| {
        let formats = ["json", "yaml", "table", "csv", "name"].map(|format| {
            let Run(status, output, error) = run(against(&service.url(), "pools --query").args([query, "-o", format]));
            assert_eq!(status, Some(0), "{error}");
            format!("{output}{error}")
        });
        format!("# {query}\n{}", formats.join("--\n"))
    });
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(service.run("pools -q length(items)").output(0), "4\n");
    assert_contains(&service.run("pools -q items[").error(2), &["items[", "--query"]);
    assert_contains(
        &service.run("pools -q length(kind)").error(2),
        &["the query cannot be answered"],
    );
    assert_contains(
        &service.run("pools -q kind --watch").error(2),
        &["--watch is for tables"],
    );
    // What the types cannot hold is still answered.
    let odd = Service::always(200, r#"{"items":[{"metadata":{"name":7}}]}"#, &[]);
    assert_eq!(odd.run("pools -q items[0].metadata.name").output(0), "7\n");
    odd.run("pools -o json").output(0);
    odd.run("pools").error(1);
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
fn quotas_that_are_full_or_odd() {
    let body = r#"{"quotas":{"resources":[{"type":"pool","quota":10,"used":9},{"type":"network","quota":5,"used":5},
        {"type":"VPC","quota":5,"used":7},{"type":"new thing","quota":-1,"used":3},{"type":"SUBNET","quota":0,"used":0},
        {"type":"FIREWALL","quota":9223372036854775807,"used":9223372036854775807},{"quota":1},{"used":1},{}]}}"#;
    let service = Service::always(200, body, &[]);
    insta::assert_snapshot!("os_quotas.odd", table(&service, "os-quotas", 80));
    let body = r#"{"quotas":[{"resource":"a","quota":5,"used_quota":7,"max_quota":9},{"name_en":"b"},{}]}"#;
    let service = Service::always(200, body, &[]);
    insta::assert_snapshot!("workspace_quotas.odd", table(&service, "workspace-quotas", 80));
}

#[test]
fn empty_results() {
    let service = Service::with([&payloads::LIST_POOLS_EMPTY]);
    for (operation, body) in [
        (Operation::SHOW_POOL_STATISTICS, json!({})),
        (Operation::SHOW_OS_QUOTA, json!({ "quotas": { "resources": [] } })),
        (Operation::SHOW_WORKSPACE_QUOTAS, json!({ "quotas": null })),
    ] {
        service.mock.answer(operation, body);
    }
    let filtered = "pools --status failed --workspace-id 7 --label-selector a=b";
    let commands = [filtered, "pools", "pool-statistics", "os-quotas", "workspace-quotas 7"];
    // No program takes a remark for a result.
    let shown = commands.map(|command| {
        let Run(status, output, remark) = service.run(command);
        assert_eq!((status, &*output), (Some(0), ""));
        remark
    });
    insta::assert_snapshot!(shown.concat());
    assert_eq!(service.run("pools -o csv").output(0).lines().count(), 1);
    service.run("pools -o name").error(0);
}

#[test]
fn json_ends_in_one_line_break_and_is_otherwise_as_received() {
    let body = "{\"b\":1.0,\"a\":12345678901234567890123, \"items\" : [ ],\"c\":null}";
    let service = Service::always(200, body, &[]);
    assert_eq!(service.run("pools -o json").output(0), format!("{body}\n"));
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
fn watching_in_a_pipe_prints_what_changed() {
    let asked = Cell::new(0);
    let url = hand_driven(move |mut stream| {
        read_head(&mut stream);
        let phase = if asked.replace(asked.get() + 1) < 3 {
            "Creating"
        } else {
            "Running"
        };
        let body = format!(r#"{{"items":[{{"metadata":{{"name":"pool-1"}},"status":{{"phase":"{phase}"}}}}]}}"#);
        respond(&mut stream, 200, &body);
    });
    let mut watch = against(&url, "pools --watch=1ms --no-headers")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let seen: Vec<_> = lines.take(3).map(Result::unwrap).collect();
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert_eq!(
        seen,
        ["   pool-1  -  Creating  -  -", "", "~  pool-1  -  Running  -  -"]
    );
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let service = Service::start();
    for arguments in [
        "pools",
        "pools -o json",
        "pools --watch=1h",
        "verify",
        "completions bash",
        "--help",
    ] {
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
