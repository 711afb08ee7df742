//! The tasks besides generation, as a maintainer meets them: exit codes, and what is printed where.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::program::{after_the_count, specs, stderr, stdout, xtask};

#[test]
fn lint_says_that_all_is_well() {
    let output = xtask(&["lint"], None);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert_eq!(after_the_count(stdout(&output)), " spec files, no findings\n");
}

#[test]
fn an_example_is_held_against_its_schema() {
    let root = specs();
    let payload = "openapi/examples/workspace_quotas.doc.json";
    let text = fs::read_to_string(root.path().join(payload)).unwrap();
    fs::write(root.path().join(payload), text.replacen("\"quotas\"", "\"quota\"", 1)).unwrap();
    let output = xtask(&["lint"], Some(root.path()));
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    assert!(stderr(&output).contains("[example-invalid] at ``: \"quotas\" is a required property"));
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

/// The page is made on machines that have the tools, so it could be older than the payloads.
#[test]
fn the_page_counts_every_stored_payload() {
    let count = |folder: &str| {
        let entries = fs::read_dir(xtask::root().join("openapi/examples").join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".json")).count()
    };
    let [documented, constructed] = ["", "constructed"]
        .map(count)
        .map(|count| format!("{count} of {count}"));
    let page = fs::read_to_string(xtask::root().join("docs/conformance.md")).unwrap();
    let rows = page
        .lines()
        .skip_while(|line| !line.starts_with("| language |"))
        .skip(2);
    let rows: Vec<_> = rows.take_while(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), 11, "{rows:?}");
    for row in rows {
        let counts: Vec<_> = row.split(" | ").skip(3).take(2).collect();
        assert_eq!(
            counts,
            [&documented, &constructed],
            "run `cargo xtask conformance`: {row}"
        );
    }
}

/// Git with no settings but these, in the folder of a test.
fn git(root: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{role}_NAME"), "Test")
            .env(format!("GIT_{role}_EMAIL"), "test@example.org");
    }
    let output = command.arg("-C").arg(root).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
}

/// The specs, the bundle and the manifests, committed and tagged.
fn released() -> TempDir {
    let root = specs();
    xtask::generate::run(root.path(), false).unwrap();
    fs::copy(xtask::root().join("Cargo.toml"), root.path().join("Cargo.toml")).unwrap();
    for name in ["modelarts", "modelarts-api", "modelarts-cli", "modelarts-httpmock"] {
        let manifest = format!("crates/{name}/Cargo.toml");
        fs::create_dir_all(root.path().join(&manifest).parent().unwrap()).unwrap();
        fs::copy(xtask::root().join(&manifest), root.path().join(&manifest)).unwrap();
    }
    git(root.path(), &["init", "--quiet"]);
    git(root.path(), &["add", "."]);
    git(root.path(), &["commit", "--quiet", "--message", "Release"]);
    git(root.path(), &["tag", "v1"]);
    root
}

fn edit(root: &Path, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(root.join(file)).unwrap();
    assert!(text.contains(old), "{file} no longer holds {old:?}");
    fs::write(root.join(file), text.replacen(old, new, 1)).unwrap();
}

#[test]
fn compat_asks_for_the_versions_that_changes_need() {
    let root = released();
    let compat = || xtask(&["compat", "--base", "v1"], Some(root.path()));
    let output = compat();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert!(stdout(&output).starts_with("Since v1 ("), "{}", stdout(&output));

    edit(
        root.path(),
        "openapi/pool-statistics.yaml",
        "        operationTime:\n",
        "        countedAt:\n",
    );
    for example in ["pool_statistics.doc-2022", "pool_statistics.doc-2025"] {
        let file = format!("openapi/examples/{example}.json");
        edit(root.path(), &file, "\"operationTime\"", "\"countedAt\"");
    }
    for provenance in ["pool-statistics", "common"] {
        let file = format!("openapi/provenance/{provenance}.yaml");
        edit(root.path(), &file, "Response.operationTime", "Response.countedAt");
    }
    let output = compat();
    assert_eq!((output.status.code(), stderr(&output)), (Some(1), ""));
    for line in [
        "  breaking      ShowPoolStatisticsResponse.operationTime: field removed: String",
        "  additive      ShowPoolStatisticsResponse.countedAt: field added: String",
    ] {
        assert!(
            stdout(&output).lines().any(|found| found == line),
            "{}",
            stdout(&output)
        );
    }
    assert_eq!(stdout(&output).matches("too low").count(), 5);

    let base = env!("CARGO_PKG_VERSION");
    let next = {
        let version = semver::Version::parse(base).unwrap();
        xtask::compat::required_version(&version, Some(xtask::diff::Severity::Breaking)).to_string()
    };
    edit(
        root.path(),
        "Cargo.toml",
        &format!("version = \"{base}\""),
        &format!("version = \"{next}\""),
    );
    let output = compat();
    assert_eq!(output.status.code(), Some(1));
    let too_low: Vec<_> = stdout(&output)
        .lines()
        .filter(|line| line.contains("too low"))
        .collect();
    assert!(
        too_low.len() == 1 && too_low[0].starts_with("info.version"),
        "{too_low:?}"
    );
    edit(
        root.path(),
        "openapi/common.yaml",
        &format!("  version: {base}"),
        &format!("  version: {next}"),
    );
    let output = compat();
    assert_eq!(
        (output.status.code(), stderr(&output)),
        (Some(0), ""),
        "{}",
        stdout(&output)
    );

    let output = xtask(&["compat", "--base", "v1", "--format", "json"], Some(root.path()));
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(report["verdicts"][0]["asks"], next);
    assert_eq!(report["changes"][0]["level"], "breaking");
}

#[test]
fn compat_without_a_base_is_one_line_with_exit_code_2() {
    let root = released();
    git(
        root.path(),
        &[
            "rm",
            "--quiet",
            "--cached",
            "crates/modelarts-cli/src/generated/modelarts.openapi.json",
        ],
    );
    git(root.path(), &["commit", "--quiet", "--message", "Forget"]);
    let cases = [
        (
            "nowhere",
            "error: git knows no revision `nowhere` here; name a tag, a branch or a commit\n",
        ),
        (
            "--all",
            "error: git knows no revision `--all` here; name a tag, a branch or a commit\n",
        ),
        (
            "HEAD",
            "error: revision HEAD has no crates/modelarts-cli/src/generated/modelarts.openapi.json, so there is nothing to compare with; \
             name a later one\n",
        ),
    ];
    for (base, expected) in cases {
        let output = xtask(&["compat", &format!("--base={base}")], Some(root.path()));
        assert_eq!(
            (output.status.code(), stdout(&output), stderr(&output)),
            (Some(2), "", expected)
        );
    }
}

#[test]
fn page_test_says_what_to_install() {
    let root = specs();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .env_remove("CHROMIUM")
        .env("PATH", "")
        .arg("page-test")
        .arg("--root")
        .arg(root.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        "error: no Chromium was found; install it (Debian: apt-get install chromium), or name its program in CHROMIUM\n"
    );
}
