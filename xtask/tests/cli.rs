//! `cargo xtask` as a maintainer meets it: exit codes, and what is printed where.

use std::fs;

use tempfile::TempDir;

use crate::program::{after_the_count, specs, stderr, stdout, xtask};

#[test]
fn help_lists_the_tasks() {
    for arguments in [&["--help"][..], &["-h"], &["help"]] {
        let output = xtask(arguments, None);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stderr(&output), "");
        let tasks = stdout(&output).lines().skip_while(|line| *line != "Commands:").skip(1);
        let tasks = tasks.map_while(|line| line.split_whitespace().next());
        let tasks: Vec<_> = tasks.collect();
        for task in ["generate", "lint", "docs", "compat", "conformance", "page-test", "demo"] {
            assert!(tasks.contains(&task), "{task} is not among {tasks:?}");
        }
    }
}

#[test]
fn a_wrong_task_is_a_usage_error() {
    for arguments in [
        &[][..],
        &["generat"],
        &["generate", "--chek"],
        &["lint", "more"],
        &["compat"],
    ] {
        let output = xtask(arguments, None);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).contains("Usage: cargo xtask"), "{}", stderr(&output));
    }
}

#[test]
fn check_says_that_all_is_well() {
    let output = xtask(&["generate", "--check"], None);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert_eq!(after_the_count(stdout(&output)), " generated files are up to date\n");
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
    let stale = after_the_count(lines.last().unwrap());
    assert_eq!(stale, " file(s) are stale; run `cargo xtask generate`");
    assert!(!root.path().join("crates").exists() && !root.path().join("openapi/dist").exists());
}

#[test]
fn generate_prints_what_it_changed_and_then_nothing_is_stale() {
    let root = specs();
    let output = xtask(&["generate"], Some(root.path()));
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    let lines: Vec<_> = stdout(&output).lines().collect();
    let [created @ .., summary] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert!(created.iter().all(|line| line.starts_with("created ")), "{lines:?}");
    let count = created.len();
    assert_eq!(*summary, format!("0 of {count} generated files were up to date"));

    let output = xtask(&["generate", "--check"], Some(root.path()));
    assert_eq!(
        (output.status.code(), stdout(&output)),
        (Some(0), &*format!("{count} generated files are up to date\n"))
    );
}

#[test]
fn findings_go_to_stderr_with_exit_code_1() {
    let root = specs();
    let pools = root.path().join("openapi/pools.yaml");
    let text = fs::read_to_string(&pools).unwrap();
    fs::write(&pools, text.replacen("openapi: 3.0.3", "openapi: 3.1.0", 1)).unwrap();
    let nothing_written = "nothing was written";
    for (task, verdict) in [
        (&["generate"][..], nothing_written),
        (&["generate", "--check"], nothing_written),
        (&["lint"], "correct them, then run `cargo xtask generate`"),
    ] {
        let output = xtask(task, Some(root.path()));
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
        assert_eq!(
            stderr(&output),
            format!(
                "error: openapi/pools.yaml:1: [openapi-version] `openapi` is \"3.1.0\", must be \"3.0.3\"\n\
                 1 finding(s) in the specs; {verdict}\n"
            )
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_is_one_line() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join("openapi")).unwrap();
    fs::write(root.path().join("openapi/pools.yaml"), "openapi: 3.0.3\n").unwrap();
    for task in [
        &["generate"][..],
        &["generate", "--check"],
        &["demo"],
        &["lint"],
        &["docs", "coverage"],
        &["page-test"],
    ] {
        let output = xtask(task, Some(root.path()));
        assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
        let expected = format!("error: cannot read {}/openapi/common.yaml: ", root.path().display());
        assert!(stderr(&output).starts_with(&expected), "{}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1);
    }
}

#[test]
fn conformance_compares_all_or_shows_a_part() {
    let output = xtask(&["conformance", "--check", "--only", "go"], None);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), ""));
    let output = xtask(&["conformance", "--only", "cobol"], None);
    assert_eq!((output.status.code(), stdout(&output)), (Some(2), ""));
    assert!(stderr(&output).contains("typescript, python, go, java, ruby, php, rust, csharp, kotlin, calls"));
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
