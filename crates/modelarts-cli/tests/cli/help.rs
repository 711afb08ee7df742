//! `--help` of every command, completions and manual pages.

use crate::command::{assert_contains, assert_lacks, bare, run};

#[test]
fn help_of_every_command() {
    for arguments in [
        &["--help"][..],
        &["pools", "--help"],
        &["pool-statistics", "--help"],
        &["os-quotas", "--help"],
        &["workspace-quotas", "--help"],
        &["verify", "--help"],
        &["completions", "--help"],
    ] {
        let name = arguments[0].replace("--help", "modelarts");
        insta::assert_snapshot!(format!("help {name}"), run(&mut bare(arguments)).output(0));
    }
}

#[test]
fn help_shows_no_values_of_the_environment() {
    let help = run(bare(&["--help"])
        .env("HUAWEICLOUD_SDK_PROJECT_ID", "0a1b2c3d")
        .env("HUAWEICLOUD_SDK_SK", "s3cr3t"));
    assert_lacks(&help.output(0), &["0a1b2c3d", "s3cr3t"]);
}

#[test]
fn without_a_command_there_is_help_and_an_error() {
    assert_contains(&run(&mut bare(&[])).error(2), &["Usage: modelarts"]);
}

#[test]
fn version() {
    let expected = concat!("modelarts ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(&mut bare(&["--version"])).output(0), expected);
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut bare(&["completions", shell])).output(0);
        assert_contains(&script, &["workspace-quotas", "label-selector", "max-attempts"]);
    }
}

#[test]
fn manual_pages() {
    let page = run(&mut bare(&["man"])).output(0);
    assert_contains(&page, &[".TH modelarts 1 ", "HUAWEICLOUD_SDK_REGION"]);
    let page = run(&mut bare(&["man", "pools"])).output(0);
    assert_contains(&page, &["label\\-selector"]);
}
