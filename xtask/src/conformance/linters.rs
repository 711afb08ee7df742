//! Linters and validators of OpenAPI documents.

use std::path::Path;

use super::{
    bench::{Bench, npm_version, pip_version},
    generator::{Stop, write},
    openapi_generator,
    probe::Probe,
    program::{excerpt, output_of, run},
};

const VALIDATOR: &str = include_str!("../../../conformance/requirements/openapi-spec-validator.txt");

/// Every form in which the document is published.
const DOCUMENTS: [&str; 3] = [
    "modelarts.openapi.json",
    "modelarts.openapi.yaml",
    "modelarts.openapi-3.1.json",
];

/// A linter: how to call it, and whether what it printed means that it found nothing.
type Lint = fn(&Bench, &Path) -> Result<(bool, String), Stop>;

/// Every linter on every published form.
pub fn check(bench: &Bench) -> Vec<Probe> {
    let linters: [(String, Lint); 4] = [
        (npm_version("@redocly/cli"), redocly),
        (npm_version("@stoplight/spectral-cli"), spectral),
        (pip_version(VALIDATOR), spec_validator),
        (pip_version(openapi_generator::REQUIREMENTS), generator_validator),
    ];
    let mut probes = Vec::new();
    for (tool, lint) in linters {
        for name in DOCUMENTS {
            let Some(document) = bench.other_document(name) else {
                continue;
            };
            let finding = lint(bench, &document).and_then(|(is_clean, output)| match is_clean {
                true => Ok("no error, no warning".to_owned()),
                false => Err(Stop::Broken(excerpt(&output))),
            });
            probes.push(Probe {
                tool: tool.clone(),
                task: format!("`{name}`"),
                finding,
            });
        }
    }
    probes
}

fn redocly(bench: &Bench, document: &Path) -> Result<(bool, String), Stop> {
    let program = bench.node()?.join("redocly");
    // The strict set of rules counts its warnings as errors.
    let rules = ["lint", "--extends=recommended-strict", "--format=github-actions"];
    let (is_clean, output) = output_of(bench.tool(program).args(rules).arg(document))?;
    // Among these it says things about itself.
    let findings: Vec<_> = output.lines().filter(|line| line.starts_with("::")).collect();
    match is_clean {
        true => Ok((findings.is_empty(), findings.join("\n"))),
        false if findings.is_empty() => Ok((false, output)),
        false => Ok((false, findings.join("\n"))),
    }
}

fn spectral(bench: &Bench, document: &Path) -> Result<(bool, String), Stop> {
    let program = bench.node()?.join("spectral");
    let rules = bench.work("spectral")?.join("spectral.yaml");
    write(&rules, include_str!("../../../conformance/spectral.yaml"))?;
    let mut command = bench.tool(program);
    command.args(["lint", "--fail-severity=hint", "--format=text", "--ruleset"]);
    Ok(output_of(command.arg(rules).arg(document))?)
}

fn spec_validator(bench: &Bench, document: &Path) -> Result<(bool, String), Stop> {
    let environment = bench.python("openapi-spec-validator", VALIDATOR)?;
    let program = environment.join("bin/openapi-spec-validator");
    Ok(output_of(bench.tool(program).args(["--errors", "all"]).arg(document))?)
}

fn generator_validator(bench: &Bench, document: &Path) -> Result<(bool, String), Stop> {
    let jar = openapi_generator::jar(bench)?;
    let mut command = bench.tool("java");
    command
        .arg("-jar")
        .arg(jar)
        .args(["validate", "--recommend", "--input-spec"]);
    let output = run(command.arg(document));
    let is_clean = output
        .as_ref()
        .is_ok_and(|output| output.contains("No validation issues detected"));
    Ok((is_clean, output.unwrap_or_else(|message| message)))
}
