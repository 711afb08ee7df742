//! The facts within a description: values, default and limits.

use std::collections::HashSet;

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
    listed: HashSet<String>,
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
            return self.value(value);
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
                    phrase::only_value(&text)
                        .into_iter()
                        .for_each(|value| self.value(value));
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
        let (stated, announces) = phrase::stated(text);
        let facts = &mut self.facts;
        facts.default = facts.default.take().or(stated.default);
        facts.minimum = facts.minimum.take().or(stated.minimum);
        facts.maximum = facts.maximum.take().or(stated.maximum);
        facts.mentioned.extend(phrase::mentioned(text));
        stated.values.into_iter().for_each(|value| self.value(value));
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
            self.value(value);
        }
    }

    fn value(&mut self, value: String) {
        if self.listed.insert(value.clone()) {
            self.facts.values.push(value);
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
        let facts = &mut self.facts;
        let single = [&facts.default, &facts.minimum, &facts.maximum];
        self.listed.extend(single.into_iter().flatten().cloned());
        facts.mentioned.retain(|word| self.listed.insert(word.clone()));
        (self.facts, self.defects)
    }
}

fn replace(fact: &mut Option<String>, stated: Option<String>) {
    *fact = stated.or(fact.take());
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{blocks::Cell, defect::DefectKind, text::Text};

    /// A cell in shorthand: a line is a paragraph, or an item after `- `, and stars mark bold text.
    fn cell(source: &str) -> Cell {
        let mut cell = Cell::default();
        for line in source.lines().map(str::trim) {
            let mut text = Text::default();
            let entry = line.strip_prefix("- ");
            for (index, part) in entry.unwrap_or(line).split("**").enumerate() {
                text.push(part, index % 2 == 1);
            }
            cell.push(text, entry.is_some());
        }
        cell
    }

    /// The facts in shorthand: values, default, least and greatest value, defects.
    fn facts(source: &str) -> String {
        let (stated, defects) = read(&cell(source));
        let mut facts = vec![stated.values.join(",")];
        let limits = [("=", stated.default), (">=", stated.minimum), ("<=", stated.maximum)];
        facts.extend(
            limits
                .into_iter()
                .filter_map(|(mark, fact)| Some(format!("{mark}{}", fact?))),
        );
        for (kind, _) in defects {
            facts.push(match kind {
                DefectKind::ListLost => "LIST LOST".to_owned(),
                DefectKind::DefinitionLost => "DEFINITION LOST".to_owned(),
                other => format!("{other:?}"),
            });
        }
        facts.join(" ").trim().to_owned()
    }

    #[test]
    fn facts_are_told_from_prose() {
        for (source, expected) in [
            // Defaults.
            ("Workspace. The default value is 0.", "=0"),
            ("The default value is **0**.", "=0"),
            ("If there is none, the default value is 0. Else use your own.", "=0"),
            ("If unchanged, the default value is the time of its making.", ""),
            ("By default, the first one is used. The default user is **root**.", ""),
            ("Default: **0**", "=0"),
            ("Default: N/A", ""),
            ("默认值为0。", "=0"),
            // Limits.
            ("Pools that failed. The maximum value is 500.", "<=500"),
            ("Code\nMinimum: **8**\nMaximum: **36**", ">=8 <=36"),
            ("Code Minimum: 8 Maximum: 36", ">=8 <=36"),
            ("The value ranges from 1 to 64.", ">=1 <=64"),
            ("The maximum value is large.", ""),
            // Lists.
            ("State. Options:\n- **on**: it is on\n- **off**", "on,off"),
            (
                "State. The options are as follows:\n- on: it is on\n- off: it is off",
                "on,off",
            ),
            ("Flags. Options:\n- **0**: none\n- **16**. Several may hold.", "0,16"),
            ("Flags. Options:\n- 1: one\n- 2 two", "1,2"),
            ("Options:\n- **0**: off (default value)\n- **1**: on", "0,1 =0"),
            ("Enumeration values:\n- **a**\n- **b**", "a,b"),
            ("Options:\n- **a**: x\nEnumeration values:\n- **a**\n- **b**", "a,b"),
            (
                "Kind. Options:\n- a: x [- **b**: y](tags: hc)\n- c",
                "a,b,c MarkupLeaked",
            ),
            ("Image. Options:\n- \"\": preset\n- private", ",private"),
            ("取值如下：\n- on：开\n- off：关", "on,off"),
            ("Note the following:\n- It is hot.\n- Do not touch it.", ""),
            ("The value can be **public** or **private**.", "public,private"),
            ("Only if the model is **a** or **b**. Value **-1** is no limit.", ""),
            ("If **quota** is **-1**, the **used** value is **null**.", ""),
            ("State. Options: **on** and **off**.", "on,off"),
            // Lists in other forms.
            ("State. Enums:\n- **a**\n- **b**", "a,b"),
            ("Network. Values:\n- **a**: x", "a"),
            ("Kind. The enumerated values are as follows:\n- **a**", "a"),
            ("Kind. Options:\nCPU: x\nGPU: y\nMinimum: 1", "CPU,GPU >=1"),
            ("Success. - **true**: it is - **false**: it is not", "true,false"),
            (
                "Format. Options:\n- **Default**: default format\n- **Other**",
                "Default,Other",
            ),
            ("Stop type.\n- timing: stops\n- idle: stops when idle", "timing,idle"),
            ("Search mode.\n- **max**: most (x)\n- **min**", "max,min"),
            ("Parameters of it:\n- **start**: x\n- **end**: y", ""),
            ("Path.\n- If **type** is **a**, it is a path.\n- Else it is not.", ""),
            ("Path. Options:\n- If **type** is **a**, it is a path.", ""),
            ("Phase. Options for **Status**:\n- **normal**: x", "normal"),
            ("Order. The value can be **asc** (up) or **desc** (down).", "asc,desc"),
            ("Kind. The value is fixed at **Plugin** and cannot change.", "Plugin"),
            // Numbers.
            ("The maximum value is 4,096 GB.", "<=4096"),
            ("The value ranges from 5 to 1,024, in minutes.", ">=5 <=1024"),
            ("The default value is 5 GB for one and 50 GB for two.", ""),
            ("The default value is 15 minutes.", "=15"),
            // Lists that are lost.
            ("State. Options:", "LIST LOST"),
            ("State. The options are as follows:\nMinimum: 1", ">=1 LIST LOST"),
            ("Options: on or off", "LIST LOST"),
            // Labelled blocks, in paragraphs and in one run.
            (
                "**Definition**: X.\n**Constraints**: N/A\n**Range**:\n- **v2**\n**Default Value**: N/A",
                "v2",
            ),
            ("Definition: X. Constraints: N/A Range: Default Value: N/A", "LIST LOST"),
            (
                "Definition: X. Constraints: N/A Range: The options are as follows: Default Value: 0",
                "=0 LIST LOST",
            ),
            ("Definition: X. Constraints: N/A Range: N/A Default Value: N/A", ""),
            (
                "Definition: X, of the IP Range: y. Constraints: N/A Range: N/A Default Value: 3",
                "=3",
            ),
            (
                "Definition: X. The default value is 0. Range: N/A Default Value: 5",
                "=5",
            ),
            (
                "Definition: X. The default value is 0. Range: N/A Default Value: N/A",
                "=0",
            ),
            ("Constraints: N/A Range: N/A Default Value: N/A", "DEFINITION LOST"),
            ("- Definition: X\n- *Range: N/A\n- Default Value: false", "=false"),
            (
                "**参数解释** ：名称。**约束限制**：不涉及。**取值范围**：不涉及。**默认取值**：3。",
                "=3",
            ),
            (
                "**参数解释**：名称。\n**取值范围**：\n- **a**：甲\n**默认取值**：不涉及。",
                "a",
            ),
            ("Definition\nRange:\nN/A", ""),
        ] {
            assert_eq!(facts(source), expected, "{source}");
        }
    }
}
