//! What is in a pool: its nodes, its workloads, and how it is used.

use modelarts_httpmock::payloads;
use serde_json::{Value, json};

use crate::{
    command::{Run, assert_contains},
    service::{Service, operation_of},
};

#[test]
fn tables_in_each_format() {
    for (command, payload) in [
        ("pools nodes p-1", &payloads::LIST_POOL_NODES_OTC_2025_08),
        ("pools nodes p-1", &payloads::LIST_POOL_NODES_EVERY_FIELD),
        ("pools workloads p-1", &payloads::LIST_WORKLOADS_EVERY_FIELD),
        (
            "pools workload-statistics p-1",
            &payloads::WORKLOAD_STATISTICS_EVERY_FIELD,
        ),
        (
            "pools workload-statistics p-1",
            &payloads::WORKLOAD_STATISTICS_OTC_2025_08,
        ),
        ("pools monitor p-1", &payloads::SHOW_POOL_MONITOR_OTC_2025_08),
        ("pools usage", &payloads::POOL_RUNTIME_METRICS_OTC_2025_08),
    ] {
        let service = Service::empty();
        let formats = ["table", "wide", "csv", "name"].map(|format| {
            // A page that names another one is followed by an empty page.
            let page: Value = serde_json::from_str(payload.body).unwrap();
            service.mock.answer_in_turn(operation_of(payload), [page, json!({})]);
            let output = service.run(&format!("{command} -o {format}")).output(0);
            format!("# {format}\n{output}")
        });
        insta::assert_snapshot!(payload.name, formats.concat());
    }
}

#[test]
fn json_is_the_response() {
    let service = Service::with([&payloads::SHOW_POOL_MONITOR_OTC_2025_08]);
    let json = service.run("pools monitor p-1 -o json").output(0);
    assert_eq!(json, payloads::SHOW_POOL_MONITOR_OTC_2025_08.body);
}

#[test]
fn options_become_parameters() {
    let service = Service::always(200, "{}", &[]);
    for (command, remark) in [
        ("pools nodes p-1", "No nodes found.\n"),
        (
            "pools workloads p-1 --type TRAIN,x-infer --status queue",
            "No workloads found.\n",
        ),
        ("pools workload-statistics p-1", "No workloads found.\n"),
        ("pools monitor p-1", "No metrics found.\n"),
        (
            "pools monitor p-1 --last 24h --period 300 --statistic AVERAGE",
            "No metrics found.\n",
        ),
        ("pools usage", "No pools found.\n"),
    ] {
        let Run(status, output, error) = service.run(command);
        assert_eq!((status, &*output, &*error), (Some(0), "", remark), "{command}");
    }
    insta::assert_snapshot!(service.asked().join("\n"));
}

#[test]
fn what_the_service_would_refuse_is_not_sent() {
    let service = Service::always(200, "{}", &[]);
    let error = service.run("pools monitor p-1 --last 25h").error(2);
    assert_contains(&error, &["at most 1440 values", "choose a longer --period"]);
    for command in ["get", "nodes", "workloads", "workload-statistics", "monitor"] {
        let error = service.run(&format!("pools {command} ../p")).error(2);
        assert_contains(&error, &["invalid pool id"]);
    }
    assert_contains(&service.run("pools workloads p-1 --type video").error(2), &["x-infer"]);
    assert_eq!(service.asked(), [""; 0]);
}
