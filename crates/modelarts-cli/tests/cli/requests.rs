//! What is sent. The service answers to signed requests alone, so every success is also one of signing.

use modelarts_httpmock::payloads;

use crate::{
    command::{PROJECT_ID, against, bare, ended},
    service::{Service, hand_driven, read_head, respond},
};

#[test]
fn options_become_parameters() {
    let service = Service::start();
    let run = service.run(&[
        "pools",
        "--workspace-id",
        "7",
        "--status",
        "creating",
        "--label-selector",
        "os.modelarts/name=a b+c&d",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(service.run(&["pool-statistics", "--workspace-id", "7"]).status, 0);
    assert_eq!(service.run(&["os-quotas"]).status, 0);
    assert_eq!(service.run(&["workspace-quotas"]).status, 0);
    assert_eq!(
        service
            .run(&["workspace-quotas", "ccd05d1a553b4e188ea878e7dcb85e47"])
            .status,
        0
    );
    let asked = service.asked().join("\n");
    insta::assert_snapshot!(asked);
}

#[test]
fn global_options_stand_on_either_side_of_the_command() {
    let service = Service::start();
    let url = service.url();
    let keys = |arguments: &[&str]| {
        let mut command = bare(arguments);
        command.env("HUAWEICLOUD_SDK_AK", crate::command::ACCESS_KEY);
        ended(command.env("HUAWEICLOUD_SDK_SK", crate::command::SECRET_KEY)).stdout
    };
    let before = [
        "--endpoint",
        &url,
        "--project-id",
        PROJECT_ID,
        "--output",
        "json",
        "--max-attempts",
        "1",
    ];
    for (before, after) in [(&before[..], &[][..]), (&[], &before[..]), before.split_at(4)] {
        let arguments = [before, &["os-quotas"], after].concat();
        assert_eq!(keys(&arguments), payloads::OS_QUOTAS_DOC.body, "{arguments:?}");
    }
}

#[test]
fn options_come_before_variables() {
    let service = Service::start();
    let run = ended(
        against("http://127.0.0.1:1", &["os-quotas", "--endpoint", &service.url()])
            .env("MODELARTS_OUTPUT", "table")
            .env("MODELARTS_TIMEOUT", "10s"),
    );
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("RESOURCE"), "{}", run.stdout);
}

#[test]
fn variables_that_are_set_to_nothing_are_not_set() {
    let service = Service::start();
    let run = ended(
        against(&service.url(), &["os-quotas"])
            .env("HUAWEICLOUD_SDK_REGION", "")
            .env("HW_PROFILE", " ")
            .env("MODELARTS_OUTPUT", "")
            .env("MODELARTS_TIMEOUT", "")
            .env("MODELARTS_MAX_ATTEMPTS", "")
            .env("MODELARTS_DEMO", ""),
    );
    assert_eq!((run.status, &*run.stderr), (0, ""));
}

#[test]
fn a_profile_says_who_calls() {
    let service = Service::start();
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[basic]\nak = other\nsk = other\n[staging]\nak = {}\nsk = {}\nproject_id = {PROJECT_ID}\n",
        crate::command::ACCESS_KEY,
        crate::command::SECRET_KEY
    );
    let file = crate::command::credentials_file(folder.path(), &text);
    let run = |profile: &str| {
        let mut command = bare(&["os-quotas", "--endpoint", &service.url(), "--profile", profile]);
        ended(command.env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", &file))
    };
    assert_eq!(run("staging").status, 0);
    let missing = run("missing");
    assert_eq!(missing.status, 2);
    assert!(
        missing.stderr.contains("has no section [missing]"),
        "{}",
        missing.stderr
    );
}

#[test]
fn a_token_is_sent_as_it_is() {
    let url = hand_driven(|mut stream| {
        let head = read_head(&mut stream).to_ascii_lowercase();
        let with_token = head.contains("\r\nx-auth-token: t0ken\r\n") && !head.contains("\r\nauthorization:");
        respond(&mut stream, if with_token { 200 } else { 401 }, "{}");
    });
    let mut command = bare(&["os-quotas", "--endpoint", &url, "--project-id", PROJECT_ID]);
    let run = ended(command.env("HW_AUTH_TOKEN", "t0ken"));
    assert_eq!((run.status, &*run.stdout), (0, "{}\n"), "{}", run.stderr);
}

#[test]
fn a_call_ends_within_its_timeout() {
    let service = Service::always(503, "{}", &[("retry-after", "20")]);
    let run = service.run(&["os-quotas", "--max-attempts", "3", "--timeout", "10s"]);
    // To wait for the second attempt would take longer than there is.
    assert_eq!((run.status, service.asked().len()), (1, 1), "{}", run.stderr);
}

#[test]
fn failures_are_tried_again_as_often_as_asked() {
    let service = Service::always(503, "{}", &[("retry-after", "0")]);
    let run = service.run(&["os-quotas", "--max-attempts", "4"]);
    assert_eq!(run.status, 1);
    assert_eq!(service.asked().len(), 4);
    assert!(run.stderr.contains("after 4 attempts"), "{}", run.stderr);
}
