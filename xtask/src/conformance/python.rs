//! Python: a client with classes of attrs, and models of Pydantic.

use super::{
    bench::{Bench, pip_version},
    generator::{Decoding, Generator, Stop, decode, write},
    program::run,
};

const CLIENT: &str = include_str!("../../../conformance/requirements/openapi-python-client.txt");
const CLIENT_NOTES: &[&str] = &[
    "Names of fields leave out a slash, so the label `os.modelarts/name` is `os_modelartsname`. The generator has no \
     setting for it.",
    "A decoder here checks objects and lists, and takes any value for text and numbers.",
];

const MODELS: &str = include_str!("../../../conformance/requirements/datamodel-code-generator.txt");
const MODELS_NOTES: &[&str] = &[
    "`--collapse-root-models` makes plain strings of open lists of values; without it `pool.kind` is \
     `pool.kind.root`.",
    "The password of a login is a `SecretStr`, which prints as asterisks, also as JSON; the harness asks it for its \
     value.",
];

/// The client of openapi-python-client.
pub fn check_client(bench: &Bench) -> Generator {
    Generator {
        language: "Python (client)",
        tool: pip_version(CLIENT),
        compiled_by: "import of every module".to_owned(),
        verdict: decode_client(bench).into(),
        notes: CLIENT_NOTES,
    }
}

fn decode_client(bench: &Bench) -> Result<Vec<Decoding>, Stop> {
    let environment = bench.python("openapi-python-client", CLIENT)?;
    let work = bench.work("openapi-python-client")?;
    let programs = environment.join("bin");
    // It formats what it wrote with a program that it finds by its name.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(programs.clone()).chain(std::env::split_paths(&path)));
    run(bench
        .tool(programs.join("openapi-python-client"))
        .args(["generate", "--meta", "none", "--fail-on-warning", "--path"])
        .arg(&bench.document)
        .arg("--output-path")
        .arg(work.join("modelarts_client"))
        .env("PATH", path.map_err(|error| error.to_string())?))?;
    let program = work.join("decode.py");
    write(&program, include_str!("../../../conformance/python/decode_attrs.py"))?;
    decode(bench, &work, bench.tool(programs.join("python")).arg(program))
}

/// The models of datamodel-code-generator.
pub fn check_models(bench: &Bench) -> Generator {
    Generator {
        language: "Python (models)",
        tool: pip_version(MODELS),
        compiled_by: "import".to_owned(),
        verdict: decode_models(bench).into(),
        notes: MODELS_NOTES,
    }
}

fn decode_models(bench: &Bench) -> Result<Vec<Decoding>, Stop> {
    let environment = bench.python("datamodel-code-generator", MODELS)?;
    let work = bench.work("datamodel-code-generator")?;
    let programs = environment.join("bin");
    run(bench
        .tool(programs.join("datamodel-codegen"))
        .args([
            "--input-file-type",
            "openapi",
            "--output-model-type",
            "pydantic_v2.BaseModel",
        ])
        .args([
            "--target-python-version",
            "3.11",
            "--formatters",
            "builtin",
            "--collapse-root-models",
        ])
        .arg("--input")
        .arg(&bench.document)
        .arg("--output")
        .arg(work.join("modelarts_models.py")))?;
    let program = work.join("decode.py");
    write(&program, include_str!("../../../conformance/python/decode_pydantic.py"))?;
    decode(bench, &work, bench.tool(programs.join("python")).arg(program))
}
