//! What differs between two documents: kind, place, facts and severity.

use super::rules::{
    ChangeKind::{self, *},
    Severity, Side, When, judge,
};

/// One fact that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Who sends what it is about.
    pub side: Side,
    /// The operations that it concerns; none where it concerns the document as a whole.
    pub operations: Vec<String>,
    /// The container: `query`, `request body`, `response 200 items[].metadata.labels`, `status codes`,
    /// `example response 200`. Places are those of the older document.
    pub location: String,
    /// The parameter, the field or the key in there.
    pub name: String,
    /// The component that declares it, in a contract.
    pub component: Option<String>,
    /// The keyword, where the kind does not tell it.
    pub keyword: Option<String>,
    /// What the older document states.
    pub before: Option<String>,
    /// What the newer document states.
    pub after: Option<String>,
    /// What it means for users.
    pub severity: Severity,
    /// Why it means that.
    pub why: &'static str,
    /// What else goes with it, such as an example that still shows a removed field.
    pub note: Option<&'static str>,
    /// JSON pointers to what it is about in the newer document, the nearest first.
    pub at: Vec<String>,
}

impl Change {
    /// A change, with the severity that the rules give it.
    pub fn new(kind: ChangeKind, side: Side, when: &[When], location: &str, name: &str) -> Self {
        let (severity, why) = judge(kind, side, when);
        Self {
            kind,
            side,
            operations: Vec::new(),
            location: location.to_owned(),
            name: name.to_owned(),
            component: None,
            keyword: None,
            before: None,
            after: None,
            severity,
            why,
            note: None,
            at: Vec::new(),
        }
    }
}

/// How many changes there are of each severity, for people.
pub fn counts<'c>(changes: impl Iterator<Item = &'c Change> + Clone) -> String {
    let count = |severity| changes.clone().filter(|change| change.severity == severity).count();
    let [breaking, additive, rest] = [Severity::Breaking, Severity::Additive, Severity::Documentation].map(count);
    format!("{breaking} breaking, {additive} additive, {rest} documentation only")
}

/// The most characters of a value that a line shows.
const MOST: usize = 48;

impl Change {
    /// What happened, without where: `type Integer -> String`.
    pub fn clause(&self) -> String {
        let keyword = format!("`{}`", self.keyword.as_deref().unwrap_or_default());
        let words = match (self.kind, &self.before, &self.after) {
            (ExampleChanged, None, Some(_)) => "added",
            (ExampleChanged, Some(_), None) => "removed",
            (WordsChanged, ..) => return format!("{keyword} reads differently"),
            (KeywordChanged | LimitChanged, ..) => &keyword,
            (kind, ..) => kind.words(),
        };
        let is_move = matches!(self.kind, FieldRenamed | ParameterRenamed | FieldMoved | ParameterMoved);
        // The absence of such a value is a fact of its own.
        let is_fact = matches!(
            self.kind,
            DefaultChanged | MinimumChanged | MaximumChanged | MandatoryChanged | KeywordChanged | LimitChanged
        );
        let facts = match (self.before.as_deref().map(short), self.after.as_deref().map(short)) {
            // The name and the location say what it was.
            (Some(_), Some(after)) if is_move => format!(" to {after}"),
            (Some(before), Some(after)) => format!(" {before} -> {after}"),
            (Some(before), None) if is_fact => format!(" {before} -> none"),
            (None, Some(after)) if is_fact => format!(" none -> {after}"),
            (Some(one), None) | (None, Some(one)) if *one != self.name => format!(": {one}"),
            _ => String::new(),
        };
        let note = self.note.map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{words}{facts}{note}")
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let head: String = text.chars().take(MOST - 3).collect();
    format!("{head}...")
}
