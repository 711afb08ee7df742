//! Phrases that state facts in descriptions, in English and Chinese.

use std::{borrow::Cow, ops::Range};

use crate::{
    blocks::{Cell, Part},
    text::Text,
};

/// The label of a block within a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Definition,
    Constraints,
    Range,
    /// The default, in the form of the labelled blocks.
    DefaultValue,
    /// The default, in the older form.
    Default,
    Minimum,
    Maximum,
    /// The values, in the older form.
    Values,
}

/// Words of the labels. A word precedes those that it ends with.
const LABELS: [(Label, &str); 8] = [
    (Label::Definition, "Definition|参数解释|参数描述"),
    (Label::Constraints, "Constraints|Constraint|约束限制"),
    (Label::Range, "Value Range|Value range|Range|取值范围"),
    (Label::DefaultValue, "Default Value|Default value|默认取值"),
    (Label::Default, "Default|缺省值|默认值"),
    (Label::Minimum, "Minimum length|Minimum|最小长度|最小值"),
    (Label::Maximum, "Maximum length|Maximum|最大长度|最大值"),
    (Label::Values, "Enumeration values|Enumerated values|枚举值"),
];

/// Finds the labels of a text, with their colons. There may be blanks and stray stars before the colon.
pub(crate) fn labels(text: &str) -> Vec<(Range<usize>, Label)> {
    let mut found: Vec<(Range<usize>, Label)> = Vec::new();
    for (colon, mark) in text.match_indices([':', '：']) {
        let before = text.get(..colon).unwrap_or_default().trim_end_matches([' ', '*']);
        let label = LABELS.iter().find_map(|(label, words)| {
            let head = words.split('|').find_map(|word| before.strip_suffix(word))?;
            let trimmed = head.trim_end_matches([' ', '*', '•']);
            let is_apart = trimmed.len() < head.len() || !trimmed.ends_with(|c: char| c.is_ascii_alphanumeric());
            // `IP Range:` is a name and not a label.
            let is_named = *label == Label::Range
                && found.is_empty()
                && trimmed.rsplit(' ').next().is_some_and(|word| {
                    word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_alphanumeric())
                });
            (is_apart && !is_named).then_some((trimmed.len(), *label))
        });
        if let Some((start, label)) = label {
            let start = found.last().map_or(start, |(last, _)| start.max(last.end));
            found.push((start..colon + mark.len(), label));
        }
    }
    found
}

/// What a description states.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) values: Vec<String>,
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
}

/// Phrases before the colon of a list.
const ANNOUNCEMENTS: &str = "options|options are as follows|options are|options include|possible values|\
    possible values are|possible values are as follows|values are as follows|available values|available values are|\
    valid values|supported values|value can be|value can be one of the following|value is one of the following|\
    取值如下|可选值|可选值如下|取值包括|取值包含|枚举值如下";

/// Phrases before bold values that are joined by commas and words.
const CHOICES: &str = "value can be |values can be |value may be |value must be |value can only be |value is either |\
    options are ";

const DEFAULTS: &str = "default value is |defaults to |默认值为|默认为|默认值是";
const MINIMA: &str = "minimum value is |minimum length is ";
const MAXIMA: &str = "maximum value is |maximum length is ";

/// What a paragraph states, and whether a list that it announces is complete within it.
pub(crate) fn stated(text: &Text) -> (Facts, Option<bool>) {
    let plain = text.as_str();
    let lower = plain.to_ascii_lowercase();
    let first = |phrases: &str| {
        phrases.split('|').find_map(|phrase| {
            lower
                .match_indices(phrase)
                .find_map(|(at, _)| literal_at(text, at + phrase.len()))
        })
    };
    let mut announces = None;
    let mut stated = Facts {
        default: first(DEFAULTS),
        minimum: first(MINIMA).filter(|value| is_number(value)),
        maximum: first(MAXIMA).filter(|value| is_number(value)),
        values: Vec::new(),
    };
    if let Some((least, greatest)) = ranges_from(text, &lower) {
        stated.minimum.get_or_insert(least);
        stated.maximum.get_or_insert(greatest);
    }
    for phrase in CHOICES.split('|') {
        for (at, _) in lower.match_indices(phrase) {
            let values = joined_values(text, at + phrase.len());
            if values.len() > 1 {
                stated.values.extend(values);
            }
        }
    }
    for (colon, mark) in lower.match_indices([':', '：']) {
        let before = lower.get(..colon).unwrap_or_default().trim_end();
        let announced = ANNOUNCEMENTS.split('|').any(|words| {
            before
                .strip_suffix(words)
                .is_some_and(|head| !head.ends_with(|c: char| c.is_ascii_alphanumeric()))
        });
        if announced {
            let values = joined_values(text, colon + mark.len());
            announces = Some(!values.is_empty());
            stated.values.extend(values);
        }
    }
    (stated, announces)
}

/// `The value ranges from 1 to 64.`
fn ranges_from(text: &Text, lower: &str) -> Option<(String, String)> {
    let phrase = "value ranges from ";
    let at = lower.find(phrase)? + phrase.len();
    let rest = text.as_str().get(at..)?;
    let (least, rest) = rest.split_once(" to ")?;
    let greatest = rest.split_whitespace().next()?.trim_end_matches(['.', ',', ';']);
    (is_number(least) && is_number(greatest)).then(|| (least.to_owned(), greatest.to_owned()))
}

/// Bold values with nothing between them but commas and conjunctions.
fn joined_values(text: &Text, from: usize) -> Vec<String> {
    let plain = text.as_str();
    let mut values = Vec::new();
    let mut end = from;
    for (range, value) in text.strong_in(from..plain.len()) {
        let between = plain.get(end..range.start).unwrap_or_default();
        let joins = between
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '、' | '/' | '，'))
            .all(|word| matches!(word, "" | "or" | "and" | "either" | "或" | "和"));
        if !joins {
            break;
        }
        values.push(unquoted(value.trim_end_matches([':', '：', ',', '.'])).to_owned());
        end = range.end;
    }
    values
}

/// The literal at an offset: the bold text there, or the last word of a sentence.
fn literal_at(text: &Text, from: usize) -> Option<String> {
    let plain = text.as_str();
    let rest = plain.get(from..)?;
    let begin = from + rest.len() - rest.trim_start().len();
    if let Some((_, strong)) = text.strong_in(begin..begin + 1).find(|(range, _)| range.start == begin) {
        return Some(unquoted(strong.trim_end_matches(['.', '。', ','])).to_owned()).filter(|value| !value.is_empty());
    }
    let rest = rest.trim_start();
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '。' | '(' | '（'))
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(length)?;
    let ended =
        word.ends_with('.') || after.is_empty() || !after.starts_with(char::is_whitespace) || after.starts_with(" (");
    let word = unquoted(word.trim_end_matches('.'));
    (ended && !word.is_empty()).then(|| word.to_owned())
}

/// The literal of a block, such as `0` of `Default Value: 0`.
pub(crate) fn literal(text: &Text) -> Option<String> {
    if crate::vocabulary::is_nothing(text.as_str()) {
        None
    } else {
        literal_at(text, 0)
    }
}

/// The value of a block that consists of one bold value.
pub(crate) fn only_value(text: &Text) -> Option<String> {
    text.is_strong()
        .then(|| unquoted(text.as_str().trim_end_matches(['.', ';', ',', ':', '。', '；', '：'])).to_owned())
}

/// The value of an item such as `created: the pool exists`.
pub(crate) fn item(text: &Text) -> Option<String> {
    let plain = text.as_str();
    let strong = text
        .strong_in(0..1)
        .next()
        .map(|(_, value)| value.trim_end_matches([':', '：', '.']));
    let value = strong.map(unquoted).or_else(|| {
        let head = plain.split([':', '：']).next().unwrap_or_default();
        let head = head.split([' ', '(', '（']).next().filter(|first| {
            let rest = head.get(first.len()..).unwrap_or_default().trim();
            rest.is_empty() || rest.starts_with(['(', '（', '-']) || is_number(first)
        })?;
        Some(unquoted(head.trim_end_matches(['.', ';', ',', '。', '；'])))
    })?;
    (!value.is_empty() || plain.starts_with("\"\"")).then(|| value.to_owned())
}

/// Whether an item is marked as the default.
pub(crate) fn is_default(item: &Text) -> bool {
    let lower = item.as_str().to_lowercase();
    ["(default value)", "(default)", "（默认值）", "(默认值)", "（默认）"]
        .iter()
        .any(|mark| lower.contains(mark))
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The part without leaked markup of the publisher's build: `[text](tag: x)`, whose conditions are returned too. A list
/// item within it becomes an item of its own.
pub(crate) fn without_leaks(part: &Part) -> (Cow<'_, [Part]>, Vec<String>) {
    let text = &part.text;
    let plain = text.as_str();
    let mut conditions = Vec::new();
    if let Some((head, _)) = plain.split_once(".xml)") {
        let name = head.rsplit_once('(').map_or("", |(_, name)| name);
        conditions.push(format!("`({name}.xml)`"));
    }
    let mut cell = Cell::default();
    let mut current = Text::default();
    let mut is_item = part.is_item;
    let mut done = 0;
    for (close, _) in plain.match_indices("](tag") {
        let Some(open) = plain
            .get(done..close)
            .and_then(|head| head.rfind('['))
            .map(|at| done + at)
        else {
            continue;
        };
        let Some(end) = plain.get(close..).and_then(|tail| tail.find(')')).map(|at| close + at) else {
            break;
        };
        conditions.push(format!("`{}`", plain.get(close..=end).unwrap_or_default()));
        current.append(&text.slice(done..open));
        let inner = plain.get(open + 1..close).unwrap_or_default();
        let entry = inner.trim_start().strip_prefix("- ").map(str::len);
        if entry.is_some() {
            cell.push(std::mem::take(&mut current), is_item);
            is_item = true;
        }
        current.append(&text.slice(close - entry.unwrap_or(inner.len())..close));
        done = end + 1;
    }
    if done == 0 {
        return (Cow::Borrowed(std::slice::from_ref(part)), conditions);
    }
    current.append(&text.slice(done..plain.len()));
    cell.push(current, is_item);
    (Cow::Owned(cell.parts), conditions)
}
