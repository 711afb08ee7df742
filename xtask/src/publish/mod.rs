//! Published documents, made from the bundle.

mod lean;
mod openapi31;
mod overlay;
mod page;
mod plain;
mod samples;

use std::collections::BTreeMap;

use anyhow::Result;
use data_encoding::HEXLOWER;
use hmac_sha256::Hash;
use serde_json::{Value, json};

pub use lean::{annotated, lean};
pub use openapi31::openapi31;

use crate::{
    artefact::Artefact,
    docs::{Recorded, coverage},
    lint::Checked,
    provenance::{Place, errata},
};

/// The folder of published files. Files that generation does not make are removed from it.
pub const DIST: &str = "openapi/dist";

/// The folder of JSON Schemas inside it.
pub const SCHEMAS: &str = "openapi/dist/schemas";

/// The whole bundle with its provenance, which is part of the command: it explains what a service answers.
pub const WHOLE: &str = "crates/modelarts-cli/src/generated/modelarts.openapi.json";

/// The bundle with its provenance beside each place.
pub fn published(checked: &Checked) -> Result<Value> {
    let records = Recorded::all(&checked.specs.directory)?;
    let evidence = coverage::evidence(checked, &records);
    let recorded = |place: &Place| evidence.editions_at(place);
    Ok(checked.provenance.annotate(&checked.bundle.value, recorded))
}

/// Every published file, an index of them, and what packages of npm and PyPI need.
pub fn artefacts(checked: &Checked) -> Result<Vec<Artefact>> {
    let whole = published(checked)?;
    let with_samples = samples::with_samples(&whole)?;
    let lean = lean(&with_samples);
    let lean31 = openapi31(&lean);
    let overlay = overlay::between(&lean, &annotated(&with_samples))?;
    let mut files = vec![
        ("modelarts.openapi.yaml".to_owned(), yaml(&lean)),
        ("modelarts.openapi.json".to_owned(), json_text(&lean)),
        ("modelarts.openapi-3.1.yaml".to_owned(), yaml(&lean31)),
        ("modelarts.openapi-3.1.json".to_owned(), json_text(&lean31)),
        ("modelarts.errata.overlay.yaml".to_owned(), yaml(&overlay)),
        ("errata.md".to_owned(), errata(&checked.specs, &checked.provenance)),
        ("index.html".to_owned(), page::render(&with_samples)?),
        ("samples.md".to_owned(), samples::markdown(&with_samples)?),
    ];
    for (name, schema) in openapi31::schema_files(&checked.bundle.value) {
        files.push((format!("schemas/{name}"), json_text(&schema)));
    }
    let sums: BTreeMap<_, _> = files.iter().map(|(name, text)| (name.clone(), sha256(text))).collect();
    let lines = sums.iter().map(|(name, sum)| format!("{sum}  {name}\n"));
    files.push(("SHA256SUMS".to_owned(), lines.collect()));
    let context = json!({ "info": lean["info"], "sums": sums });
    for name in ["README.md", "package.json", "pyproject.toml"] {
        files.push((name.to_owned(), plain::render(name, &context)?));
    }
    for (name, text) in [
        ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
        ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    ] {
        files.push((name.to_owned(), text.to_owned()));
    }
    let files = files.into_iter();
    let files = files.map(|(name, text)| Artefact::new(format!("{DIST}/{name}"), text));
    Ok(files.chain([Artefact::new(WHOLE, json_text(&whole))]).collect())
}

fn json_text(value: &Value) -> String {
    format!("{value:#}\n")
}

fn yaml(value: &Value) -> String {
    let head = "# Made by `cargo xtask generate` from openapi/*.yaml. Do not edit.\n";
    head.to_owned() + &docpages::to_yaml(value)
}

fn sha256(text: &str) -> String {
    HEXLOWER.encode(&Hash::hash(text.as_bytes()))
}
