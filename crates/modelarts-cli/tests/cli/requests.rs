//! Requests sent. The service accepts signed requests only, so every success is also one of signing.

use modelarts_httpmock::{Operation, Reply, payloads};

use crate::{
    command::{ACCESS_KEY, PROJECT_ID, Run, SECRET_KEY, against, assert_contains, bare, run},
    service::{Service, hand_driven, read_head, respond},
};

#[test]
fn options_become_parameters() {
    let service = Service::start();
    let selector = "os.modelarts/name=a b+c&d";
    let mut pools = against(
        &service.url(),
        "pools --workspace-id 7 --status creating --label-selector",
    );
    run(pools.arg(selector)).output(0);
    let others =
        "pool-statistics --workspace-id 7|os-quotas|workspace-quotas|workspace-quotas ccd05d1a553b4e188ea878e7dcb85e47";
    for arguments in others.split('|') {
        service.run(arguments).output(0);
    }
    insta::assert_snapshot!(service.asked().join("\n"));
}

#[test]
fn all_pools_of_several_workspaces() {
    let service = Service::with([&payloads::LIST_POOLS_DOC_2025]);
    let table = service.run("pools --status ALL --workspace-id 0,7 -o name").output(0);
    assert_eq!(table.lines().count(), 2, "{table}");
    assert_eq!(service.asked().len(), 4);
    let json = service.run("pools --status all -q items[].metadata.name").output(0);
    assert_contains(&json, &["auto-pool-os-86c13962597848eeb29c5861153a391f"]);
    let selected = service
        .run("pools --status all -q items[].status.phase -o csv")
        .output(0);
    assert_eq!(selected, "VALUE\nRunning\n");
    assert_contains(&service.run("pools --workspace-id 0,7").error(2), &["--status all"]);
    assert_contains(
        &service.run("pools --status all -l a=b").error(2),
        &["--label-selector"],
    );
}

#[test]
fn any_operation_can_be_called() {
    let service = Service::empty();
    let things = r#"{"items":[{"id":"a","n":1},{"id":"b"}]}"#;
    for method in ["GET", "POST", "DELETE"] {
        let operation = Operation::new(method, "/v2/{project_id}/things");
        service.mock.answer(operation, Reply::new(200, things));
    }
    let api = |arguments: &str| service.run(&format!("api {arguments}"));
    let get = "get /v2/{project_id}/things";
    assert_eq!(api(get).output(0), format!("{things}\n"));
    assert_eq!(
        api(&format!("{get}?x=1&y=%2F -f z=a=b -q items[] -o csv")).output(0),
        "ID,N\na,1\nb,\n"
    );
    api("POST /v2/{project_id}/things -f name=team -f size=2").output(0);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body");
    std::fs::write(&file, r#"{"a":[1]}"#).unwrap();
    api(&format!(
        "POST /v2/{{project_id}}/things -f dry=1 --input {}",
        file.display()
    ))
    .output(0);
    api("DELETE /v2/{project_id}/things -f force=1").output(0);
    insta::assert_snapshot!("api", service.asked().join("\n"));
    let refused = "GET no/slash|GET /v2/../x|GET /v2/{nothing}|BREW /x|GET /x -f y|POST /x --input /no/such/file";
    for arguments in refused.split('|') {
        let Run(status, output, error) = api(arguments);
        assert!(
            status != Some(0) && output.is_empty() && error.starts_with("error: "),
            "{arguments}: {error}"
        );
    }
    assert_contains(
        &api("GET /v2/{nothing}").error(2),
        &["the path needs {nothing}\nhint: correct it"],
    );
    let error = api("GET /v2/{project_id}/nothing").error(1);
    assert_contains(
        &error,
        &["error: GET /v2/{project_id}/nothing: the service answered 404"],
    );
}

#[test]
fn several_regions_are_asked_at_once() {
    let [one, other] =
        [payloads::LIST_POOLS_DOC_2025, payloads::LIST_POOLS_FAILED].map(|payload| Service::with([&payload]));
    let broken = Service::always(500, payloads::ERROR_500_POOL_STATISTICS.body, &[]);
    let ask = |regions: &str, arguments: &str| {
        let mut command = against("", arguments);
        for (region, service) in [("CN_NORTH_4", &one), ("CN_EAST_3", &other), ("TR_WEST_1", &broken)] {
            command.env(format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{region}"), service.url());
        }
        // The project is not the command's to set, since each region has its own.
        command
            .env_remove("HUAWEICLOUD_SDK_PROJECT_ID")
            .env("HW_PROJECT_ID", PROJECT_ID);
        run(command.args(["--max-attempts", "1", "--region", regions]))
    };
    let both = "cn-north-4,CN-East-3,cn-north-4";
    let shown = ["table", "csv", "name"].map(|format| ask(both, &format!("pools -o {format}")).output(0));
    insta::assert_snapshot!("several regions", shown.join("\n"));
    let json = ask(both, "pools -q [].[region,response.items[0].status.phase] -o csv").output(0);
    assert_eq!(json, "VALUE1,VALUE2\ncn-north-4,Running\ncn-east-3,CreationFailed\n");
    // A failure stands beside its region, and costs nothing of the others.
    let Run(status, output, error) = ask("cn-north-4,tr-west-1", "pools --no-headers");
    assert_eq!((status, output.lines().count()), (Some(1), 1), "{error}");
    assert_contains(&error, &["error: tr-west-1: ListPools: the service answered 500"]);
    let Run(status, output, error) = ask("cn-north-4,tr-west-1", "pools -o json");
    let json: serde_json::Value = serde_json::from_str(&output).unwrap();
    assert_eq!(
        (status, &json[1]["region"], &json[1]["error"]["status"]),
        (Some(1), &"tr-west-1".into(), &500.into())
    );
    assert_contains(&error, &["\"region\":\"tr-west-1\""]);
    assert_eq!(ask("tr-west-1,nowhere-1", "pools").0, Some(1));
    assert_contains(
        &ask("nowhere-2,nowhere-1", "pools").error(2),
        &["error: nowhere-2: ", "error: nowhere-1: "],
    );
    let same = run(bare("pools --region").arg(both)).error(2);
    assert_eq!(same.lines().count(), 2, "{same}");
    ask(both, "verify").error(2);
    for option in ["--endpoint http://127.0.0.1:1", "--project-id 7"] {
        assert_contains(
            &ask(both, &format!("pools {option}")).error(2),
            &["is of one region", "leave it out"],
        );
    }
}

#[test]
fn global_options_stand_on_either_side_of_the_command() {
    let service = Service::start();
    let address = format!("--endpoint {} --project-id {PROJECT_ID}", service.url());
    let rest = "--output json --max-attempts 1";
    for arguments in [
        format!("{address} {rest} os-quotas"),
        format!("os-quotas {rest} {address}"),
        format!("{address} os-quotas {rest}"),
    ] {
        let mut command = bare(&arguments);
        let keys = [("HUAWEICLOUD_SDK_AK", ACCESS_KEY), ("HUAWEICLOUD_SDK_SK", SECRET_KEY)];
        assert_eq!(run(command.envs(keys)).output(0), payloads::OS_QUOTAS_DOC.body);
    }
}

#[test]
fn options_override_variables() {
    let service = Service::start();
    let mut command = against("http://127.0.0.1:1", &format!("os-quotas --endpoint {}", service.url()));
    command.env("MODELARTS_OUTPUT", "table").env("MODELARTS_TIMEOUT", "10s");
    let output = run(&mut command).output(0);
    assert!(output.starts_with("RESOURCE"), "{output}");
}

#[test]
fn empty_variables_count_as_unset() {
    let service = Service::start();
    let mut command = against(&service.url(), "os-quotas");
    command.env("HUAWEICLOUD_SDK_REGION", "").env("HW_PROFILE", " ");
    for variable in ["OUTPUT", "TIMEOUT", "MAX_ATTEMPTS", "DEMO"] {
        command.env(format!("MODELARTS_{variable}"), "");
    }
    run(&mut command).output(0);
}

#[test]
fn a_profile_provides_credentials_and_project() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials");
    let text = format!(
        "[basic]\nak = other\nsk = other\n[staging]\nak = {ACCESS_KEY}\nsk = {SECRET_KEY}\nproject_id = {PROJECT_ID}\n"
    );
    std::fs::write(&file, text).unwrap();
    let run = |profile: &str| {
        let mut command = bare(&format!("os-quotas --endpoint {} --profile {profile}", service.url()));
        run(command.env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", &file))
    };
    run("staging").output(0);
    assert_contains(&run("missing").error(2), &["has no section [missing]"]);
}

#[test]
fn a_token_is_sent_unchanged() {
    let url = hand_driven(|mut stream| {
        let head = read_head(&mut stream).to_ascii_lowercase();
        let with_token = head.contains("\r\nx-auth-token: t0ken\r\n") && !head.contains("\r\nauthorization:");
        respond(&mut stream, if with_token { 200 } else { 401 }, "{}");
    });
    let mut command = bare(&format!("os-quotas -o json --endpoint {url} --project-id {PROJECT_ID}"));
    assert_eq!(run(command.env("HW_AUTH_TOKEN", "t0ken")).output(0), "{}\n");
}

#[test]
fn failed_calls_are_retried_up_to_the_limits() {
    let service = Service::always(503, "{}", &[("retry-after", "0")]);
    let error = service.run("os-quotas --max-attempts 4").error(1);
    assert_eq!(service.asked().len(), 4);
    assert_contains(&error, &["after 4 attempts"]);
    // Waiting for the second attempt would exceed the timeout.
    let service = Service::always(503, "{}", &[("retry-after", "20")]);
    service.run("os-quotas --max-attempts 3 --timeout 10s").error(1);
    assert_eq!(service.asked().len(), 1);
}

#[test]
fn durations() {
    let service = Service::start();
    for timeout in ["30s", "1m30s", "2m", "1h", "500ms", "2 minutes", "30", "2.5"] {
        run(against(&service.url(), "os-quotas --timeout").arg(timeout)).output(0);
    }
}
