//! `--help` of every command, completions and manual pages.

use modelarts_httpmock::payloads;

use crate::{
    command::{Run, against, assert_contains, assert_lacks, bare, run},
    service::Service,
};

/// Every command, the whole first.
const COMMANDS: [&str; 21] = [
    "",
    "pools",
    "pools get",
    "pools nodes",
    "pools workloads",
    "pools workload-statistics",
    "pools monitor",
    "pools usage",
    "networks",
    "networks get",
    "events",
    "flavors",
    "workspaces",
    "pool-statistics",
    "os-quotas",
    "workspace-quotas",
    "api",
    "whoami",
    "verify",
    "completions",
    "man",
];

#[test]
fn help_of_every_command() {
    for name in COMMANDS {
        // No value of the environment is shown.
        let mut command = bare(name);
        command.envs([
            ("HUAWEICLOUD_SDK_PROJECT_ID", "0a1b2c3d"),
            ("HUAWEICLOUD_SDK_SK", "s3cr3t"),
        ]);
        let help = run(command.arg("--help")).output(0);
        assert_lacks(&help, &["0a1b2c3d", "s3cr3t"]);
        assert_contains(&help, &["\nExamples:\n  "]);
        insta::assert_snapshot!(format!("help {name}").trim(), help);
    }
    assert_contains(&run(&mut bare("")).error(2), &["Usage: modelarts"]);
    let expected = concat!("modelarts ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(&mut bare("--version")).output(0), expected);
}

/// Every example is a command line that is understood. The demo serves what needs an answer.
#[test]
fn examples_are_valid() {
    let mut examples = 0;
    for name in COMMANDS {
        let help = run(bare(name).arg("--help")).output(0);
        let (_, lines) = help.split_once("\nExamples:\n").unwrap();
        for line in lines.lines().map_while(|line| line.strip_prefix("  modelarts ")) {
            let line = line.split(['|', '>']).next().unwrap();
            let mut command = bare("");
            // Quotation marks hold what has spaces.
            for (index, part) in line.split('\'').enumerate() {
                if index % 2 == 1 {
                    command.arg(part);
                } else {
                    command.args(part.split_whitespace());
                }
            }
            let Run(status, _, error) = run(command.arg("--no-such-option"));
            assert_eq!(status, Some(2), "{line}");
            assert_contains(&error, &["unexpected argument '--no-such-option'"]);
            examples += 1;
        }
    }
    assert!(examples > 15, "{examples}");
}

#[cfg(target_os = "linux")]
#[test]
fn help_on_a_full_disk_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(bare("--help").stdout(full).output().unwrap().status.code(), Some(1));
}

/// What a shell offers for the last of these words.
fn candidates(words: &[&str]) -> Vec<String> {
    let mut command = bare("--");
    command.env("MODELARTS_COMPLETE", "bash").env("_CLAP_IFS", "\n");
    command.env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
    run(command.args(words)).output(0).lines().map(str::to_owned).collect()
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut bare(&format!("completions {shell}"))).output(0);
        assert_contains(&script, &["MODELARTS_COMPLETE", "modelarts"]);
    }
    assert_eq!(candidates(&["modelarts", "workspace-q"]), ["workspace-quotas"]);
    assert_eq!(
        candidates(&["modelarts", "--region", "cn-southwest"]),
        ["cn-southwest-2", "cn-southwest-3"]
    );
    assert_eq!(
        candidates(&["modelarts", "--region", "me-east-1,tr"]),
        ["me-east-1,tr-west-1"]
    );
}

#[test]
fn profiles_and_pools_are_completed() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("credentials");
    std::fs::write(&file, "[basic]\nak = [x]\n [staging] \n").unwrap();
    let offered = |words: &[&str]| {
        let mut command = bare("--");
        command.env("MODELARTS_COMPLETE", "bash").env("_CLAP_IFS", "\n");
        command
            .env("HUAWEICLOUD_SDK_CREDENTIALS_FILE", &file)
            .env("XDG_CACHE_HOME", home.path());
        command.env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
        run(command.args(words)).output(0)
    };
    assert_eq!(offered(&["modelarts", "--profile", ""]), "basic\nstaging");
    assert_eq!(
        offered(&["modelarts", "pools", "get", ""]).lines().next(),
        Some("--query")
    );
    let service = Service::with([&payloads::LIST_POOLS_DOC_2025]);
    run(against(&service.url(), "pools").env("XDG_CACHE_HOME", home.path())).output(0);
    assert_contains(
        &offered(&["modelarts", "pools", "get", ""]),
        &["auto-pool-os-86c13962597848eeb29c5861153a391f"],
    );
    // The demo's pools are not the account's.
    run(bare("pools --demo --status failed").env("XDG_CACHE_HOME", home.path())).output(0);
    assert_lacks(&offered(&["modelarts", "pools", "get", ""]), &["night-jobs"]);
}

#[test]
fn manual_pages() {
    let page = run(&mut bare("man")).output(0);
    assert_contains(&page, &[".TH modelarts 1 ", "HUAWEICLOUD_SDK_REGION"]);
    let page = run(&mut bare("man pools")).output(0);
    assert_contains(&page, &["label\\-selector"]);
    assert_contains(&run(&mut bare("man pools get")).output(0), &["modelarts\\-pools\\-get"]);
    let folder = tempfile::tempdir().unwrap();
    run(bare("man --to").arg(folder.path())).output(0);
    for page in [
        "modelarts.1",
        "modelarts-pools.1",
        "modelarts-pools-get.1",
        "modelarts-api.1",
    ] {
        assert!(folder.path().join(page).exists(), "{page}");
    }
    assert_contains(
        &run(&mut bare("man --to /no/such/folder")).error(1),
        &["cannot write to /no/such/folder"],
    );
}
