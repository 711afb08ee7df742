//! Alters one fact of a page at a time, in every form that carries it, and expects it to be found and named; and
//! alters everything that is not a fact, and expects silence.

mod compose;
mod forms;
mod mutate;
mod siblings;
mod style;

use std::path::Path;

use docpages::Form;
use mutate::{Expected, Mutation, mutations};
use serde_json::Value;
use style::Style;
use xtask::{
    diff::{Change, ChangeKind, View, diff},
    docs::read,
    spec::Document,
};

fn pages() -> impl Iterator<Item = Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mutations/pages");
    ["list_telescopes.yaml", "build_dome.yaml"]
        .into_iter()
        .map(move |name| Document::load(&folder, name).unwrap().value)
}

fn render(page: &Value, style: &Style, form: Form) -> String {
    forms::render(&compose::compose(page, style), style, form)
}

/// What a rendered page states.
fn reading(text: &str, form: Form) -> Value {
    let document = read(text.as_bytes()).unwrap_or_else(|error| panic!("{form}: {error}\n{text}"));
    assert_eq!(document["info"]["x-form"], serde_json::json!(form), "{text}");
    document
}

fn changes(before: &Value, after: &Value) -> Vec<Change> {
    diff(&View::of(before), &View::of(after)).changes
}

/// How many of how many were right, and what was not.
#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
    failures: Vec<String>,
}

impl Score {
    fn check(&mut self, what: &str, found: &[Change], mut expected: Vec<Expected>) {
        let told = found
            .iter()
            .map(|change| (change.kind, change.location.clone(), change.name.clone()));
        let mut told: Vec<_> = told.collect();
        told.sort();
        expected.sort();
        self.all += 1;
        if told == expected {
            self.right += 1;
        } else {
            self.failures
                .push(format!("{what}: expected {expected:?}\n  found {told:?}"));
        }
    }

    fn assert(self, title: &str) {
        println!("{title}: {} / {}", self.right, self.all);
        let few: Vec<_> = self.failures.iter().take(40).map(String::as_str).collect();
        assert!(
            few.is_empty(),
            "{} failed, among them:\n{}",
            self.failures.len(),
            few.join("\n\n")
        );
        assert!(self.all > 0, "{title}: nothing was tried");
    }
}

/// Every mutation of every page, in a form.
fn assert_mutations_are_found(form: Form) {
    let mut score = Score::default();
    for page in pages() {
        let before = reading(&render(&page, &Style::plain(), form), form);
        for Mutation {
            document,
            expected,
            carried_by,
        } in mutations(&page)
        {
            if carried_by(form) {
                let after = reading(&render(&document, &Style::plain(), form), form);
                score.check(&form.to_string(), &changes(&before, &after), expected);
            }
        }
    }
    score.assert(&format!("mutations found in {form}"));
}

/// Each mutation taken back: what was added is gone, what was lost is found.
#[test]
fn every_mutation_that_is_taken_back_is_found_and_named_and_nothing_else() {
    let form = Form::Rst;
    let mut score = Score::default();
    for page in pages() {
        let after = reading(&render(&page, &Style::plain(), form), form);
        for Mutation { document, expected, .. } in mutations(&page) {
            let expected = expected
                .into_iter()
                .map(|(kind, location, name)| Some((taken_back(kind)?, location, name)));
            if let Some(expected) = expected.collect() {
                let before = reading(&render(&document, &Style::plain(), form), form);
                score.check("taken back", &changes(&before, &after), expected);
            }
        }
    }
    score.assert("mutations found, taken back");
}

/// What a change is in the other direction, where it has the same place and name then.
fn taken_back(kind: ChangeKind) -> Option<ChangeKind> {
    use ChangeKind::*;
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
    let other = pairs.iter().find_map(|(one, other)| match kind {
        kind if kind == *one => Some(*other),
        kind if kind == *other => Some(*one),
        _ => None,
    });
    let is_same = matches!(
        kind,
        TypeChanged
            | MandatoryChanged
            | DefaultChanged
            | MinimumChanged
            | MaximumChanged
            | MethodChanged
            | PathChanged
            | OperationRenamed
            | ExampleChanged
    );
    other.or(is_same.then_some(kind))
}

/// Every rewording of every page, in a form.
fn assert_rewordings_are_silent(form: Form) {
    let mut score = Score::default();
    for page in pages() {
        let text = render(&page, &Style::plain(), form);
        let before = reading(&text, form);
        for (name, style) in Style::rewordings() {
            let reworded = render(&page, &style, form);
            // Not every form has what is reworded.
            if reworded != text {
                score.check(name, &changes(&before, &reading(&reworded, form)), Vec::new());
            }
        }
    }
    score.assert(&format!("silent rewordings in {form}"));
}

/// The tests of each form.
macro_rules! test_forms {
    ($($name:ident: $form:ident),*) => {$(
        mod $name {
            use docpages::Form;

            #[test]
            fn every_mutation_is_found_and_named_and_nothing_else() {
                crate::mutations::assert_mutations_are_found(Form::$form);
            }

            #[test]
            fn no_rewording_is_a_change() {
                crate::mutations::assert_rewordings_are_silent(Form::$form);
            }
        }
    )*};
}

test_forms!(rst: Rst, html: Html, compact: Compact, row: Row, padpipe: PadPipe, caption: Caption);

#[test]
fn the_same_facts_in_two_forms_are_no_change() {
    let mut score = Score::default();
    for page in pages() {
        let readings = Form::ALL.map(|form| reading(&render(&page, &Style::plain(), form), form));
        for before in &readings {
            for after in &readings {
                score.check("two forms", &changes(before, after), Vec::new());
            }
        }
    }
    score.assert("silent pairs of forms");
}
