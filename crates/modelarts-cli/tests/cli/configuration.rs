//! Invalid arguments and configuration: exit status 2, and no request is sent.

use crate::{
    command::{HOME, PROJECT_ID, Run, against, against_iam, assert_contains, assert_lacks, bare, run},
    service::Service,
};

#[test]
fn invalid_identifiers() {
    let service = Service::start();
    for (arguments, id) in [
        ("workspace-quotas", "../7"),
        ("workspace-quotas", ""),
        ("pools --workspace-id", "a/b"),
        ("pool-statistics --workspace-id", "a b"),
        ("os-quotas --project-id", "%2e"),
        ("verify --project-id", "."),
    ] {
        // No project is set, so that building a client would ask IAM for one.
        let mut command = against_iam(&service.url(), arguments);
        let error = run(command.arg(id).env("MODELARTS_ENDPOINT", service.url())).error(2);
        assert!(error.starts_with("error: invalid "), "{error}");
    }
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn missing_or_invalid_settings() {
    let mut shown = String::new();
    let mut show = |title: &str, run: Run| {
        let error = run.error(2).replace(HOME.path().to_str().unwrap(), "HOME");
        assert!(error.lines().count() <= 2, "{title}");
        assert_lacks(&error, &["(..)", "(true)"]);
        shown.push_str(&format!("# {title}\n{error}"));
    };
    for output in ["table", "json"] {
        let run = run(&mut bare(&format!("pools --region cn-north-4 --output {output}")));
        show(&format!("no credentials, {output}"), run);
    }
    for (title, endpoint, arguments) in [
        ("plain http off loopback", "http://modelarts.example.com", "pools"),
        ("no url", "nonsense", "pools"),
        ("mistyped region", "", "pools --region cn-nroth-4"),
        ("unknown region", "", "pools --region mars"),
        ("neither region nor endpoint", "", "verify"),
    ] {
        show(title, run(&mut against(endpoint, arguments)));
    }
    let no_project = run(against("http://127.0.0.1:1", "pools").env_remove("HUAWEICLOUD_SDK_PROJECT_ID"));
    show("no project and no region", no_project);
    let mut half = bare(&format!("pools --region cn-north-4 --project-id {PROJECT_ID}"));
    show("half of the keys", run(half.env("HUAWEICLOUD_SDK_AK", "AK")));
    insta::assert_snapshot!(shown);
}

#[test]
fn invalid_command_lines() {
    let service = Service::start();
    let timeouts = "pools --timeout 0s|pools --timeout 0|pools --timeout -5s|pools --timeout soon|pools --timeout 1e300|pools --max-attempts 0";
    let others = "nonsense|pools --status running|pools --output xml|pools extra|completions|completions sh|man nothing|pools --region ,";
    for arguments in timeouts.split('|').chain(others.split('|')) {
        let error = service.run(arguments).error(2);
        assert!(error.starts_with("error: "), "{arguments:?}: {error}");
    }
    assert_eq!(service.asked(), [""; 0]);
}

#[test]
fn keys_that_do_not_fit_into_a_header() {
    let service = Service::start();
    let run = |command: &str| run(against(&service.url(), command).env("HUAWEICLOUD_SDK_AK", "two\nlines"));
    let error = run("pools").error(2);
    assert_contains(&error, &["cannot be signed"]);
    assert_lacks(&error, &["two"]);
    assert_contains(&run("verify").output(2), &["| failed: "]);
    assert_eq!(service.asked(), [""; 0]);
}
