//! The bundle in the forms in which it is published.

mod openapi31;
mod page;
mod samples;
mod sums;
mod yaml;

use anyhow::Result;
use serde_json::Value;

pub use openapi31::openapi31;

use crate::{artefact::Artefact, lint::Checked, provenance::errata};

/// The folder of published files. Files here that no run makes are removed.
pub const DIST: &str = "openapi/dist";

/// A copy that goes into the command's package, for `modelarts verify`.
const IN_COMMAND: &str = "crates/modelarts-cli/src/generated/modelarts.openapi.json";

/// The document that is published: the bundle with its provenance, and a sample for curl beside those that it has.
pub fn published(checked: &Checked) -> Value {
    samples::with_curl(&checked.provenance.annotate(&checked.bundle.value))
}

/// The bundle as OpenAPI 3.0 and 3.1, the page for people, the errata, the samples, and the digests of all of them.
pub fn artefacts(checked: &Checked) -> Result<Vec<Artefact>> {
    let published = published(checked);
    let json = serde_json::to_string_pretty(&published)? + "\n";
    let yaml = format!(
        "# Made by `cargo xtask generate` from openapi/*.yaml. Do not edit.\n{}",
        yaml::print(&published)?
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
