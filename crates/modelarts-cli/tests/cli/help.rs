//! `--help` of every command, and what is made of the command line for shells and manuals.

use crate::command::{bare, ended};

#[test]
fn every_command_explains_itself() {
    for command in [
        "",
        "pools",
        "pool-statistics",
        "os-quotas",
        "workspace-quotas",
        "verify",
        "completions",
    ] {
        let arguments: Vec<_> = [command, "--help"]
            .into_iter()
            .filter(|argument| !argument.is_empty())
            .collect();
        let help = ended(&mut bare(&arguments));
        assert_eq!((help.status, &*help.stderr), (0, ""), "{command}");
        let name = if command.is_empty() { "modelarts" } else { command };
        insta::assert_snapshot!(format!("help {name}"), help.stdout);
    }
}

#[test]
fn help_shows_no_values_of_the_environment() {
    let help = ended(
        bare(&["--help"])
            .env("HUAWEICLOUD_SDK_PROJECT_ID", "0a1b2c3d")
            .env("HUAWEICLOUD_SDK_SK", "s3cr3t"),
    );
    assert_eq!(help.status, 0);
    assert!(!help.stdout.contains("0a1b2c3d") && !help.stdout.contains("s3cr3t"));
}

#[test]
fn without_a_command_there_is_help_and_an_error() {
    let help = ended(&mut bare(&[]));
    assert_eq!((help.status, &*help.stdout), (2, ""));
    assert!(help.stderr.contains("Usage: modelarts"), "{}", help.stderr);
}

#[test]
fn version() {
    let version = ended(&mut bare(&["--version"]));
    assert_eq!(
        version.show(),
        format!(
            "status 0\n--- stdout\nmodelarts {}\n--- stderr\n",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = ended(&mut bare(&["completions", shell]));
        assert_eq!((script.status, &*script.stderr), (0, ""), "{shell}");
        for word in ["workspace-quotas", "label-selector", "max-attempts"] {
            assert!(script.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(ended(&mut bare(&["completions", "sh"])).status, 2);
}

#[test]
fn manual_pages() {
    let page = ended(&mut bare(&["man"]));
    assert_eq!(page.status, 0);
    assert!(page.stdout.contains(".TH modelarts 1 ") && page.stdout.contains("HUAWEICLOUD_SDK_REGION"));
    let page = ended(&mut bare(&["man", "pools"]));
    assert!(page.stdout.contains("label\\-selector"), "{}", page.stdout);
    assert_eq!(ended(&mut bare(&["man", "nothing"])).status, 2);
}
