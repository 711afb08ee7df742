//! Alters one fact of a page at a time, in every form that carries it, and expects it to be found and named; and
//! alters everything that is no fact, and expects silence.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic, in the functions that its cases share too"
)]

mod compose;
mod doc;
mod forms;
mod mutate;
mod payload;
mod style;

use compose::{Damage, compose};
use docpages::{Form, Page, Reading, read};
use xtask::diff::{Change, ChangeKind, View, diff};
use style::Style;

const PAGES: [&str; 2] = [
    include_str!("pages/list_telescopes.json"),
    include_str!("pages/build_dome.json"),
];

fn render(page: &Page, style: &Style, damage: &Damage, form: Form) -> String {
    forms::render(&compose(page, style, damage), style, form)
}

fn reading(text: &str, form: Form) -> Reading {
    match read(text.as_bytes()) {
        Ok(reading) if reading.form == form => reading,
        Ok(reading) => panic!("{form} was taken for {}:\n{text}", reading.form),
        Err(error) => panic!("{form}: {error}\n{text}"),
    }
}

fn changes(before: &Reading, after: &Reading) -> Vec<Change> {
    let (before, after) = (docpages::document(before.form, &before.page), docpages::document(after.form, &after.page));
    let (before, after) = (View::of(&before), View::of(&after));
    diff(&before, &after).changes
}

/// How many of how many, by form.
#[derive(Default)]
struct Score {
    lines: Vec<String>,
    failures: Vec<String>,
}

impl Score {
    fn add(&mut self, form: Form, right: usize, all: usize) {
        self.lines.push(format!("{form:<32} {right:>5} / {all}"));
    }

    fn check(&mut self, what: &str, found: &[Change], mut expected: Vec<(ChangeKind, String, String)>) -> bool {
        let told = found
            .iter()
            .map(|change| (change.kind, change.location.clone(), change.name.clone()));
        let mut told: Vec<_> = told.collect();
        told.sort();
        expected.sort();
        if told != expected {
            self.failures
                .push(format!("{what}: expected {expected:?}\n  found {told:?}"));
        }
        told == expected
    }

    fn assert(self, title: &str) {
        println!("{title}\n{}", self.lines.join("\n"));
        if let Ok(file) = std::env::var("MUTATION_FAILURES") {
            std::fs::write(
                format!("{file}.{}", title.replace([' ', '/', ','], "")),
                self.failures.join("\n\n"),
            )
            .unwrap();
        }
        let few: Vec<_> = self.failures.iter().take(12).map(String::as_str).collect();
        assert!(
            few.is_empty(),
            "{} failed, among them:\n{}",
            self.failures.len(),
            few.join("\n\n")
        );
    }
}

/// Every mutation of every page, in a form.
fn assert_mutations_are_found(form: Form) {
    let mut score = Score::default();
    let (mut right, mut all) = (0, 0);
    for page in PAGES {
        let page: Page = serde_json::from_str(page).unwrap();
        let style = Style::plain();
        let before = reading(&render(&page, &style, &Damage::default(), form), form);
        for mutation in mutate::mutations(&page) {
            if !(mutation.carried_by)(form) {
                continue;
            }
            all += 1;
            let after = reading(&render(&mutation.page, &style, &mutation.damage, form), form);
            let found = changes(&before, &after);
            right += usize::from(score.check(&form.to_string(), &found, mutation.expected));
        }
    }
    score.add(form, right, all);
    score.assert("mutations found / mutations");
}

/// Each mutation taken back: what was added is gone, what was lost is found.
#[test]
fn every_mutation_that_is_taken_back_is_found_and_named_and_nothing_else() {
    let form = Form::Rst;
    let mut score = Score::default();
    let (mut right, mut all) = (0, 0);
    for page in PAGES {
        let page: Page = serde_json::from_str(page).unwrap();
        let style = Style::plain();
        let after = reading(&render(&page, &style, &Damage::default(), form), form);
        for mutation in mutate::mutations(&page) {
            let expected = mutation.expected.iter().map(|(kind, location, name)| {
                let kind = taken_back(*kind)?;
                Some((kind, location.clone(), name.clone()))
            });
            let Some(expected) = expected.collect::<Option<Vec<_>>>() else {
                continue;
            };
            all += 1;
            let before = reading(&render(&mutation.page, &style, &mutation.damage, form), form);
            let found = changes(&before, &after);
            right += usize::from(score.check("taken back", &found, expected));
        }
    }
    score.add(form, right, all);
    score.assert("mutations found / mutations, taken back");
}

/// What a change is in the other direction, where it has the same place and name then.
fn taken_back(kind: ChangeKind) -> Option<ChangeKind> {
    use ChangeKind::{
        DefaultChanged, DefectAppeared, DefectGone, ExampleAdded, ExampleChanged, ExampleRemoved, FieldAdded,
        FieldRemoved, MandatoryChanged, MaximumChanged, MethodChanged, MinimumChanged, OperationRenamed,
        ParameterAdded, ParameterRemoved, PathChanged, ResponseAdded, ResponseRemoved, StatusCodeAdded,
        StatusCodeRemoved, TableFound, TableLost, TypeChanged, ValueAdded, ValueRemoved, ValuesFound, ValuesLost,
    };
    let pairs = [
        (FieldAdded, FieldRemoved),
        (ParameterAdded, ParameterRemoved),
        (ValueAdded, ValueRemoved),
        (ValuesFound, ValuesLost),
        (TableFound, TableLost),
        (StatusCodeAdded, StatusCodeRemoved),
        (ResponseAdded, ResponseRemoved),
        (ExampleAdded, ExampleRemoved),
        (DefectGone, DefectAppeared),
    ];
    let same = [
        TypeChanged,
        MandatoryChanged,
        DefaultChanged,
        MinimumChanged,
        MaximumChanged,
        MethodChanged,
        PathChanged,
        OperationRenamed,
        ExampleChanged,
    ];
    let other = pairs.iter().find_map(|(one, other)| match kind {
        kind if kind == *one => Some(*other),
        kind if kind == *other => Some(*one),
        _ => None,
    });
    other.or_else(|| same.contains(&kind).then_some(kind))
}

/// Every rewording of every page, in a form.
fn assert_rewordings_are_silent(form: Form) {
    let mut score = Score::default();
    let (mut alarms, mut all) = (0, 0);
    for page in PAGES {
        let page: Page = serde_json::from_str(page).unwrap();
        let text = render(&page, &Style::plain(), &Damage::default(), form);
        let before = reading(&text, form);
        for (name, style) in Style::rewordings() {
            let reworded = render(&page, &style, &Damage::default(), form);
            // Not every form has what is reworded.
            if reworded == text {
                continue;
            }
            all += 1;
            let found = changes(&before, &reading(&reworded, form));
            if !found.is_empty() {
                alarms += 1;
                score.failures.push(format!("{form}: {name}: {found:#?}"));
            }
        }
    }
    score.add(form, alarms, all);
    score.assert("false alarms / rewordings");
}

/// The tests of each form.
macro_rules! test_forms {
    ($($name:ident: $form:ident),*) => {$(
        mod $name {
            use docpages::Form;

            #[test]
            fn every_mutation_is_found_and_named_and_nothing_else() {
                crate::assert_mutations_are_found(Form::$form);
            }

            #[test]
            fn no_rewording_is_a_change() {
                crate::assert_rewordings_are_silent(Form::$form);
            }
        }
    )*};
}

test_forms!(rst: Rst, html: Html, compact: Compact, row: Row, padpipe: PadPipe, caption: Caption);

#[test]
fn the_same_facts_in_two_forms_are_no_change() {
    let mut score = Score::default();
    for old in forms::ALL {
        let (mut alarms, mut all) = (0, 0);
        for page in PAGES {
            let page: Page = serde_json::from_str(page).unwrap();
            let before = reading(&render(&page, &Style::plain(), &Damage::default(), old), old);
            for new in forms::ALL {
                all += 1;
                let after = reading(&render(&page, &Style::plain(), &Damage::default(), new), new);
                let found = changes(&before, &after);
                if !found.is_empty() {
                    alarms += 1;
                    score.failures.push(format!("{old} to {new}: {found:#?}"));
                }
            }
        }
        score.add(old, alarms, all);
    }
    score.assert("false alarms / pairs of forms, by the older form");
}
