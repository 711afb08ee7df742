//! TypeScript: every payload is a literal that must have the type of its response.

use super::{
    bench::{Bench, npm_version},
    cases::{Case, Group},
    generator::{Decoding, Generator, Stop, write},
    program::{excerpt, output_of, run},
};

const NOTES: &[&str] = &[
    "Types alone are generated, and there is no decoder: what `JSON.parse` returns is kept as it is, whole numbers \
     beyond 2^53 excepted, which the language itself rounds. So a payload counts as decoded when the compiler takes \
     it for the type of its response, and as refused when the compiler refuses it.",
    "Only `used_quota` may be null in the document, since only there a page speaks of null, so the compiler refuses \
     null elsewhere. At run time nothing checks it.",
];

/// Generates the types and has the compiler check each payload against them.
pub fn check(bench: &Bench) -> Generator {
    Generator {
        language: "TypeScript",
        tool: npm_version("openapi-typescript"),
        compiled_by: format!("{}, `strict`", npm_version("typescript")),
        verdict: decode(bench).into(),
        notes: NOTES,
    }
}

fn decode(bench: &Bench) -> Result<Vec<Decoding>, Stop> {
    let programs = bench.node()?;
    let work = bench.work("typescript")?;
    run(bench
        .tool(programs.join("openapi-typescript"))
        .arg(&bench.document)
        .arg("--output")
        .arg(work.join("schema.ts")))?;
    write(
        &work.join("tsconfig.json"),
        include_str!("../../../conformance/typescript/tsconfig.json"),
    )?;
    for (index, case) in bench.cases.iter().enumerate() {
        write(&work.join(format!("case{index}.ts")), &literal(case))?;
    }
    let mut compiler = bench.tool(programs.join("tsc"));
    let (_, output) = output_of(compiler.arg("--project").arg(&work).current_dir(&work))?;
    let complaint = |index: usize| {
        let file = format!("case{index}.ts(");
        let line = output.lines().find(|line| line.starts_with(&file))?;
        // The place is one in a file that nobody keeps.
        Some(line.split_once(": ").map_or(line, |(_, complaint)| complaint))
    };
    let elsewhere = output
        .lines()
        .filter(|line| line.contains("error TS") && !line.starts_with("case"));
    let elsewhere: Vec<_> = elsewhere.collect();
    if !elsewhere.is_empty() {
        return Err(Stop::Broken(excerpt(&elsewhere.join("\n"))));
    }
    let decodings = bench.cases.iter().enumerate().map(|(index, case)| Decoding {
        failure: match (complaint(index), case.group) {
            (None, Group::WrongType) => Some("takes a wrong type".to_owned()),
            (Some(_), Group::WrongType) | (None, _) => None,
            (Some(complaint), _) => Some(complaint.to_owned()),
        },
        is_respelled: false,
    });
    Ok(decodings.collect())
}

/// A module that compiles where the payload has the type of its response.
fn literal(case: &Case) -> String {
    let mut keys = case.response.iter();
    let root = keys.next().map_or("components", String::as_str);
    let path: String = keys.map(|key| format!("[{key:?}]")).collect();
    format!(
        "import type {{ {root} }} from \"./schema\";\n\n\
         export const payload = {:#} satisfies {root}{path}[\"content\"][\"application/json\"];\n",
        case.body
    )
}
