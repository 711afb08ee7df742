//! Every rule of `cargo xtask lint`: a small slip in the real specs, and the finding that it leads to.

mod about_documents;
mod about_operations;
mod about_provenance;
mod about_schemas;

use std::{collections::BTreeSet, fmt::Write, fs};

use xtask::lint::{self, Finding};

use crate::workspace_copy::WorkspaceCopy;

/// One slip.
pub(crate) struct Case {
    /// The rule that must find it.
    rule: &'static str,
    /// The file inside `openapi/` that it is made in.
    file: &'static str,
    /// What is replaced, where it stands first.
    old: &'static str,
    /// What stands there instead.
    new: &'static str,
    /// The line that the finding must name, without its indentation; behind `file: ` where it is in another file.
    at: &'static str,
}

/// A case, in one line where it fits.
const fn case(rule: &'static str, file: &'static str, old: &'static str, new: &'static str, at: &'static str) -> Case {
    Case {
        rule,
        file,
        old,
        new,
        at,
    }
}

fn line_of(copy: &WorkspaceCopy, file: &str, line: usize) -> String {
    let text = copy.read(&format!("openapi/{file}"));
    text.lines().nth(line - 1).unwrap().trim().to_owned()
}

/// The line that a case names: the last one that reads so up to the end of the slip, else the first one behind it.
fn expected_line(copy: &WorkspaceCopy, case: &Case, start: usize) -> (String, usize) {
    let (file, at) = match case.at.split_once(".yaml: ") {
        Some((file, at)) => (format!("{file}.yaml"), at),
        None => (case.file.to_owned(), case.at),
    };
    let text = copy.read(&format!("openapi/{file}"));
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim() == at)
        .map(|(index, _)| index + 1);
    let end = start + case.new.lines().count();
    let (before, behind): (Vec<_>, Vec<_>) = lines.partition(|line| *line < end.max(start + 1));
    let line = before
        .last()
        .or(behind.first())
        .unwrap_or_else(|| panic!("{file} has no line {at:?}"));
    (file, *line)
}

#[test]
fn the_specs_are_clean() {
    let specs = lint::run(&xtask::root().join("openapi")).unwrap();
    let files = fs::read_dir(xtask::root().join("openapi")).unwrap();
    let is_spec = |name: &str| name.ends_with(".yaml");
    let files = files.filter(|entry| is_spec(entry.as_ref().unwrap().file_name().to_str().unwrap()));
    assert_eq!(specs.documents.len(), files.count());
}

/// Makes each slip alone, checks that its rule names its line, and returns all that is found.
fn findings_of(cases: &[Case]) -> String {
    let mut report = String::new();
    let mut wrong = Vec::new();
    for case in cases {
        let copy = WorkspaceCopy::of_specs();
        let start = copy.edit(&format!("openapi/{}", case.file), case.old, case.new);
        let findings = copy.findings();
        let (file, line) = expected_line(&copy, case, start);
        if !findings
            .iter()
            .any(|found| found.rule == case.rule && (&found.file, found.line) == (&file, line))
        {
            wrong.push(format!(
                "{} in {}: {file}:{line} is not among {findings:#?}",
                case.rule, case.new
            ));
        }
        // Numbers of lines move whenever a spec is edited, so the lines themselves are shown.
        writeln!(report, "{}: {:?} -> {:?}", case.file, case.old, case.new).unwrap();
        for Finding {
            file,
            line,
            rule,
            message,
        } in &findings
        {
            writeln!(
                report,
                "    {file}: {}\n        [{rule}] {message}",
                line_of(&copy, file, *line)
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    report
}

#[test]
fn slips_in_documents_are_found_where_they_are() {
    insta::assert_snapshot!(findings_of(about_documents::CASES));
}

#[test]
fn slips_in_operations_are_found_where_they_are() {
    insta::assert_snapshot!(findings_of(about_operations::CASES));
}

#[test]
fn slips_in_provenance_are_found_where_they_are() {
    insta::assert_snapshot!(findings_of(about_provenance::CASES));
}

#[test]
fn slips_in_schemas_are_found_where_they_are() {
    insta::assert_snapshot!(findings_of(about_schemas::CASES));
}

#[test]
fn each_rule_has_a_case() {
    let folder = xtask::root().join("xtask/src/lint");
    // These two have constants.
    let mut rules = BTreeSet::from([xtask::lint::LOOP, "example-invalid"].map(str::to_owned));
    for entry in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        for (call, position) in [("lint.report(", 2), ("found.push((", 0)] {
            for arguments in source.split(call).skip(1) {
                let argument = argument(arguments, position);
                if let Some(rule) = argument.strip_prefix('"') {
                    rules.insert(rule.trim_end_matches('"').to_owned());
                } else if call == "lint.report(" && argument != "LOOP" {
                    assert_eq!(
                        argument, "rule",
                        "one call hands on what was found before, and no other"
                    );
                }
            }
        }
    }
    let cases = [
        about_documents::CASES,
        about_operations::CASES,
        about_provenance::CASES,
        about_schemas::CASES,
    ];
    let covered: BTreeSet<_> = cases.into_iter().flatten().map(|case| case.rule.to_owned()).collect();
    assert_eq!(rules, covered);
}

/// The argument at `position` of a call whose text follows its opening bracket.
fn argument(text: &str, position: usize) -> &str {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let (mut index, mut start) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth > 0 => depth -= 1,
            ',' | ')' if depth == 0 => {
                if index == position {
                    return text[start..at].trim();
                }
                (index, start) = (index + 1, at + 1);
            }
            _ => {}
        }
    }
    panic!("a call does not end: {text}");
}

#[test]
fn a_file_that_no_spec_names_is_found() {
    for file in ["examples/left_over.json", "examples/constructed/left_over.json"] {
        let copy = WorkspaceCopy::of_specs();
        copy.write(&format!("openapi/{file}"), "{}");
        let findings: Vec<_> = copy.findings().iter().map(ToString::to_string).collect();
        assert_eq!(
            findings,
            [format!(
                "common.yaml:1: [example-file] {file} is named by no spec; use it or remove it"
            )]
        );
    }
}

#[test]
fn all_findings_are_reported_at_once_with_file_line_and_rule() {
    let copy = WorkspaceCopy::of_specs();
    let lines = [
        copy.edit("openapi/common.yaml", "  - token: []", "  - tokens: []"),
        copy.edit("openapi/os-quotas.yaml", "        - os-quotas\n", "        - quotas\n") - 1,
        copy.edit("openapi/pool-statistics.yaml", "          format: int64\n", "") - 2,
        copy.edit(
            "openapi/pools.yaml",
            "      x-open-map: true\n",
            "      x-open-maps: true\n",
        ),
        copy.edit("openapi/workspace-quotas.yaml", "nullable: true", "nullabel: true"),
    ];
    let error = lint::run(&copy.path("openapi")).map(drop).unwrap_err().to_string();
    let [common, os, statistics, pools, workspace] = lines;
    let expected = [
        format!("openapi/common.yaml:{common}: [security] no security scheme is called tokens"),
        format!(
            "openapi/os-quotas.yaml:{os}: [operation-tag] an operation has exactly one tag, and common.yaml declares it"
        ),
        format!(
            "openapi/pool-statistics.yaml:{statistics}: [integer-format] whole numbers are `format: int64`, \
             whatever the page calls them"
        ),
        format!("openapi/pools.yaml:{pools}: [unknown-keyword] `x-open-maps` is no keyword of these specs"),
        format!("openapi/workspace-quotas.yaml:{workspace}: [unknown-keyword] `nullabel` is no keyword of these specs"),
        "5 finding(s) in the specs; nothing was written".to_owned(),
    ];
    // A payload that is null where the spec no longer says so is a finding too.
    let lines: Vec<_> = error
        .lines()
        .filter(|line| !line.contains("[example-invalid]"))
        .collect();
    assert_eq!(lines[..5], expected[..5]);
    assert_eq!(lines[5], "6 finding(s) in the specs; nothing was written");
}
