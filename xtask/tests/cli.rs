//! `cargo xtask` as a maintainer meets it: exit codes, and what is printed where.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn xtask(arguments: &[&str], root: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // Colours and widths must not depend on who runs the tests.
    command.env("NO_COLOR", "1").env("COLUMNS", "120").args(arguments);
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    command.output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A folder with the real specs and nothing generated from them.
fn specs() -> TempDir {
    let root = TempDir::new().unwrap();
    for folder in ["openapi", "openapi/examples", "openapi/examples/constructed"] {
        fs::create_dir(root.path().join(folder)).unwrap();
        for entry in fs::read_dir(xtask::root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), root.path().join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
    root
}

#[test]
fn help_lists_the_tasks() {
    for arguments in [&["--help"][..], &["-h"], &["help"]] {
        let output = xtask(arguments, None);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stderr(&output), "");
        let tasks = stdout(&output).lines().skip_while(|line| *line != "Commands:").skip(1);
        let tasks = tasks.map_while(|line| line.split_whitespace().next());
        let tasks: Vec<_> = tasks.collect();
        for task in ["generate", "lint", "conformance", "demo"] {
            assert!(tasks.contains(&task), "{task} is not among {tasks:?}");
        }
    }
}

#[test]
fn a_wrong_task_is_a_usage_error() {
    for arguments in [&[][..], &["generat"], &["generate", "--chek"], &["lint", "more"]] {
        let output = xtask(arguments, None);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains("Usage: cargo xtask"), "{}", stderr(&output));
    }
}

#[test]
fn lint_says_that_all_is_well() {
    let output = xtask(&["lint"], None);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert_eq!(stdout(&output), "5 spec files, no findings\n");
}

#[test]
fn check_says_that_all_is_well() {
    let output = xtask(&["generate", "--check"], None);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert_eq!(stdout(&output), "11 generated files are up to date\n");
}

#[test]
fn check_fails_where_nothing_is_generated_and_writes_nothing() {
    let root = specs();
    let output = xtask(&["generate", "--check"], Some(root.path()));
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    let lines: Vec<_> = stderr(&output).lines().collect();
    assert!(
        lines[0].starts_with("error: --- a/crates/modelarts-api/src/generated/client.rs"),
        "{}",
        lines[0]
    );
    assert_eq!(lines.last(), Some(&"11 file(s) are stale; run `cargo xtask generate`"));
    assert!(!root.path().join("crates").exists() && !root.path().join("openapi/dist").exists());
}

#[test]
fn generate_prints_what_it_changed_and_then_nothing_is_stale() {
    let root = specs();
    let output = xtask(&["generate"], Some(root.path()));
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let lines: Vec<_> = stdout(&output).lines().collect();
    assert_eq!(lines.len(), 12);
    assert!(lines[..11].iter().all(|line| line.starts_with("created ")), "{lines:?}");
    assert_eq!(lines[11], "0 of 11 generated files were up to date");

    let output = xtask(&["generate", "--check"], Some(root.path()));
    assert_eq!(
        (output.status.code(), stdout(&output)),
        (Some(0), "11 generated files are up to date\n")
    );
}

#[test]
fn findings_go_to_stderr_with_exit_code_1() {
    let root = specs();
    let pools = root.path().join("openapi/pools.yaml");
    let text = fs::read_to_string(&pools).unwrap();
    fs::write(&pools, text.replacen("openapi: 3.0.3", "openapi: 3.1.0", 1)).unwrap();
    for task in [&["lint"][..], &["generate"], &["generate", "--check"]] {
        let output = xtask(task, Some(root.path()));
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
        assert_eq!(
            stderr(&output),
            "error: openapi/pools.yaml:1: [openapi-version] `openapi` is \"3.1.0\", must be \"3.0.3\"\n\
             1 finding(s) in the specs; nothing was written\n"
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_is_one_line() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join("openapi")).unwrap();
    fs::write(root.path().join("openapi/pools.yaml"), "openapi: 3.0.3\n").unwrap();
    for task in [&["lint"][..], &["generate"], &["generate", "--check"], &["demo"]] {
        let output = xtask(task, Some(root.path()));
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
        let expected = format!("error: cannot read {}/openapi/common.yaml: ", root.path().display());
        assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1);
    }
}

#[test]
fn conformance_needs_the_published_spec() {
    let root = TempDir::new().unwrap();
    let output = xtask(&["conformance"], Some(root.path()));
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    let path = root.path().join("openapi/dist/modelarts.openapi.json");
    let expected = format!("error: cannot read {}: ", path.display());
    assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1);
    assert!(!root.path().join("docs").exists());
}

#[test]
fn conformance_compares_all_or_shows_a_part() {
    let output = xtask(&["conformance", "--check", "--only", "go"], None);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), ""));
    let output = xtask(&["conformance", "--only", "cobol"], None);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), ""));
    assert!(stderr(&output).contains("typescript, python, go, java, linters, prism, schemathesis"));
}

#[test]
fn a_panic_inside_the_generator_is_one_line() {
    let root = specs();
    let spec = root.path().join("openapi/os-quotas.yaml");
    let text = fs::read_to_string(&spec).unwrap();
    let slip = "              encoding:\n                quotas:\n                  contentType: text/plain\n              examples:\n";
    fs::write(&spec, text.replacen("              examples:\n", slip, 1)).unwrap();
    let output = xtask(&["generate"], Some(root.path()));
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    assert_eq!(
        stderr(&output),
        "error: os-quotas.yaml: progenitor cannot generate operation ShowOsQuota: \
         the generator panicked: assertion failed: mt.encoding.is_empty()\n"
    );
    assert!(!root.path().join("crates").exists());
}
