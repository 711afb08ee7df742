//! The two halves of a connection: a standard server in front of our client, and a standard client before our mock.

use std::net::TcpListener;

use super::{
    bench::{Bench, npm_version, pip_version},
    generator::Stop,
    probe::Probe,
    program::{Server, excerpt, output_of, run},
};

const SCHEMATHESIS: &str = include_str!("../../../conformance/requirements/schemathesis.txt");

/// What a mock cannot be asked: it takes any credentials and any value of a parameter, as its readme says.
const CHECKS: &str = "status_code_conformance,content_type_conformance,response_headers_conformance,\
                      response_schema_conformance";

/// Our client reads every operation from a mock server that knows nothing but the document.
pub fn prism(bench: &Bench) -> Probe {
    Probe {
        tool: npm_version("@stoplight/prism-cli"),
        task: "serves the document to our client, and refuses requests that it does not allow".to_owned(),
        finding: read_from_prism(bench),
    }
}

fn read_from_prism(bench: &Bench) -> Result<String, Stop> {
    let program = bench.node()?.join("prism");
    let demo = build(bench, "modelarts", "demo")?;
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = port
        .map_err(|error| format!("loopback has no free port: {error}"))?
        .port();
    let mut command = bench.tool(program);
    command.args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()]);
    let mut server = Server::start(command.arg(&bench.document)).map_err(Stop::Broken)?;
    let lines = server.lines_until(|line| line.contains("is listening on"));
    if !lines.last().is_some_and(|line| line.contains("is listening on")) {
        return Err(Stop::Broken(format!(
            "it did not start: {}",
            excerpt(&lines.join("\n"))
        )));
    }
    let from_prism = run(bench
        .tool(&demo)
        .args(["--endpoint", &format!("http://127.0.0.1:{port}")]))?;
    let from_our_mock = run(&mut bench.tool(&demo))?;
    let read = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n");
    if read(&from_prism) != read(&from_our_mock) {
        let message = format!(
            "our client reads another thing than from our own mock:\n{}",
            excerpt(&from_prism)
        );
        return Err(Stop::Broken(message));
    }
    let operations = from_prism
        .lines()
        .skip(1)
        .filter(|line| line.starts_with(char::is_alphabetic))
        .count();
    Ok(format!(
        "our client reads all {operations} operations, and the same as from our own mock"
    ))
}

/// A contract tester calls our mock with each payload that it can answer with.
pub fn schemathesis(bench: &Bench) -> Probe {
    Probe {
        tool: pip_version(SCHEMATHESIS),
        task: "calls our mock, and holds status, content type, headers and body against the document".to_owned(),
        finding: test_our_mock(bench),
    }
}

fn test_our_mock(bench: &Bench) -> Result<String, Stop> {
    let program = bench.python("schemathesis", SCHEMATHESIS)?.join("bin/schemathesis");
    let mut command = bench.tool(build(bench, "modelarts-httpmock", "serve")?);
    let mut server = Server::start(&mut command).map_err(Stop::Broken)?;
    let mut urls = server.lines_until(|line| line.trim().is_empty());
    if urls.pop().is_none_or(|line| !line.is_empty()) || urls.is_empty() {
        return Err(Stop::Broken("our mock did not start".to_owned()));
    }
    let mut calls = 0;
    for url in &urls {
        let (is_well, output) = output_of(
            bench
                .tool(&program)
                .args([
                    "run",
                    "--url",
                    url,
                    "--checks",
                    CHECKS,
                    "--mode",
                    "positive",
                    "--max-examples",
                    "5",
                ])
                .args([
                    "--phases",
                    "examples,coverage,fuzzing",
                    "--generation-deterministic",
                    "--warnings",
                    "off",
                ])
                .arg(&bench.document)
                .current_dir(bench.work("schemathesis")?),
        )?;
        if !is_well {
            let failures = output
                .split_once("= FAILURES =")
                .map_or(output.as_str(), |(_, failures)| failures);
            return Err(Stop::Broken(excerpt(failures)));
        }
        calls += passed(&output).ok_or_else(|| format!("cannot read its summary: {}", excerpt(&output)))?;
    }
    Ok(format!(
        "{calls} calls to {} services, which answer with every payload, agree",
        urls.len()
    ))
}

/// The number of calls in a line such as `44 generated, 44 passed`.
fn passed(output: &str) -> Option<usize> {
    let line = output
        .lines()
        .find(|line| line.ends_with(" passed") && line.contains(" generated, "))?;
    line.trim_end_matches(" passed").rsplit(' ').next()?.parse().ok()
}

/// Builds an example program of a crate, which xtask does not link, and returns where it is.
fn build(bench: &Bench, package: &str, example: &str) -> Result<std::path::PathBuf, Stop> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.args([
        "build",
        "--quiet",
        "--message-format",
        "json",
        "--package",
        package,
        "--example",
        example,
    ]);
    let output = run(command.current_dir(&bench.root))?;
    let messages = output
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut programs = messages.filter_map(|message| Some(message["executable"].as_str()?.into()));
    programs
        .next_back()
        .ok_or_else(|| Stop::Broken(format!("cargo built no program {example}")))
}
