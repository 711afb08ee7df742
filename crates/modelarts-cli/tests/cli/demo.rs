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
        ("pools --workspace-id 0", &payloads::LIST_POOLS_DOC_2025),
        ("pools --status failed", &payloads::LIST_POOLS_FAILED),
        ("pools --status creating", &payloads::LIST_POOLS_EMPTY),
        ("pool-statistics", &payloads::POOL_STATISTICS_DOC_2025),
        ("os-quotas", &payloads::OS_QUOTAS_DOC),
        ("workspace-quotas", &payloads::WORKSPACE_QUOTAS_DOC),
        (
            "workspace-quotas ccd05d1a553b4e188ea878e7dcb85e47",
            &payloads::WORKSPACE_QUOTAS_DOC,
        ),
    ] {
        let run = run(bare(arguments).arg("--demo").env_clear());
        assert_eq!(run.output(0), payload.body, "{arguments}");
    }
    let mut selected = bare("pools --demo --label-selector");
    run(selected.arg("a/b=c d&e").env_clear()).output(0);
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
    let verify = run(bare("verify --demo").env("HUAWEICLOUD_SDK_REGION", "cn-north-4"));
    assert_contains(&verify.output(0), &["\"region\": null"]);
}

#[test]
fn agrees_with_the_specs() {
    let mut command = bare(&format!("{NAMED} --demo --output table"));
    command.env_clear().env("MODELARTS_TEST_NOW", NOW);
    insta::assert_snapshot!(without_counts(&run(&mut command).output(0)));
}
