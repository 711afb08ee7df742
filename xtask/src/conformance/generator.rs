//! What came of one generator: whether its client compiles, and which payloads the client decodes.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

use super::{
    bench::{Bench, Missing},
    cases::{Case, Group},
    comparison::compare,
    program::{excerpt, run},
};

/// A row of the table.
pub struct Generator {
    /// The language of the client.
    pub language: &'static str,
    /// The generator, with its version.
    pub tool: String,
    /// How the client was compiled or checked.
    pub compiled_by: String,
    /// What came of it.
    pub verdict: Verdict,
    /// What a user should know: where the language or the generator sets a limit.
    pub notes: &'static [&'static str],
}

/// How far it came.
pub enum Verdict {
    /// A tool could not be had.
    NotRun(String),
    /// The generator failed, or what it wrote does not compile.
    Broken(String),
    /// The client was compiled, and decoded or refused each case, in the order of the cases.
    Decoded(Vec<Decoding>),
}

/// What a client made of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoding {
    /// Why it counts as a failure.
    pub failure: Option<String>,
    /// Whether a time came back in another spelling.
    pub is_respelled: bool,
}

/// Why a check ended before the cases were decoded.
pub enum Stop {
    /// See [`Verdict::NotRun`].
    Missing(String),
    /// See [`Verdict::Broken`].
    Broken(String),
}

impl From<Missing> for Stop {
    fn from(Missing(reason): Missing) -> Self {
        Self::Missing(reason)
    }
}

impl From<String> for Stop {
    fn from(message: String) -> Self {
        Self::Broken(message)
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(format!("{error:#}"))
    }
}

impl From<Result<Vec<Decoding>, Stop>> for Verdict {
    fn from(result: Result<Vec<Decoding>, Stop>) -> Self {
        match result {
            Ok(decodings) => Self::Decoded(decodings),
            Err(Stop::Missing(reason)) => Self::NotRun(reason),
            Err(Stop::Broken(message)) => Self::Broken(message),
        }
    }
}

impl Generator {
    /// How many cases of each group went well, of how many.
    pub fn counts(&self, cases: &[Case]) -> BTreeMap<Group, (usize, usize)> {
        let mut counts: BTreeMap<Group, (usize, usize)> = BTreeMap::new();
        if let Verdict::Decoded(decodings) = &self.verdict {
            for (case, decoding) in cases.iter().zip(decodings) {
                let (well, all) = counts.entry(case.group).or_default();
                *well += usize::from(decoding.failure.is_none());
                *all += 1;
            }
        }
        counts
    }

    /// What speaks against the document: a line for each client that does not compile, and each payload that it loses.
    ///
    /// What becomes of a surprise is up to the generator, so it is in the table alone.
    pub fn disagreements(&self, cases: &[Case]) -> Vec<String> {
        let name = format!("{} ({})", self.language, self.tool);
        match &self.verdict {
            Verdict::NotRun(_) => Vec::new(),
            Verdict::Broken(message) => vec![format!("{name}: {message}")],
            Verdict::Decoded(decodings) => {
                let failures = cases.iter().zip(decodings).filter_map(|(case, decoding)| {
                    let counts = matches!(case.group, Group::Documented | Group::Constructed);
                    let failure = decoding.failure.as_ref().filter(|_| counts)?;
                    Some(format!("{name}: {}: {failure}", case.name))
                });
                failures.collect()
            }
        }
    }
}

/// Hands the cases to a program that decodes and encodes them, and compares what it returns.
pub fn decode(bench: &Bench, work: &Path, decoder: &mut Command) -> Result<Vec<Decoding>, Stop> {
    let (cases, results) = (work.join("cases.json"), work.join("results.json"));
    let handed: Vec<_> = bench.cases.iter().map(Case::for_decoder).collect();
    write(&cases, &Value::Array(handed).to_string())?;
    run(decoder.arg(&cases).arg(&results))?;
    let text = fs::read_to_string(&results).map_err(|error| format!("the decoder wrote no results: {error}"))?;
    let results: Vec<Value> =
        serde_json::from_str(&text).map_err(|error| format!("the decoder's results are no JSON list: {error}"))?;
    if results.len() != bench.cases.len() {
        let message = format!("{} results of {} cases", results.len(), bench.cases.len());
        return Err(Stop::Broken(message));
    }
    Ok(bench
        .cases
        .iter()
        .zip(&results)
        .map(|(case, result)| judge(case, result))
        .collect())
}

/// Writes a file of a work folder.
pub fn write(path: &Path, text: &str) -> Result<(), Stop> {
    fs::write(path, text).map_err(|error| Stop::Broken(format!("cannot write {}: {error}", path.display())))
}

/// What a decoder's result says of a case.
fn judge(case: &Case, result: &Value) -> Decoding {
    let refusal = result["error"].as_str();
    if case.group == Group::WrongType {
        let failure = refusal.is_none().then(|| "takes a wrong type".to_owned());
        return Decoding {
            failure,
            is_respelled: false,
        };
    }
    if let Some(refusal) = refusal {
        let failure = Some(excerpt(refusal).lines().take(3).collect::<Vec<_>>().join(" "));
        return Decoding {
            failure,
            is_respelled: false,
        };
    }
    let difference = compare(&case.body, &result["encoded"]);
    Decoding {
        failure: (!difference.changed.is_empty()).then(|| format!("changes {}", difference.changed.join(", "))),
        is_respelled: !difference.respelled.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(group: Group) -> Case {
        Case {
            name: "ShowOsQuota numbers".to_owned(),
            group,
            schema: "ShowOsQuotaResponse".to_owned(),
            response: Vec::new(),
            body: json!({ "quota": 15 }),
        }
    }

    fn generator(verdict: Verdict) -> Generator {
        Generator {
            language: "Go",
            tool: "generator 1".to_owned(),
            compiled_by: String::new(),
            verdict,
            notes: &[],
        }
    }

    #[test]
    fn a_payload_that_comes_back_as_it_was_is_decoded() {
        let decoding = judge(
            &case(Group::Documented),
            &json!({ "encoded": { "quota": 15, "used": null } }),
        );
        assert_eq!(decoding, Decoding::default());
    }

    #[test]
    fn a_payload_that_is_refused_or_changed_is_not() {
        for (result, failure) in [
            (json!({ "error": "bad quota\n  at line 1" }), "bad quota at line 1"),
            (json!({ "encoded": { "quota": "15" } }), "changes /quota"),
            (json!({}), "changes "),
        ] {
            let decoding = judge(&case(Group::Documented), &result);
            assert_eq!(decoding.failure.as_deref(), Some(failure));
        }
    }

    #[test]
    fn a_wrong_type_is_to_be_refused() {
        let group = Group::WrongType;
        assert_eq!(judge(&case(group), &json!({ "error": "no number" })).failure, None);
        assert!(
            judge(&case(group), &json!({ "encoded": { "quota": 15 } }))
                .failure
                .is_some()
        );
    }

    #[test]
    fn only_payloads_of_the_document_speak_against_it() {
        let failed = Decoding {
            failure: Some("changes /quota".to_owned()),
            is_respelled: false,
        };
        let cases: Vec<_> = Group::ALL.map(case).into();
        let decoded = generator(Verdict::Decoded(vec![failed; cases.len()]));
        let line = "Go (generator 1): ShowOsQuota numbers: changes /quota";
        assert_eq!(decoded.disagreements(&cases), [line, line]);
        assert!(decoded.counts(&cases).values().all(|counts| *counts == (0, 1)));

        let broken = generator(Verdict::Broken("no such type".to_owned()));
        assert_eq!(broken.disagreements(&cases), ["Go (generator 1): no such type"]);
        let missing = generator(Verdict::NotRun("`go` is not installed".to_owned()));
        assert_eq!(missing.disagreements(&cases), [""; 0]);
    }
}
