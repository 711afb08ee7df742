//! `--help` of every command, completions and manual pages.

use crate::command::{assert_contains, assert_lacks, bare, run};

#[test]
fn help_of_every_command() {
    for name in "modelarts pools pool-statistics os-quotas workspace-quotas verify completions".split(' ') {
        let command = name.trim_start_matches("modelarts");
        // No value of the environment is shown.
        let mut command = bare(command);
        command.envs([
            ("HUAWEICLOUD_SDK_PROJECT_ID", "0a1b2c3d"),
            ("HUAWEICLOUD_SDK_SK", "s3cr3t"),
        ]);
        let help = run(command.arg("--help")).output(0);
        assert_lacks(&help, &["0a1b2c3d", "s3cr3t"]);
        insta::assert_snapshot!(format!("help {name}"), help);
    }
    assert_contains(&run(&mut bare("")).error(2), &["Usage: modelarts"]);
    let expected = concat!("modelarts ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(&mut bare("--version")).output(0), expected);
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&mut bare(&format!("completions {shell}"))).output(0);
        assert_contains(&script, &["workspace-quotas", "label-selector", "max-attempts"]);
    }
}

#[test]
fn manual_pages() {
    let page = run(&mut bare("man")).output(0);
    assert_contains(&page, &[".TH modelarts 1 ", "HUAWEICLOUD_SDK_REGION"]);
    let page = run(&mut bare("man pools")).output(0);
    assert_contains(&page, &["label\\-selector"]);
}
