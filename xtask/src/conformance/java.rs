//! Java.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    bench::{Bench, Missing, pip_version},
    generator::{Decoding, Generator, Stop, decode, write},
    openapi_generator,
    program::run,
};

const NOTES: &[&str] = &[
    "The client is that of `--library native`, which needs Jackson and the HTTP client of the JDK. It is compiled \
     against the Jackson in the generator's own jar, so no package of Java has to be installed. A stub stands in for the annotation `javax.annotation.Generated`.",
    "Two settings keep what the service sent: `containerDefaultToNull=true`, without which a list that is absent comes \
     back as an empty one, and three lines for the mapper, without which text is read as a number wherever either may \
     come. Both are in [Other languages](other-languages.md).",
    "The decoder of a number that may come as text throws on null, while an absent one is fine.",
];

/// Generates the client, compiles it, and decodes.
pub fn check(bench: &Bench) -> Generator {
    Generator {
        language: "Java",
        tool: pip_version(openapi_generator::REQUIREMENTS),
        compiled_by: "`javac --release 17`".to_owned(),
        verdict: decode_with_java(bench).into(),
        notes: NOTES,
    }
}

fn decode_with_java(bench: &Bench) -> Result<Vec<Decoding>, Stop> {
    let jar = openapi_generator::jar(bench)?;
    run(bench.tool("javac").arg("-version")).map_err(Missing)?;
    let work = bench.work("java")?;
    let client = work.join("client");
    let packages = "invokerPackage=modelarts,apiPackage=modelarts.api,modelPackage=modelarts.model";
    let library = "openApiNullable=false,documentationProvider=none,annotationLibrary=none";
    // Else a list that is absent comes back as an empty one.
    let properties = format!("containerDefaultToNull=true,{library},{packages}");
    let library = ["--generator-name", "java", "--library", "native"];
    let arguments = [&library[..], &["--additional-properties", &properties]].concat();
    openapi_generator::generate(bench, &jar, &arguments, &client)?;

    let program = work.join("Decode.java");
    write(&program, include_str!("../../../conformance/java/Decode.java"))?;
    let stub = work.join("Generated.java");
    write(&stub, include_str!("../../../conformance/java/Generated.java"))?;
    let mut sources = vec![program, stub];
    find_sources(&client.join("src/main/java"), &mut sources)
        .map_err(|error| format!("cannot read what was generated: {error}"))?;
    let classes = work.join("classes");
    let compiler = ["-Xlint:-options", "--release", "17", "-encoding", "UTF-8", "-cp"];
    run(bench
        .tool("javac")
        .args(compiler)
        .arg(&jar)
        .arg("-d")
        .arg(&classes)
        .args(sources))?;
    let path = std::env::join_paths([classes, jar]).map_err(|error| error.to_string())?;
    decode(bench, &work, bench.tool("java").arg("-cp").arg(path).arg("Decode"))
}

fn find_sources(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find_sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "java") {
            found.push(path);
        }
    }
    Ok(())
}
