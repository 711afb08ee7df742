//! Lists that come in pages: tables, JSON of all pages, and the pools of all workspaces.

use modelarts_httpmock::{Operation, Payload, Reply, payloads};
use serde_json::{Value, json};

use crate::{
    command::{Run, assert_contains},
    service::{Service, operation_of},
};

/// The items of a payload, whatever their key.
fn items(payload: &Payload) -> Vec<Value> {
    let body: Value = serde_json::from_str(payload.body).unwrap();
    body.as_object()
        .unwrap()
        .values()
        .find_map(Value::as_array)
        .unwrap()
        .clone()
}

#[test]
fn tables_of_lists() {
    let service = Service::start();
    for (command, payload) in [
        ("networks", &payloads::LIST_NETWORKS_EVERY_FIELD),
        ("events pool-1", &payloads::LIST_EVENTS_DOC_2025),
        ("events pool-1", &payloads::LIST_EVENTS_EVERY_FIELD),
        ("flavors", &payloads::LIST_RESOURCE_FLAVORS_EVERY_FIELD),
        ("workspaces", &payloads::LIST_WORKSPACE_DOC_2022),
        ("workspaces", &payloads::LIST_WORKSPACE_SEVERAL),
    ] {
        service.mock.answer_pages(operation_of(payload), items(payload));
        let formats = ["table", "wide", "csv", "name"].map(|format| {
            let output = service.run(&format!("{command} -o {format}")).output(0);
            format!("# {format}\n{output}")
        });
        insta::assert_snapshot!(payload.name, formats.concat());
    }
}

#[test]
fn one_network() {
    let service = Service::start();
    let network = &items(&payloads::LIST_NETWORKS_EVERY_FIELD)[0];
    service.mock.answer(Operation::SHOW_NETWORK, network.clone());
    insta::assert_snapshot!(service.run("networks get network-7a03").output(0));
    assert_eq!(
        service.run("networks get network-7a03 -q status.phase").output(0),
        "\"Active\"\n"
    );
    assert_contains(&service.run("networks get ../pools").error(2), &["invalid network id"]);
}

#[test]
fn json_has_the_items_of_every_page() {
    let service = Service::start();
    assert_eq!(
        service.run("networks -o json").output(0),
        payloads::LIST_NETWORKS_DOC_2025.body
    );
    let pages = [
        json!({ "kind": "NetworkList", "metadata": { "continue": "t" }, "items": [{ "metadata": { "name": "a" } }] }),
        json!({ "kind": "NetworkList", "metadata": {}, "items": [{ "metadata": { "name": "b" } }], "new": 1 }),
    ];
    service.mock.answer_in_turn(Operation::LIST_NETWORKS, pages.clone());
    let joined = service.run("networks -o json").output(0);
    let expected =
        r#"{"kind":"NetworkList","metadata":{},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}],"new":1}"#;
    assert_eq!(joined.trim_end(), expected);
    service.mock.answer_in_turn(Operation::LIST_NETWORKS, pages.clone());
    assert_eq!(service.run("networks -o name").output(0), "a\nb\n");
    // A failure of a later page is one of the list.
    service.mock.answer_in_turn(
        Operation::LIST_NETWORKS,
        [pages[0].clone().into(), Reply::new(403, "{}")],
    );
    let Run(status, output, error) = service.run("networks --max-attempts 1");
    assert_eq!((status, &*output), (Some(1), ""), "{error}");
    assert_contains(&error, &["ListNetworks: the service answered 403"]);
}

#[test]
fn options_become_parameters() {
    let service = Service::always(200, "{}", &[]);
    for (command, remark) in [
        ("networks --workspace-id 7 -l a=b", "No networks found.\n"),
        ("events pool-1 --type WARNING", "No events found.\n"),
        ("flavors -l a=b", "No flavors found.\n"),
        ("workspaces --name team --accessible", "No workspaces found.\n"),
    ] {
        let Run(status, output, error) = service.run(command);
        assert_eq!((status, &*output, &*error), (Some(0), "", remark), "{command}");
    }
    insta::assert_snapshot!(service.asked().join("\n"));
}

#[test]
fn pools_of_all_workspaces() {
    let service = Service::start();
    let workspaces = ["0", "ccd05d1a553b4e188ea878e7dcb85e47"].map(|id| json!({ "id": id }));
    let listed = service.mock.answer_pages(Operation::LIST_WORKSPACE, workspaces);
    let pools = service
        .mock
        .answer(Operation::LIST_POOLS, Reply::pools([("a", "Running")]));
    assert_eq!(service.run("pools --all-workspaces -o name").output(0), "a\na\n");
    listed.assert_calls(1);
    pools.assert_calls(4);
    for option in ["--workspace-id 7", "--status failed"] {
        let error = service.run(&format!("pools --all-workspaces {option}")).error(2);
        assert_contains(&error, &["cannot be used with"]);
    }
    assert_contains(
        &service.run("pools --all-workspaces -l a=b").error(2),
        &["--label-selector"],
    );
}
