//! `--help` of every command, completions and manual pages.

use crate::command::{bare, run};

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
        let help = run(&mut bare(arguments));
        assert_eq!((help.status, &*help.stderr), (0, ""), "{arguments:?}");
        let name = arguments[0].replace("--help", "modelarts");
        insta::assert_snapshot!(format!("help {name}"), help.stdout);
    }
}

#[test]
fn help_shows_no_values_of_the_environment() {
    let help = run(bare(&["--help"])
        .env("HUAWEICLOUD_SDK_PROJECT_ID", "0a1b2c3d")
        .env("HUAWEICLOUD_SDK_SK", "s3cr3t"));
    assert_eq!(help.status, 0);
    assert!(!help.stdout.contains("0a1b2c3d") && !help.stdout.contains("s3cr3t"));
}

#[test]
fn without_a_command_there_is_help_and_an_error() {
    let help = run(&mut bare(&[]));
    assert_eq!((help.status, &*help.stdout), (2, ""));
    assert!(help.stderr.contains("Usage: modelarts"), "{}", help.stderr);
}

#[test]
fn version() {
    let version = run(&mut bare(&["--version"]));
    let expected = concat!("modelarts ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!((version.status, &*version.stdout, &*version.stderr), (0, expected, ""));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut bare(&["completions", shell]));
        assert_eq!((script.status, &*script.stderr), (0, ""), "{shell}");
        for word in ["workspace-quotas", "label-selector", "max-attempts"] {
            assert!(script.stdout.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn manual_pages() {
    let page = run(&mut bare(&["man"]));
    assert_eq!(page.status, 0);
    assert!(page.stdout.contains(".TH modelarts 1 ") && page.stdout.contains("HUAWEICLOUD_SDK_REGION"));
    let page = run(&mut bare(&["man", "pools"]));
    assert!(page.stdout.contains("label\\-selector"), "{}", page.stdout);
}
