//! Every rule of `cargo xtask lint`: a small slip in the real specs, and the finding that it leads to.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
};

use xtask::lint::{self, Finding};

use super::workspace_copy::WorkspaceCopy;

/// A slip of `slips.txt`, which explains their form.
struct Slip {
    rule: &'static str,
    file: &'static str,
    old: String,
    new: String,
    /// File and text of the line that the finding must name.
    at: (&'static str, &'static str),
}

impl Slip {
    fn all() -> Vec<Self> {
        let blocks = include_str!("slips.txt").split("\n\n").skip(1);
        blocks
            .filter(|block| !block.starts_with('#'))
            .map(Self::parse)
            .collect()
    }

    fn parse(block: &'static str) -> Self {
        let (head, lines) = block.split_once('\n').unwrap();
        let (rule, file) = head.split_once(' ').unwrap();
        let side = |marks: [char; 2]| {
            let kept = lines.lines().filter(|line| line.starts_with(marks));
            kept.map(|line| format!("{}\n", &line[1..])).collect::<String>()
        };
        let line = |mark| lines.lines().find_map(|line| line.strip_prefix(mark));
        let at = line("@ ").or(line("+")).unwrap().trim();
        let at = match at.split_once(".yaml: ") {
            Some((other, line)) => (&at[..other.len() + ".yaml".len()], line),
            None => (file, at),
        };
        Self {
            rule,
            file,
            old: side([' ', '-']),
            new: side([' ', '+']),
            at,
        }
    }

    /// What the rule of the slip finds, and how often others do. Numbers of lines move whenever a spec is edited, so the
    /// lines themselves are shown.
    fn report(&self, copy: &WorkspaceCopy, findings: &[Finding]) -> String {
        let is_new = |line: &&str| !self.old.contains(*line);
        let edit = self.new.lines().find(is_new).unwrap_or(&self.old);
        let mut report = format!("{}: {}\n", self.file, edit.trim());
        let mut others: BTreeMap<_, usize> = BTreeMap::new();
        for found in findings {
            if found.rule != self.rule {
                *others.entry(found.rule).or_default() += 1;
                continue;
            }
            let text = copy.read(&format!("openapi/{}", found.file));
            let line = text.lines().nth(found.line - 1).unwrap().trim();
            writeln!(
                report,
                "    {}: {line}\n        [{}] {}",
                found.file, found.rule, found.message
            )
            .unwrap();
        }
        for (rule, count) in others {
            writeln!(report, "    [{rule}] {count}").unwrap();
        }
        report
    }

    /// The number of the line that the finding must name; `start` is where the slip was made.
    fn line(&self, copy: &WorkspaceCopy, start: usize) -> usize {
        let (file, at) = self.at;
        let text = copy.read(&format!("openapi/{file}"));
        let lines = text.lines().enumerate().filter(|(_, line)| line.trim() == at);
        let end = start + self.new.lines().count();
        let (before, after): (Vec<_>, Vec<_>) = lines
            .map(|(index, _)| index + 1)
            .partition(|line| *line < end.max(start + 1));
        *before
            .last()
            .or(after.first())
            .unwrap_or_else(|| panic!("{file} has no line {at:?}"))
    }
}

#[test]
fn the_specs_are_clean() {
    let folder = xtask::root().join("openapi");
    let checked = lint::run(&folder).unwrap();
    let is_spec = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|extension| extension == "yaml");
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(is_spec);
    assert_eq!(checked.specs.documents.len(), files.count());
}

/// Makes each slip alone. Its rule names its line, and what is found in all reads well to whoever made it.
#[test]
fn slips_are_found_where_they_are() {
    let mut report = String::new();
    let mut wrong = Vec::new();
    let copy = WorkspaceCopy::of_specs();
    for slip in Slip::all() {
        let file = format!("openapi/{}", slip.file);
        let good = copy.read(&file);
        let start = copy.edit(&file, &slip.old, &slip.new);
        let findings = copy.findings();
        let line = slip.line(&copy, start);
        let names_line = |found: &Finding| (found.file.as_str(), found.line) == (slip.at.0, line);
        if !findings
            .iter()
            .any(|found| found.rule == slip.rule && names_line(found))
        {
            wrong.push(format!("{} {}:{line} is not among {findings:#?}", slip.rule, slip.at.0));
        }
        report.push_str(&slip.report(&copy, &findings));
        copy.write(&file, good);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!(report);
}

/// The lint itself asserts that a rule is listed before it reports it.
#[test]
fn each_rule_has_a_slip() {
    let covered: BTreeSet<_> = Slip::all().into_iter().map(|slip| slip.rule).collect();
    assert_eq!(covered, lint::RULES.split_whitespace().collect());
}

#[test]
fn a_file_that_no_spec_refers_to_is_found() {
    for file in ["examples/left_over.json", "examples/constructed/left_over.json"] {
        let copy = WorkspaceCopy::of_specs();
        copy.write(&format!("openapi/{file}"), "{}");
        let findings: Vec<_> = copy.findings().iter().map(ToString::to_string).collect();
        let message = format!("common.yaml:1: [example-file] no spec refers to {file}; use it or remove it");
        assert_eq!(findings, [message]);
    }
}

#[test]
fn all_findings_are_reported_at_once_with_file_line_and_rule() {
    let copy = WorkspaceCopy::of_specs();
    let lines = [
        copy.edit("openapi/common.yaml", "  - token: []", "  - tokens: []"),
        copy.edit("openapi/os-quotas.yaml", "[os-quotas]", "[quotas]"),
        copy.edit("openapi/pool-statistics.yaml", "          format: int64\n", "") - 2,
        copy.edit("openapi/pool-types.yaml", "x-open-map: true", "x-open-maps: true"),
        copy.edit("openapi/provenance/pools.yaml", "at: JobType", "at: JobKind"),
    ];
    let error = lint::run(&copy.path("openapi")).map(drop).unwrap_err().to_string();
    let [common, os, statistics, pool_types, provenance] = lines;
    let expected = [
        format!("openapi/common.yaml:{common}: [security] no security scheme is called tokens"),
        format!(
            "openapi/os-quotas.yaml:{os}: [operation-tag] an operation has exactly one tag, and common.yaml declares it"
        ),
        format!(
            "openapi/pool-statistics.yaml:{statistics}: [integer-format] whole numbers are `format: int64`, \
             whatever the page calls them"
        ),
        format!("openapi/pool-types.yaml:{pool_types}: [unknown-keyword] unknown keyword `x-open-maps`"),
        format!("openapi/provenance/pools.yaml:{provenance}: [provenance] no contract has a place `JobKind`"),
        "5 finding(s) in the specs; nothing was written".to_owned(),
    ];
    assert_eq!(error, expected.join("\n"));
}
