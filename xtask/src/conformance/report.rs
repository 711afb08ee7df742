//! The result, as a page of Markdown.

use std::fmt::Write;

use super::{
    cases::{Case, Group},
    generator::{Generator, Stop, Verdict},
    probe::Probe,
    vendor,
};

/// What a run found.
#[derive(Default)]
pub struct Report {
    /// One for each generator that was tried.
    pub generators: Vec<Generator>,
    /// One for each other program and what it was given.
    pub probes: Vec<Probe>,
}

const HEAD: &str = "\
<!-- Made by `cargo xtask conformance`. Do not edit. -->
# Conformance

What the usual tools of other languages make of [the published spec](../openapi/dist/modelarts.openapi.json). Each
generator writes its client from it; the client is compiled; every payload of the spec is decoded with it, encoded again,
and compared. Null and absent count as equal. How to make such a client is in [Other languages](other-languages.md).
";

const GROUPS: &str = "\
- **documented**, **constructed**: the payloads that a documentation page shows, and those that we made for what no page
  shows. A payload that is refused or comes back changed fails this check.
- **unknown fields**, **unknown values**, **nulls**: the documented payloads with a new field in every object, with a new
  value in every open list of values, and with null for every optional field that is absent or holds text or a number.
  How many come back whole is up to the generator, and fails nothing.
- **wrong types refused**: the documented payloads with a list in place of one text or number. It shows that the decoder
  looks, and fails nothing.
";

impl Report {
    /// What speaks against the document, a line each.
    pub fn disagreements(&self, cases: &[Case]) -> Vec<String> {
        let generators = self
            .generators
            .iter()
            .flat_map(|generator| generator.disagreements(cases));
        generators
            .chain(self.probes.iter().filter_map(Probe::disagreement))
            .collect()
    }

    /// The whole page.
    pub fn markdown(&self, cases: &[Case]) -> String {
        let mut page = HEAD.to_owned();
        if !self.generators.is_empty() {
            page += "\n## Generated clients\n\n";
            page += &self.clients(cases);
            page += "\n## The vendor's own SDKs\n\n";
            page += &vendors();
        }
        if !self.probes.is_empty() {
            page += "\n## Linters and servers\n\n| program | task | result |\n|---|---|---|\n";
            for probe in &self.probes {
                let finding = match &probe.finding {
                    Ok(finding) => cell(finding),
                    Err(Stop::Missing(reason)) => cell(&format!("not run: {reason}")),
                    Err(Stop::Broken(message)) => cell(&format!("disagrees: {message}")),
                };
                let _ = writeln!(page, "| {} | {} | {finding} |", probe.tool, cell(&probe.task));
            }
        }
        page
    }

    fn clients(&self, cases: &[Case]) -> String {
        let mut table = "| language | generator | compiles with | documented | constructed | unknown fields \
                         | unknown values | nulls | wrong types refused | loses |\n\
                         |---|---|---|---|---|---|---|---|---|---|\n"
            .to_owned();
        let mut notes = String::new();
        for generator in &self.generators {
            let _ = write!(table, "| {} | {} | ", generator.language, generator.tool);
            match &generator.verdict {
                Verdict::NotRun(reason) => {
                    let _ = writeln!(table, "not run: {} | | | | | | | |", cell(reason));
                }
                Verdict::Broken(message) => {
                    let _ = writeln!(table, "does not compile: {} | | | | | | | |", cell(message));
                }
                Verdict::Decoded(_) => {
                    let counts = generator.counts(cases);
                    let numbers = Group::ALL.map(|group| match counts.get(&group) {
                        Some((well, all)) => format!("{well} of {all}"),
                        None => "-".to_owned(),
                    });
                    let numbers = numbers.join(" | ");
                    let _ = writeln!(
                        table,
                        "{} | {numbers} | {} |",
                        generator.compiled_by,
                        loss(generator, cases)
                    );
                }
            }
            let lines = generator
                .notes
                .iter()
                .map(|note| (*note).to_owned())
                .chain(findings(generator, cases));
            let lines: Vec<_> = lines.map(|line| format!("- {line}\n")).collect();
            if !lines.is_empty() {
                let _ = write!(notes, "\n**{}**\n\n{}", generator.language, lines.concat());
            }
        }
        table + "\n" + GROUPS + &notes
    }
}

/// What does not come back, in a few words.
fn loss(generator: &Generator, cases: &[Case]) -> String {
    let Verdict::Decoded(decodings) = &generator.verdict else {
        return String::new();
    };
    let is_lost = |group: Group| {
        let mut of_group = cases.iter().zip(decodings).filter(|(case, _)| case.group == group);
        of_group.any(|(_, decoding)| decoding.failure.is_some())
    };
    let kept = [
        Group::Documented,
        Group::Constructed,
        Group::UnknownField,
        Group::UnknownValue,
    ];
    let lost = kept.into_iter().filter(|group| is_lost(*group)).map(title);
    let spelling = decodings.iter().any(|decoding| decoding.is_respelled);
    let lost: Vec<_> = lost.chain(spelling.then_some("the spelling of times")).collect();
    match lost.as_slice() {
        [] => "nothing".to_owned(),
        lost => lost.join(", "),
    }
}

/// What the cases have shown of a client, beyond the counts.
fn findings(generator: &Generator, cases: &[Case]) -> Vec<String> {
    let mut lines = Vec::new();
    let Verdict::Decoded(decodings) = &generator.verdict else {
        return lines;
    };
    if decodings.iter().any(|decoding| decoding.is_respelled) {
        lines.push("A time comes back in another spelling, such as `+00:00` in place of `Z`.".to_owned());
    }
    for group in Group::ALL {
        let mut failures = cases.iter().zip(decodings).filter(|(case, _)| case.group == group);
        let failure = failures.find_map(|(case, decoding)| Some((case, decoding.failure.as_ref()?)));
        if let Some((case, failure)) = failure {
            lines.push(format!(
                "{}: for example {}: {}",
                title(group),
                case.name,
                cell(failure)
            ));
        }
    }
    lines
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Documented => "documented payloads",
        Group::Constructed => "constructed payloads",
        Group::UnknownField => "unknown fields",
        Group::UnknownValue => "unknown values",
        Group::Null => "nulls",
        Group::WrongType => "wrong types",
    }
}

fn vendors() -> String {
    let mut text = format!(
        "What they do with the same documented payloads. These are recorded facts of one try with each, not results of \
         this command.\n\n| payload of | {} | {} |\n|---|---|---|\n",
        vendor::JAVA,
        vendor::PYTHON
    );
    for fact in vendor::FACTS {
        let _ = writeln!(text, "| {} | {} | {} |", fact.operation, fact.java, fact.python);
    }
    text
}

/// Text that stays within its cell: one line, and as long as a reader will read.
fn cell(text: &str) -> String {
    let line = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|");
    match line.char_indices().nth(300) {
        Some((end, _)) => line.get(..end).unwrap_or_default().to_owned() + " …",
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::conformance::generator::Decoding;

    fn case(group: Group) -> Case {
        Case {
            name: "ListPools doc".to_owned(),
            group,
            schema: "ListPoolsResponse".to_owned(),
            response: Vec::new(),
            body: json!({}),
        }
    }

    fn row(language: &'static str, verdict: Verdict) -> Generator {
        Generator {
            language,
            tool: "generator 1".to_owned(),
            compiled_by: "compiler 2".to_owned(),
            verdict,
            notes: &[],
        }
    }

    #[test]
    fn a_row_counts_what_went_well_and_says_what_did_not() {
        let cases = [
            case(Group::Documented),
            case(Group::Documented),
            case(Group::UnknownField),
        ];
        let lost = Decoding {
            failure: Some("changes /a|b".to_owned()),
            is_respelled: true,
        };
        let report = Report {
            generators: vec![
                row("Go", Verdict::Decoded(vec![Decoding::default(), lost.clone(), lost])),
                row("Java", Verdict::Broken("first\n  second".to_owned())),
                row("Python", Verdict::NotRun("`python3` is not installed".to_owned())),
            ],
            probes: Vec::new(),
        };
        let page = report.markdown(&cases);
        for expected in [
            "| Go | generator 1 | compiler 2 | 1 of 2 | - | 0 of 1 | - | - | - \
             | documented payloads, unknown fields, the spelling of times |\n",
            "| Java | generator 1 | does not compile: first second | | | | | | | |\n",
            "| Python | generator 1 | not run: `python3` is not installed | | | | | | | |\n",
            "- A time comes back in another spelling",
            "- documented payloads: for example ListPools doc: changes /a\\|b\n",
        ] {
            assert!(page.contains(expected), "{expected:?} is not in {page}");
        }
        assert_eq!(
            report.disagreements(&cases),
            [
                "Go (generator 1): ListPools doc: changes /a|b",
                "Java (generator 1): first\n  second"
            ]
        );
    }

    #[test]
    fn a_program_that_is_missing_fails_nothing_and_one_that_complains_does() {
        let probe = |finding| Probe {
            tool: "linter 3".to_owned(),
            task: "`a.json`".to_owned(),
            finding,
        };
        let report = Report {
            generators: Vec::new(),
            probes: vec![
                probe(Ok("no error".to_owned())),
                probe(Err(Stop::Missing("`npm` is not installed".to_owned()))),
                probe(Err(Stop::Broken("line 3: bad".to_owned()))),
            ],
        };
        let page = report.markdown(&[]);
        for expected in [
            "| linter 3 | `a.json` | no error |\n",
            "| linter 3 | `a.json` | not run: `npm` is not installed |\n",
            "| linter 3 | `a.json` | disagrees: line 3: bad |\n",
        ] {
            assert!(page.contains(expected), "{expected:?} is not in {page}");
        }
        assert_eq!(report.disagreements(&[]), ["linter 3 (`a.json`): line 3: bad"]);
    }

    #[test]
    fn a_cell_is_one_line_of_bounded_length() {
        assert_eq!(cell("a |\n b"), "a \\| b");
        assert_eq!(cell(&"ü".repeat(301)), "ü".repeat(300) + " …");
    }
}
