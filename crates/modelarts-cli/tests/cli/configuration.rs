//! What is wrong before anything is sent: exit status 2, and nobody hears of it.

use crate::{
    command::{PROJECT_ID, against, bare, ended},
    service::Service,
};

#[test]
fn identifiers_that_can_never_be_valid() {
    let service = Service::start();
    // No project is named, so that building a client would ask IAM for one.
    let run = |arguments: &[&str]| {
        let mut command = against(&service.url(), arguments);
        command.env_remove("HUAWEICLOUD_SDK_PROJECT_ID");
        ended(
            command
                .env("HUAWEICLOUD_SDK_IAM_ENDPOINT", service.url())
                .env("HUAWEICLOUD_SDK_REGION", "cn-north-4"),
        )
    };
    for arguments in [
        &["workspace-quotas", "../7"][..],
        &["workspace-quotas", ""],
        &["pools", "--workspace-id", "a/b"],
        &["pool-statistics", "--workspace-id", "a b"],
        &["os-quotas", "--project-id", "%2e"],
        &["verify", "--project-id", "."],
    ] {
        let run = run(arguments);
        assert_eq!((run.status, &*run.stdout), (2, ""), "{arguments:?}");
        assert!(
            run.stderr.starts_with("error: invalid ") && run.stderr.ends_with("nothing was sent\n"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(service.asked(), [""; 0]);
    let run = ended(against(&service.url(), &["workspace-quotas", "a/b", "--output", "json"]).env("COLUMNS", "80"));
    insta::assert_snapshot!(run.show());
}

#[test]
fn settings_that_are_missing_or_wrong() {
    let mut shown = String::new();
    let mut show = |title: &str, run: crate::command::Ended| {
        assert_eq!((run.status, &*run.stdout), (2, ""), "{title}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{title}");
        assert!(
            !run.stderr.contains("(..)") && !run.stderr.contains("(true)"),
            "{title}: {}",
            run.stderr
        );
        shown.push_str(&format!("# {title}\n{}", run.stderr));
    };
    let home = bare(&[])
        .get_envs()
        .find(|(name, _)| *name == "HOME")
        .unwrap()
        .1
        .unwrap()
        .to_owned();
    let home = home.to_str().unwrap();
    for output in ["table", "json"] {
        let mut run = ended(&mut bare(&["pools", "--region", "cn-north-4", "--output", output]));
        run.stderr = run.stderr.replace(home, "HOME");
        show(&format!("no credentials, {output}"), run);
    }
    let plain = ended(against("http://modelarts.example.com", &["pools"]).env("COLUMNS", "80"));
    show("plain http off loopback", plain);
    show("no url", ended(&mut against("nonsense", &["pools"])));
    let unknown = ended(against("", &["pools", "--region", "cn-nroth-4"]).env("COLUMNS", "80"));
    show("unknown region", unknown);
    show("neither region nor endpoint", ended(&mut against("", &["verify"])));
    let no_project = ended(against("http://127.0.0.1:1", &["pools"]).env_remove("HUAWEICLOUD_SDK_PROJECT_ID"));
    show("no project and no region", no_project);
    let half =
        ended(bare(&["pools", "--region", "cn-north-4", "--project-id", PROJECT_ID]).env("HUAWEICLOUD_SDK_AK", "AK"));
    show("half of the keys", half);
    insta::assert_snapshot!(shown);
}

#[test]
fn command_lines_that_make_no_sense() {
    let service = Service::start();
    for arguments in [
        &["nonsense"][..],
        &["pools", "--status", "running"],
        &["pools", "--timeout", "0s"],
        &["pools", "--timeout", "-5s"],
        &["pools", "--timeout", "soon"],
        &["pools", "--max-attempts", "0"],
        &["pools", "--output", "yaml"],
        &["pools", "extra"],
        &["completions"],
    ] {
        let run = ended(&mut against(&service.url(), arguments));
        assert_eq!((run.status, &*run.stdout), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn durations_as_people_write_them() {
    let service = Service::start();
    for timeout in ["30s", "1m30s", "2m", "1h", "500ms", "2 minutes"] {
        assert_eq!(service.run(&["os-quotas", "--timeout", timeout]).status, 0, "{timeout}");
    }
}

#[test]
fn keys_that_no_header_can_hold() {
    let service = Service::start();
    let run = |command: &str| ended(against(&service.url(), &[command]).env("HUAWEICLOUD_SDK_AK", "two\nlines"));
    let pools = run("pools");
    assert_eq!(pools.status, 2);
    assert!(
        pools.stderr.contains("cannot be signed") && !pools.stderr.contains("two"),
        "{}",
        pools.stderr
    );
    let verify = run("verify");
    assert_eq!((verify.status, &*verify.stderr), (2, ""));
    assert!(verify.stdout.contains("\"outcome\": \"failed\""), "{}", verify.stdout);
    assert_eq!(service.asked(), [""; 0]);
}
