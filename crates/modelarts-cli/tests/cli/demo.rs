//! `--demo`: no account, no network, no settings of the user.

use modelarts_httpmock::payloads;

use crate::{
    command::{NOW, assert_contains, bare, run},
    verify::{NAMED, without_counts},
};

#[test]
fn answers_with_documented_payloads() {
    for (arguments, payload) in [
        ("pools", &payloads::LIST_POOLS_DOC_2025),
        (
            "pools --workspace-id 0 --status Created",
            &payloads::LIST_POOLS_DOC_2025,
        ),
        ("pools --status failed", &payloads::LIST_POOLS_FAILED),
        ("pools --status creating", &payloads::LIST_POOLS_EMPTY),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2025),
        ("os-quotas", &payloads::OS_QUOTAS_DOC),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_DOC),
        ("networks", &payloads::LIST_NETWORKS_DOC_2025),
        (
            "networks get network-7a03-86c13962597848eeb29c5861153a391f",
            &payloads::SHOW_NETWORK_DOC_2025,
        ),
        ("flavors", &payloads::LIST_RESOURCE_FLAVORS_DOC_2025),
        ("workspaces --accessible", &payloads::LIST_WORKSPACE_DOC_2022),
        (
            "pools nodes auto-pool-os-86c13962597848eeb29c5861153a391f",
            &payloads::LIST_POOL_NODES_OTC_2025_08,
        ),
        (
            "pools workloads auto-pool-os-86c13962597848eeb29c5861153a391f",
            &payloads::LIST_WORKLOADS_OTC_2025_08,
        ),
        (
            "pools monitor auto-pool-os-86c13962597848eeb29c5861153a391f",
            &payloads::SHOW_POOL_MONITOR_OTC_2025_08,
        ),
        ("pools usage", &payloads::POOL_RUNTIME_METRICS_OTC_2025_08),
        ("api GET /v1/{project_id}/quotas", &payloads::OS_QUOTAS_DOC),
    ] {
        let run = run(bare(arguments).args(["--demo", "-o", "json"]).env_clear());
        assert_eq!(run.output(0), payload.body, "{arguments}");
    }
    let one = "pools get night-jobs-0c2f4d6e8a1b3c5d7e9f0a2b4c6d8e0f --demo --query status.phase";
    assert_eq!(run(&mut bare(one)).output(0), "\"CreationFailed\"\n");
    for every in ["--status all", "--all-workspaces"] {
        let all = run(&mut bare(&format!("pools --demo {every} -o name"))).output(0);
        assert_eq!(all.lines().count(), 2, "{all}");
    }
    assert_eq!(
        run(&mut bare("events pool-1 --demo --no-headers"))
            .output(0)
            .lines()
            .count(),
        5
    );
}

#[test]
fn refuses_what_it_has_no_example_of() {
    for arguments in [
        "pools --workspace-id 7",
        "pools --label-selector a=b",
        "pools get nosuch",
        "pools nodes nosuch",
        "workspace-quotas nosuch",
        "networks get nosuch",
        "workspaces --name nosuch",
        "api GET /v2/{project_id}/training-jobs",
        "api DELETE /v1/{project_id}/quotas",
        "api POST /v1/{project_id}/workspaces -f name=a",
    ] {
        let error = run(&mut bare(&format!("{arguments} --demo"))).error(1);
        assert_contains(&error, &["404 Demo.404: the demo has no example of this request"]);
    }
    for option in [
        "--region cn-north-4",
        "--project-id 7",
        "--endpoint http://127.0.0.1:1",
        "--profile x",
    ] {
        let error = run(&mut bare(&format!("pools --demo {option}"))).error(2);
        let (option, _) = option.split_once(' ').unwrap();
        assert_contains(&error, &[&format!("--demo cannot honour {option}")]);
    }
}

#[test]
fn ignores_the_settings_of_the_user() {
    run(bare("os-quotas")
        .env("MODELARTS_DEMO", "1")
        .env("MODELARTS_ENDPOINT", "http://modelarts.example.com")
        .env("HUAWEICLOUD_SDK_REGION", "nowhere")
        .env("HUAWEICLOUD_SDK_PROJECT_ID", "../..")
        .env("HUAWEICLOUD_SDK_AK", "half of the keys")
        .env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "/nowhere")
        .env("HW_PROFILE", "nobody")
        // Nothing listens at port 9.
        .env("HTTP_PROXY", "http://127.0.0.1:9")
        .env("http_proxy", "http://127.0.0.1:9")
        .env("ALL_PROXY", "http://127.0.0.1:9"))
    .output(0);
    let verify = run(bare("verify --demo -o json").env("HUAWEICLOUD_SDK_REGION", "cn-north-4"));
    assert_contains(&verify.output(0), &["\"region\": null"]);
}

#[test]
fn agrees_with_the_specs() {
    let mut command = bare(&format!("{NAMED} --demo"));
    command.env_clear().env("MODELARTS_TEST_NOW", NOW);
    insta::assert_snapshot!(without_counts(&run(&mut command).output(0)));
}
