//! The facts within a description: values, default and limits.

use super::phrase::{self, Facts, Label};
use crate::{
    blocks::{Cell, Part},
    defect::DefectKind,
    text::Text,
    vocabulary::is_nothing,
};

/// Reads a description. Also returns its defects.
pub(crate) fn read(cell: &Cell) -> (Facts, Vec<(DefectKind, String)>) {
    let mut reader = Reader::default();
    let mut parts = Vec::with_capacity(cell.parts.len());
    for part in &cell.parts {
        let (own, leaked) = phrase::parts(part);
        let leaked = leaked.into_iter().map(|detail| (DefectKind::MarkupLeaked, detail));
        reader.defects.extend(leaked);
        parts.extend(own);
    }
    // The labelled blocks themselves may be the items of a list.
    let begins_block = |part: &Part| {
        let labels = phrase::labels(part.text.as_str());
        labels
            .first()
            .is_some_and(|(range, label)| range.start == 0 && label.is_block())
    };
    let is_item = |part: &Part| part.is_item && !begins_block(part);
    for run in parts.chunk_by(|one, next| is_item(one) == is_item(next)) {
        if run.first().is_some_and(is_item) {
            reader.items(run);
        } else {
            run.iter().for_each(|part| reader.paragraph(&part.text));
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    defects: Vec<(DefectKind, String)>,
    label: Option<Label>,
    /// Whether an announced list has items yet.
    announced: Option<bool>,
    /// Whether the latest paragraph announces what follows it.
    ends_in_colon: bool,
    has_blocks: bool,
    has_definition: bool,
}

impl Reader {
    fn paragraph(&mut self, text: &Text) {
        let plain = text.as_str();
        let labels = phrase::labels(plain);
        // A list may have paragraphs for items.
        if self.ends_in_colon
            && self.announced.is_some()
            && labels.is_empty()
            && let Some((value, true)) = phrase::item(text)
        {
            self.announced = Some(true);
            return self.facts.add_values([value]);
        }
        let begin = |index: usize| labels.get(index).map_or(plain.len(), |(range, _)| range.start);
        self.block(text.slice(0..begin(0)));
        for (index, (range, label)) in labels.iter().enumerate() {
            self.close_list();
            self.label = Some(*label);
            self.has_blocks |= matches!(label, Label::Constraints | Label::Range | Label::DefaultValue);
            self.announced = (*label == Label::Range).then_some(false);
            self.block(text.slice(range.end..begin(index + 1)));
        }
        self.ends_in_colon = plain.ends_with([':', '：']);
    }

    /// Reads the text of a block, or a part of it: the text after a label may be a paragraph of its own.
    fn block(&mut self, text: Text) {
        if text.is_empty() {
            return;
        }
        match self.label {
            // A block of its own takes precedence over a sentence.
            Some(Label::Default | Label::DefaultValue) => replace(&mut self.facts.default, phrase::literal(&text)),
            Some(Label::Minimum) => replace(&mut self.facts.minimum, phrase::literal(&text)),
            Some(Label::Maximum) => replace(&mut self.facts.maximum, phrase::literal(&text)),
            Some(Label::Range) => {
                self.announced = self.announced.filter(|has_items| *has_items);
                if !is_nothing(text.as_str()) {
                    self.facts.add_values(phrase::only_value(&text));
                    self.prose(&text);
                }
            }
            label => {
                self.has_definition |= label != Some(Label::Constraints);
                self.close_list();
                self.prose(&text);
            }
        }
    }

    fn prose(&mut self, text: &Text) {
        let announces = phrase::state(text, &mut self.facts);
        if announces.is_some() {
            self.close_list();
            self.announced = announces;
        }
    }

    /// Reads the items of a list. One that nothing announces is of values if every item can be nothing else.
    fn items(&mut self, items: &[Part]) {
        let is_announced = self.announced.is_some() || self.label == Some(Label::Range);
        let values: Vec<_> = items.iter().map(|item| phrase::item(&item.text)).collect();
        let are_values = || values.len() > 1 && values.iter().all(|value| matches!(value, Some((_, true))));
        if !is_announced && (self.ends_in_colon || !are_values()) {
            let words = items.iter().flat_map(|item| phrase::mentioned(&item.text));
            return self.facts.mentioned.extend(words);
        }
        self.announced = Some(true);
        for (item, value) in items.iter().zip(values) {
            let Some((value, _)) = value else { continue };
            if phrase::is_default(&item.text) {
                self.facts.default.get_or_insert(value.clone());
            }
            self.facts.add_values([value]);
        }
    }

    fn close_list(&mut self) {
        let lost = (DefectKind::ListLost, "a list is announced but missing".to_owned());
        if self.announced.take() == Some(false) && !self.defects.contains(&lost) {
            self.defects.push(lost);
        }
    }

    fn finish(mut self) -> (Facts, Vec<(DefectKind, String)>) {
        self.close_list();
        if self.has_blocks && !self.has_definition {
            let detail = "the description has labelled blocks but no definition".to_owned();
            self.defects.push((DefectKind::DefinitionLost, detail));
        }
        self.facts.settle_mentioned();
        (self.facts, self.defects)
    }
}

fn replace(fact: &mut Option<String>, stated: Option<String>) {
    *fact = stated.or(fact.take());
}
