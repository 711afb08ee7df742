//! OpenAPI Generator, which the clients of several languages come from.

use std::path::{Path, PathBuf};

use super::{
    bench::{Bench, Missing},
    program::run,
};

/// Its pin.
pub const REQUIREMENTS: &str = include_str!("../../../conformance/requirements/openapi-generator-cli.txt");

/// Its program: a jar, which holds everything that it needs.
pub fn jar(bench: &Bench) -> Result<PathBuf, Missing> {
    let environment = bench.python("openapi-generator-cli", REQUIREMENTS)?;
    let script = "import importlib.resources as r; print(r.files('openapi_generator_cli') / 'openapi-generator.jar')";
    let path = run(bench.tool(environment.join("bin/python")).args(["-c", script])).map_err(Missing)?;
    // Whether it can run is asked here, so that a machine without Java is no fault of the document.
    run(bench.tool("java").arg("-version")).map_err(Missing)?;
    Ok(path.trim().into())
}

/// Writes the client of one language into a folder: neither documentation nor tests, which need further libraries.
pub fn generate(bench: &Bench, jar: &Path, arguments: &[&str], folder: &Path) -> Result<(), String> {
    run(bench
        .tool("java")
        .arg("-jar")
        .arg(jar)
        .args([
            "generate",
            "--global-property",
            "apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
        ])
        .args(arguments)
        .arg("--input-spec")
        .arg(&bench.document)
        .arg("--output")
        .arg(folder))
    .map(drop)
}
