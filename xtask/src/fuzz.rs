//! `cargo xtask fuzz`: runs the fuzz targets, one after the other.
//!
//! What a run adds to a corpus stays below `target/`; `--minimise` puts the least that reaches the same code into
//! `fuzz/corpus/`, which is committed.

use std::{
    collections::BTreeSet,
    env,
    ffi::OsString,
    fmt::Write,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::folder;

/// What to run.
pub struct Options {
    /// The targets; all of them where none is named.
    pub targets: Vec<String>,
    /// For how long each.
    pub seconds: u64,
    /// Whether to bring the committed corpora up to date instead.
    pub minimise: bool,
}

/// The longest input that is made, in bytes, unless what a target is shown is longer.
const MAX_LENGTH: u64 = 8192;

/// What installs cargo-fuzz, at the version that the targets are known to run with.
const INSTALL: &str = "cargo install --root target/tools --locked cargo-fuzz@0.13.2";

/// Runs the targets and returns a line of a Markdown table for each.
pub fn run(root: &Path, options: &Options) -> Result<Vec<String>> {
    let known = all(root)?;
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        bail!("there is no fuzz target {unknown}, but {}", known.join(", "));
    }
    let targets = if options.targets.is_empty() {
        known
    } else {
        options.targets.clone()
    };
    let dictionary = root.join("target/fuzz/dictionary");
    fs::create_dir_all(root.join("target/fuzz")).context("cannot make target/fuzz")?;
    fs::write(&dictionary, words(root)?).context("cannot write target/fuzz/dictionary")?;
    let mut rows = Vec::new();
    for target in &targets {
        if options.minimise {
            rows.push(minimise(root, target)?);
        } else {
            rows.push(fuzz(root, target, options.seconds, &dictionary)?);
        }
    }
    Ok(rows)
}

/// Fuzzes one target from the committed corpus and the documented payloads.
fn fuzz(root: &Path, target: &str, seconds: u64, dictionary: &Path) -> Result<String> {
    let work = found(root, target)?;
    let log = work.with_extension("log");
    eprintln!("{target}: {seconds} seconds, log in {}", log.display());
    let mut command = cargo_fuzz(root)?;
    command
        .args(["run", "--sanitizer", "none", target])
        .arg(&work)
        .args(given(root, target))
        .arg("--");
    command.args(["-print_final_stats=1", "-rss_limit_mb=4096", "-timeout=20"]);
    command.arg(max_length(root, target)?);
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-dict={}", dictionary.display()));
    let said = run_logged(&mut command, target, &log)?;
    let executed = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .with_context(|| format!("{} tells no number of executions", log.display()))?;
    Ok(format!(
        "| `{target}` | {} | {:.1} |",
        executed.trim(),
        seconds as f64 / 60.0
    ))
}

/// Puts the least inputs that reach what all known ones reach into the committed corpus.
fn minimise(root: &Path, target: &str) -> Result<String> {
    let committed = root.join("fuzz/corpus").join(target);
    let least = root.join("target/fuzz").join(format!("{target}.least"));
    match fs::remove_dir_all(&least) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", least.display()));
        }
        _ => fs::create_dir_all(&least).with_context(|| format!("cannot make {}", least.display()))?,
    }
    let found = found(root, target)?;
    let log = found.with_extension("least.log");
    eprintln!("{target}: log in {}", log.display());
    let mut command = cargo_fuzz(root)?;
    command.args(["run", "--sanitizer", "none", target]).arg(&least);
    command.arg(&found).args(given(root, target));
    // Which code is reached, not how often: that would keep ten times as many.
    command.args(["--", "-merge=1", "-use_counters=0"]);
    command.arg(max_length(root, target)?);
    // Merging passes over inputs that fail, and would leave out the very ones that matter.
    if run_logged(&mut command, target, &log)?.contains("ERROR: libFuzzer") {
        bail!(
            "{target}: an input in its corpus fails, so the corpus stays as it is; `cargo xtask fuzz {target}` says which \
             input, and {} says how",
            log.display()
        );
    }
    let (files, bytes) = folder::replace(&committed, &least)?;
    Ok(format!("{target}: {files} inputs, {bytes} bytes"))
}

/// Runs cargo-fuzz and gives what it said, which is in `log` as well; where it fails, the end of that is the error.
fn run_logged(command: &mut Command, target: &str, log: &Path) -> Result<String> {
    let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    command.stdout(Stdio::null()).stderr(output);
    let status = command.status().context("cannot start cargo-fuzz")?;
    let said = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    let said = String::from_utf8_lossy(&said).into_owned();
    if !status.success() {
        let end: Vec<&str> = said.lines().rev().take(25).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        bail!(
            "{target} failed ({status}); the end of {}:\n{}",
            log.display(),
            end.join("\n")
        );
    }
    Ok(said)
}

/// Where what runs of a target find is kept.
fn found(root: &Path, target: &str) -> Result<PathBuf> {
    let folder = root.join("target/fuzz").join(target);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// The longest input that is made, as an argument of libFuzzer: long enough for everything that a target is shown, since
/// longer inputs are cut off.
fn max_length(root: &Path, target: &str) -> Result<String> {
    let mut longest = MAX_LENGTH;
    for folder in shown(root, target) {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let length = entry.and_then(|entry| entry.metadata());
            longest = longest.max(
                length
                    .with_context(|| format!("cannot read {}", folder.display()))?
                    .len(),
            );
        }
    }
    Ok(format!("-max_len={}", longest.next_power_of_two()))
}

/// What a target starts from, besides what earlier runs found.
fn given(root: &Path, target: &str) -> Vec<PathBuf> {
    let mut folders = vec![root.join("fuzz/corpus").join(target)];
    folders.retain(|folder| folder.is_dir());
    folders.extend(shown(root, target));
    folders
}

/// The payloads or the pages that a target reads.
fn shown(root: &Path, target: &str) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if target.starts_with("decode_") {
        folders.extend([root.join("openapi/examples"), root.join("openapi/examples/constructed")]);
    }
    if target == "docs_page" {
        folders.push(root.join("xtask/docpages/tests/pages"));
    }
    folders.retain(|folder| folder.is_dir());
    folders
}

/// Every target, as cargo-fuzz lists them.
fn all(root: &Path) -> Result<Vec<String>> {
    let output = cargo_fuzz(root)?
        .arg("list")
        .output()
        .context("cannot start cargo-fuzz")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("needs a nightly toolchain and `{INSTALL}`: {}", said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// cargo-fuzz on the nightly toolchain, from the path or from `target/tools`.
fn cargo_fuzz(root: &Path) -> Result<Command> {
    let path = env::var_os("PATH").unwrap_or_default();
    let tools = env::split_paths(&path).chain([root.join("target/tools/bin")]);
    let path: OsString = env::join_paths(tools).context("PATH cannot be extended")?;
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo", "fuzz"])
        .env("PATH", path)
        // The end of a log shall be about the input, not about the stack of cargo-fuzz.
        .env("RUST_BACKTRACE", "0")
        .current_dir(root);
    Ok(command)
}

/// A dictionary of what stands in payloads, in the syntax of libFuzzer.
fn words(root: &Path) -> Result<String> {
    let path = root.join("openapi/dist/modelarts.openapi.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let spec: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let mut words = BTreeSet::from([
        "null",
        "true",
        "error_code",
        "error_msg",
        "error",
        "code",
        "message",
        "request_id",
    ]);
    collect(&spec, &mut words);
    let mut dictionary = String::new();
    for word in words {
        writeln!(dictionary, "\"\\\"{word}\\\"\"")?;
    }
    for token in [
        "null",
        "true",
        "-1",
        "[]",
        "{}",
        "\\x5cu0061",
        "18446744073709551615",
        "1e308",
        "%2f",
        "%2E",
    ] {
        writeln!(dictionary, "\"{token}\"")?;
    }
    Ok(dictionary)
}

/// The names of fields and the values of open enumerations below `value`.
fn collect<'a>(value: &'a Value, words: &mut BTreeSet<&'a str>) {
    if let Some(properties) = value.get("properties").and_then(Value::as_object) {
        words.extend(properties.keys().map(String::as_str));
    }
    if let Some(values) = value.get("x-extensible-enum").and_then(Value::as_array) {
        words.extend(values.iter().filter_map(Value::as_str));
    }
    match value {
        Value::Object(object) => object.values().for_each(|value| collect(value, words)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_is_installed_everywhere() {
        for file in [".github/workflows/weekly.yml", "docs/fuzzing.md"] {
            let text = fs::read_to_string(crate::root().join(file)).unwrap();
            let lines: Vec<_> = text.lines().filter(|line| line.contains("cargo install")).collect();
            assert!(
                lines.len() == 1 && lines[0].ends_with(&format!(" {INSTALL}")),
                "{file}: {lines:?}"
            );
        }
    }
}
