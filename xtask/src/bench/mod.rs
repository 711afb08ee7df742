//! `cargo xtask bench`: measures against what people would use instead, and writes `docs/performance.md`.

mod calls;
mod concurrency;
mod cost;
mod decode;
mod document;
mod figures;
mod machine;
mod profile;
mod programs;
mod regeneration;
mod sdk;
mod signing;

use std::{path::Path, time::Instant};

use crate::{
    artefact::{Artefact, Plan},
    command_line::{Measurements, Part},
};
use anyhow::{Context, Result};
use clap::ValueEnum;

use document::Section;
use programs::Programs;

/// Where the measurements end up.
const DOCUMENT: &str = "docs/performance.md";

/// What every part needs.
struct Bench<'a> {
    programs: Programs<'a>,
    quick: bool,
}

impl Bench<'_> {
    /// The seconds for one comparison: `full`, or as long as shows the order of things.
    fn seconds(&self, full: f64) -> String {
        let seconds = if self.quick { (full / 8.0).max(0.3) } else { full };
        seconds.to_string()
    }
}

/// Measures, and writes the document or prints what was asked for.
pub fn run(root: &Path, options: &Measurements) -> Result<()> {
    let parts = if options.only.is_empty() {
        Part::value_variants()
    } else {
        &options.only
    };
    let is_whole = options.only.is_empty() && !options.quick;
    let machine = machine::describe(root)?;
    let bench = Bench {
        programs: Programs::build(root)?,
        quick: options.quick,
    };
    let mut sections = Vec::new();
    for part in parts {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned());
        let name = name.context("every part has a name")?;
        eprintln!("measuring: {name}");
        let start = Instant::now();
        let section = match part {
            Part::Calls => calls::section(&bench),
            Part::Decode => decode::section(&bench),
            Part::Sdk => sdk::section(&bench),
            Part::Signing => signing::section(&bench),
            Part::Concurrency => concurrency::section(&bench),
            Part::Cost => cost::section(&bench),
            Part::Regeneration => regeneration::section(&bench),
        };
        let section: Section = section.with_context(|| format!("cannot measure {name}"))?;
        eprintln!("  {:.0} s", start.elapsed().as_secs_f64());
        sections.push(section);
    }
    let content = document::whole(&machine, &sections);
    if is_whole {
        let artefacts = [Artefact {
            path: DOCUMENT.into(),
            content,
        }];
        Plan::new(root, &artefacts, &[])?.apply()?;
        println!("updated {DOCUMENT}");
    } else {
        print!("{content}");
    }
    Ok(())
}
