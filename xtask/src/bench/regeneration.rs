//! Generating the code.

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{
    Bench,
    document::{Section, Target, number, table},
    programs::{cargo, run},
};

/// A program that needs progenitor and nothing else, built as this workspace builds its own tasks.
const PROGENITOR: &str = r#"[package]
name = "progenitor-alone"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
progenitor = { version = "0.15.1", default-features = false }

[profile.dev]
debug = "line-tables-only"

[profile.dev.package."*"]
debug = false
"#;

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let root = bench.programs.root;
    let mut warm = Duration::MAX;
    for _ in 0..5 {
        warm = warm.min(effort(cargo(root).args(["--quiet", "xtask", "generate", "--check"]))?.clock);
    }
    let seconds = |time: Duration| format!("{} s", number(time.as_secs_f64()));
    let mut rows = vec![["`cargo xtask generate`, built".to_owned(), seconds(warm), String::new()]];
    let mut shares = String::new();
    let mut targets = vec![Target::below("generating once built", warm.as_secs_f64(), 1.0, " s")];
    if !bench.quick {
        let folder = bench.programs.scratch("progenitor")?;
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), PROGENITOR)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        fs::write(folder.join("src/main.rs"), "fn main() {}\n")?;
        let alone = cold(cargo(&folder).args(["build", "--quiet"]), &folder.join("target"))?;
        let target = bench.programs.scratch("xtask")?;
        let whole = cold(cargo(root).args(["--quiet", "xtask", "generate", "--check"]), &target)?;
        for (what, effort) in [
            ("progenitor alone, from nothing", alone),
            ("`cargo xtask generate`, from nothing", whole),
        ] {
            rows.push([what.to_owned(), seconds(effort.clock), seconds(effort.processor)]);
        }
        let ratio = whole.processor.as_secs_f64() / alone.processor.as_secs_f64();
        targets.push(Target::below(
            "generating from nothing, against building progenitor alone, in processor time",
            ratio,
            1.5,
            " x",
        ));
        shares = format!(
            "\nProgenitor is {} % of the processor time of building from nothing. The rest is `clap`, the templates of the \
             reference page, the YAML parser that knows lines, and generation itself. The other tasks, with the reader of \
             documentation pages and the validator that holds examples against their schemas, are a package that is compiled \
             when one of them is asked for.\n",
            number(100.0 / ratio)
        );
    }
    let text = format!(
        "With `--check`, which does all of the work and compares instead of writing.\n\n{}{shares}",
        table(["", "on the clock", "processor time"], rows)
    );
    Ok(Section {
        title: "Regeneration",
        text,
        targets,
    })
}

/// What something took.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    pub(super) clock: Duration,
    /// Of all processes that it started. The same as on the clock where the system does not tell.
    pub(super) processor: Duration,
}

/// Runs a program and says what it took.
pub(super) fn effort(command: &mut Command) -> Result<Effort> {
    let (start, before) = (Instant::now(), children());
    run(command)?;
    let clock = start.elapsed();
    let processor = children()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    Ok(Effort {
        clock,
        processor: processor.unwrap_or(clock),
    })
}

fn cold(command: &mut Command, target: &std::path::Path) -> Result<Effort> {
    if target.exists() {
        fs::remove_dir_all(target)?;
    }
    eprintln!("  building from nothing");
    effort(command.env("CARGO_TARGET_DIR", target))
}

/// The processor time of all processes that have ended and that this one waited for, as Linux tells it.
fn children() -> Option<Duration> {
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program comes second, in parentheses, and may hold anything.
    let fields: Vec<_> = status.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: u64 = fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?;
    // The unit has been a hundredth of a second on every Linux for long.
    Some(Duration::from_millis(ticks * 10))
}
