//! Requests sent. The service accepts signed requests only, so every success is also one of signing.

use modelarts_httpmock::payloads;

use crate::{
    command::{ACCESS_KEY, PROJECT_ID, SECRET_KEY, against, assert_contains, bare, run},
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
    let mut command = bare(&format!("os-quotas --endpoint {url} --project-id {PROJECT_ID}"));
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
    for timeout in ["30s", "1m30s", "2m", "1h", "500ms", "2 minutes"] {
        run(against(&service.url(), "os-quotas --timeout").arg(timeout)).output(0);
    }
}
