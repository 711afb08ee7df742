//! Published documents, made from the bundle.

mod openapi31;
mod page;
mod samples;
mod sums;

use anyhow::Result;
use serde_json::Value;

pub use openapi31::openapi31;

use crate::{
    artefact::Artefact,
    docs::{Recorded, coverage},
    lint::Checked,
    provenance::{Place, errata},
};

/// The folder of published files. Files that generation does not make are removed from it.
pub const DIST: &str = "openapi/dist";

/// A copy inside the package of the command, for `modelarts verify`.
const IN_COMMAND: &str = "crates/modelarts-cli/src/generated/modelarts.openapi.json";

/// The published document: the bundle with its provenance and samples for curl.
pub fn published(checked: &Checked) -> Result<Value> {
    let records = Recorded::all(&checked.specs.directory)?;
    let evidence = coverage::evidence(checked, &records);
    let recorded = |place: &Place| evidence.editions_at(place);
    let annotated = checked.provenance.annotate(&checked.bundle.value, recorded);
    Ok(samples::with_curl(&annotated))
}

/// Every published file: OpenAPI 3.0 and 3.1, the reference page, the errata, the samples, and their digests.
pub fn artefacts(checked: &Checked) -> Result<Vec<Artefact>> {
    let published = published(checked)?;
    let json = serde_json::to_string_pretty(&published)? + "\n";
    let yaml = format!(
        "# Made by `cargo xtask generate` from openapi/*.yaml. Do not edit.\n{}",
        docpages::to_yaml(&published)
    );
    let mut files = vec![
        ("errata.md", errata(&checked.specs, &checked.provenance)),
        ("index.html", page::render(&published)?),
        (
            "modelarts.openapi-3.1.json",
            serde_json::to_string_pretty(&openapi31(&published))? + "\n",
        ),
        ("modelarts.openapi.json", json.clone()),
        ("modelarts.openapi.yaml", yaml),
        ("samples.md", samples::markdown(&published)),
    ];
    let sums = sums::sha256(&files);
    files.push(("SHA256SUMS", sums));
    let mut artefacts = vec![Artefact {
        path: IN_COMMAND.into(),
        content: json,
    }];
    artefacts.extend(files.into_iter().map(|(name, content)| Artefact {
        path: format!("{DIST}/{name}").into(),
        content,
    }));
    Ok(artefacts)
}
