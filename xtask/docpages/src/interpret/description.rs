//! The facts within a description: values, default and limits.

use std::{collections::HashSet, ops::Range};

use super::phrase::{self, Label};
use crate::{
    DefectKind,
    blocks::{Cell, Part},
    text::Text,
    vocabulary::is_nothing,
};

/// What a description states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The values that it lists.
    pub(crate) values: Vec<String>,
    /// The default.
    pub(crate) default: Option<String>,
    /// The least value or length.
    pub(crate) minimum: Option<String>,
    /// The greatest value or length.
    pub(crate) maximum: Option<String>,
    /// What it lost.
    pub(crate) defects: Vec<(DefectKind, String)>,
}

/// Reads a description.
pub(crate) fn read(cell: &Cell) -> Facts {
    let mut reader = Reader::default();
    for part in &cell.parts {
        let leaked = phrase::without_leaks(part);
        reader.facts.defects.extend(
            leaked
                .conditions
                .into_iter()
                .map(|detail| (DefectKind::MarkupLeaked, detail)),
        );
        for part in leaked.parts.as_deref().unwrap_or(std::slice::from_ref(part)) {
            reader.part(part);
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    listed: HashSet<String>,
    label: Option<Label>,
    /// A list was announced, and whether an entry of it came.
    announced: Option<bool>,
    has_blocks: bool,
    has_definition: bool,
}

impl Reader {
    fn part(&mut self, part: &Part) {
        let text = part.text();
        let labels = phrase::labels(text.as_str());
        let begins_with_label = labels.first().is_some_and(|(range, _)| range.start == 0);
        if let (Part::Item(_), false) = (part, begins_with_label) {
            self.item(text);
            return;
        }
        let first = labels.first().map_or(text.as_str().len(), |(range, _)| range.start);
        if first > 0 {
            self.block(text, 0..first);
        }
        for (index, (range, label)) in labels.iter().enumerate() {
            let end = labels
                .get(index + 1)
                .map_or(text.as_str().len(), |(next, _)| next.start);
            self.label(*label);
            self.block(text, range.end..end);
        }
    }

    fn label(&mut self, label: Label) {
        self.close_list();
        self.label = Some(label);
        self.has_blocks |= matches!(label, Label::Constraints | Label::Range | Label::DefaultValue);
        if matches!(label, Label::Range | Label::Values) {
            self.announced = Some(false);
        }
    }

    /// The text of a block, or a part of it: the text after a label may stand in a paragraph of its own.
    fn block(&mut self, text: &Text, range: Range<usize>) {
        let text = text.slice(range);
        if text.is_empty() {
            return;
        }
        match self.label {
            None | Some(Label::Definition) => {
                self.has_definition = true;
                self.close_list();
                self.prose(&text);
            }
            Some(Label::Constraints) => {
                self.close_list();
                self.prose(&text);
            }
            Some(Label::Range | Label::Values) => {
                self.announced = self.announced.filter(|has_entries| *has_entries);
                if !is_nothing(text.as_str()) {
                    if let Some(value) = phrase::only_value(&text) {
                        self.value(value);
                    }
                    self.prose(&text);
                }
            }
            Some(Label::Default | Label::DefaultValue) => set(&mut self.facts.default, phrase::literal(&text)),
            Some(Label::Minimum) => set(&mut self.facts.minimum, phrase::literal(&text)),
            Some(Label::Maximum) => set(&mut self.facts.maximum, phrase::literal(&text)),
        }
    }

    fn prose(&mut self, text: &Text) {
        let stated = phrase::stated(text);
        // What a block of its own says goes before what a sentence says.
        set(&mut self.facts.default, stated.default);
        set(&mut self.facts.minimum, stated.minimum);
        set(&mut self.facts.maximum, stated.maximum);
        for value in stated.values {
            self.value(value);
        }
        if let Some(complete) = stated.announces {
            self.close_list();
            self.announced = Some(complete);
        }
    }

    fn item(&mut self, text: &Text) {
        let in_list = self.announced.is_some() || matches!(self.label, Some(Label::Range | Label::Values));
        let Some(value) = phrase::entry(text).filter(|_| in_list) else {
            return;
        };
        if value.is_default {
            set(&mut self.facts.default, Some(value.text.clone()));
        }
        self.announced = Some(true);
        self.value(value.text);
    }

    fn value(&mut self, value: String) {
        if self.listed.insert(value.clone()) {
            self.facts.values.push(value);
        }
    }

    fn close_list(&mut self) {
        if self.announced.take() == Some(false) {
            let lost = (DefectKind::ListLost, "a list is announced, and none follows".to_owned());
            if !self.facts.defects.contains(&lost) {
                self.facts.defects.push(lost);
            }
        }
    }

    fn finish(mut self) -> Facts {
        self.close_list();
        if self.has_blocks && !self.has_definition {
            let detail = "the description has labelled blocks, and none of them is the definition".to_owned();
            self.facts.defects.push((DefectKind::DefinitionLost, detail));
        }
        self.facts
    }
}

fn set(fact: &mut Option<String>, stated: Option<String>) {
    if fact.is_none() {
        *fact = stated;
    }
}
