//! The official SDK, in a virtual environment under `target/`.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use super::{
    Bench,
    document::{self, Section, Target, bytes, duration, table, times},
    figures::Figures,
    programs::{figures, run},
};

/// The package and the version that is measured.
const PACKAGE: &str = "huaweicloudsdkmodelarts==3.1.219";

/// The SDK, installed.
pub(super) struct Sdk<'a> {
    root: &'a Path,
    folder: PathBuf,
}

impl<'a> Sdk<'a> {
    /// Installs the SDK, unless it is.
    pub(super) fn install(bench: &Bench<'a>) -> Result<Self> {
        let sdk = Self {
            root: bench.programs.root,
            folder: bench.programs.scratch("sdk")?,
        };
        if !sdk.folder.join("installed").exists() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&sdk.folder))
                .context("python3 with venv is needed")?;
            let mut pip = sdk.python();
            run(pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                PACKAGE,
            ]))?;
            std::fs::write(sdk.folder.join("installed"), PACKAGE)?;
        }
        Ok(sdk)
    }

    /// Its Python, with a home of its own: on import the SDK writes a file there.
    fn python(&self) -> Command {
        let mut command = Command::new(self.folder.join("bin/python"));
        command.env("HOME", &self.folder).current_dir(self.root);
        command
    }

    /// Runs the measuring script.
    pub(super) fn measure<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Figures> {
        figures(self.python().arg("tests/bench/sdk/measure.py").args(arguments))
    }
}

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let sdk = Sdk::install(bench)?;
    let server = bench.programs.serve()?;
    let ours = bench.programs.times(["calls", &server.url, &bench.seconds(1.5)])?;
    let (mut rows, mut targets) = (Vec::new(), Vec::new());
    for (pools, wanted) in [("1", 5.0), ("100", 5.0), ("1000", 20.0), ("10000", 20.0)] {
        let theirs = sdk.measure(["calls", &server.url, pools, &bench.seconds(3.0)])?;
        let (theirs, ours) = (
            theirs.get(&format!("sdk.{pools}.call"))?,
            ours.get(&format!("calls.{pools}.modelarts"))?,
        );
        let what = format!("a call for {}", document::pools(pools.parse()?));
        rows.push([what.clone(), duration(theirs), duration(ours), times(theirs / ours)]);
        targets.push(Target::at_least(
            format!("{what}, times as fast as the SDK"),
            theirs / ours,
            wanted,
            "",
        ));
    }

    let (theirs, ours) = processes(bench, &sdk, &server.url)?;
    rows.push([
        "a whole process, to the printed answer".to_owned(),
        duration(theirs),
        duration(ours),
        times(theirs / ours),
    ]);
    targets.push(Target::at_least(
        "a whole process, times as fast",
        theirs / ours,
        20.0,
        "",
    ));

    let theirs = sdk.measure(["memory", &server.url, "10000"])?.get("sdk.peak.process")?;
    let ours = bench
        .programs
        .times(["peak", &server.url, "10000"])?
        .get("peak.process")?;
    rows.push([
        "memory of a process that lists 10,000 pools".to_owned(),
        bytes(theirs),
        bytes(ours),
        times(theirs / ours),
    ]);
    targets.push(Target::at_least(
        "memory for 10,000 pools, times as small",
        theirs / ours,
        5.0,
        "",
    ));

    let text = format!(
        "{PACKAGE}, same server, same keys, both warm but for the process, which is `modelarts pools` against a script that \
         does the same. Medians.\n\n{}\n\
         The SDK decodes the response into dictionaries and then into classes that keep less of it: of `available`, which its \
         model calls an object, it keeps nothing, where `modelarts` keeps the body as it came and all that is in it. So its \
         memory is not for the same thing.\n",
        table(["", "official SDK", "modelarts", "ratio"], rows),
    );
    Ok(Section {
        title: "The official SDK",
        text,
        targets,
    })
}

/// The median time of the script and of the command, in nanoseconds, in turns.
fn processes(bench: &Bench<'_>, sdk: &Sdk<'_>, url: &str) -> Result<(f64, f64)> {
    let environment = [
        ("HUAWEICLOUD_SDK_AK", "BENCHACCESSKEY000000"),
        ("HUAWEICLOUD_SDK_SK", "benchsecretkey0000000000000000000000000"),
        ("HUAWEICLOUD_SDK_PROJECT_ID", "documented"),
        ("MODELARTS_ENDPOINT", url),
    ];
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..if bench.quick { 3 } else { 9 } {
        let mut script = sdk.python();
        theirs.push(time(script.arg("tests/bench/sdk/list_pools.py").envs(environment))?);
        let mut command = Command::new(bench.programs.path("modelarts"));
        ours.push(time(command.arg("pools").env("HOME", &sdk.folder).envs(environment))?);
    }
    Ok((median(theirs), median(ours)))
}

fn time(command: &mut Command) -> Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let time = start.elapsed();
    anyhow::ensure!(
        status.success(),
        "{} failed ({status})",
        command.get_program().display()
    );
    Ok(time)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times
        .get(times.len() / 2)
        .map_or(f64::NAN, |time| time.as_nanos() as f64)
}
