//! `--demo`: no account, no network, nothing of the environment.

use modelarts_httpmock::payloads;

use crate::{
    command::{bare, ended},
    verify::{ASKED, lasting},
};

#[test]
fn answers_with_the_documented_payloads() {
    for (arguments, payload) in [
        (&["pools"][..], &payloads::LIST_POOLS_DOC_2025),
        (
            &["pools", "--label-selector", "a/b=c d&e", "--workspace-id", "0"],
            &payloads::LIST_POOLS_DOC_2025,
        ),
        (&["pools", "--status", "failed"], &payloads::LIST_POOLS_FAILED),
        (&["pools", "--status", "creating"], &payloads::LIST_POOLS_EMPTY),
        (&["pool-statistics"], &payloads::POOL_STATISTICS_DOC_2025),
        (&["os-quotas"], &payloads::OS_QUOTAS_DOC),
        (&["workspace-quotas"], &payloads::WORKSPACE_QUOTAS_DOC),
        (
            &["workspace-quotas", "ccd05d1a553b4e188ea878e7dcb85e47"],
            &payloads::WORKSPACE_QUOTAS_DOC,
        ),
    ] {
        let run = ended(bare(arguments).arg("--demo").env_clear());
        assert_eq!((run.status, &*run.stderr), (0, ""), "{arguments:?}");
        assert_eq!(run.stdout, payload.body, "{arguments:?}");
    }
}

#[test]
fn reads_nothing_of_the_user() {
    let run = ended(
        bare(&["os-quotas"])
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
            .env("ALL_PROXY", "http://127.0.0.1:9"),
    );
    assert_eq!((run.status, &*run.stderr), (0, ""));
    let region = ended(bare(&["verify", "--demo"]).env("HUAWEICLOUD_SDK_REGION", "cn-north-4"));
    assert!(region.stdout.contains("\"region\": null"), "{}", region.stdout);
}

#[test]
fn agrees_with_the_specs() {
    let run = ended(
        bare(&ASKED)
            .args(["--demo", "--output", "table"])
            .env_clear()
            .env("MODELARTS_TEST_NOW", crate::command::NOW),
    );
    assert_eq!(run.status, 0, "{}", run.stdout);
    insta::assert_snapshot!(lasting(&run.stdout));
}
