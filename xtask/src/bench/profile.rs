//! Instruction counts and profiles by valgrind, which tell the same on a busy machine as on a quiet one.

use std::{ffi::OsStr, process::Command};

use anyhow::{Context, Result};

use super::{
    document::{number, table},
    programs::{Programs, run},
};

/// What a group of functions does, and how to know them: by a part of the name.
pub(super) type Group = (&'static str, &'static [&'static str]);

/// The instructions of a program by group, where valgrind is installed. Only what `function` calls is counted.
pub(super) fn by_group<S: AsRef<OsStr>>(
    programs: &Programs<'_>,
    function: &str,
    arguments: impl IntoIterator<Item = S>,
    groups: &[Group],
) -> Result<Option<Profile>> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Ok(None);
    }
    let file = programs.scratch("profile")?.join("callgrind.out");
    let collected = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .arg(format!("--toggle-collect={function}"))
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(programs.path("modelarts-bench"))
        .args(arguments)
        .output()?;
    anyhow::ensure!(collected.status.success(), "valgrind failed ({})", collected.status);
    let listing = run(Command::new("callgrind_annotate")
        .args(["--threshold=100", "--auto=no"])
        .arg(&file))?;
    Ok(Some(Profile::parse(&listing, groups)?))
}

/// Instructions by group.
pub(super) struct Profile {
    total: f64,
    groups: Vec<(&'static str, f64)>,
}

impl Profile {
    fn parse(listing: &str, groups: &[Group]) -> Result<Self> {
        let mut found: Vec<_> = groups.iter().map(|(name, _)| (*name, 0.0)).collect();
        let (mut total, mut rest) = (0.0, 0.0);
        for line in listing.lines() {
            let Some((count, name)) = line.trim().split_once(" (") else {
                continue;
            };
            let Ok(count) = count.replace(',', "").parse::<f64>() else {
                continue;
            };
            if name.ends_with("PROGRAM TOTALS") {
                total = count;
                continue;
            }
            let group = groups
                .iter()
                .position(|(_, parts)| parts.iter().any(|part| name.contains(part)));
            match group.and_then(|group| found.get_mut(group)) {
                Some((_, sum)) => *sum += count,
                None => rest += count,
            }
        }
        found.push(("all else", rest));
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        anyhow::ensure!(total > 0.0, "the profile is empty");
        Ok(Self { total, groups: found })
    }

    /// A table of the shares, with the instructions for each of `count` pieces of work.
    pub(super) fn table(&self, count: f64, piece: &str) -> String {
        let rows = self.groups.iter().map(|(name, instructions)| {
            let share = format!("{} %", number(100.0 * instructions / self.total));
            [(*name).to_owned(), number(instructions / count), share]
        });
        let whole = [["**all**".to_owned(), number(self.total / count), "100 %".to_owned()]];
        table([piece, "instructions", "share"], rows.chain(whole))
    }

    /// All instructions.
    pub(super) fn total(&self) -> f64 {
        self.total
    }
}

/// How many instructions `function` takes in all, where valgrind is installed.
pub(super) fn instructions<S: AsRef<OsStr>>(
    programs: &Programs<'_>,
    function: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Result<Option<f64>> {
    let profile = by_group(programs, function, arguments, &[]).context("cannot count instructions")?;
    Ok(profile.map(|profile| profile.total()))
}
