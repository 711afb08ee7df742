//! Phrases that state facts in descriptions, in English and Chinese.

use std::{collections::HashSet, ops::Range};

use crate::{blocks::Part, text::Text, vocabulary::is_nothing};

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
}

impl Label {
    /// Whether it is of the labelled blocks, which may be the items of a list.
    pub(crate) fn is_block(self) -> bool {
        !matches!(self, Self::Default | Self::Minimum | Self::Maximum)
    }
}

/// Words of the labels. A word precedes those that it ends with.
const LABELS: [(Label, &str); 7] = [
    (Label::Definition, "Definition|参数解释|参数描述"),
    (Label::Constraints, "Constraints|Constraint|约束限制"),
    (Label::Range, "Value Range|Value range|Range|取值范围"),
    (Label::DefaultValue, "Default Value|Default value|默认取值"),
    (Label::Default, "Default|缺省值|默认值"),
    (Label::Minimum, "Minimum length|Minimum value|Minimum|最小长度|最小值"),
    (Label::Maximum, "Maximum length|Maximum value|Maximum|最大长度|最大值"),
];

/// What precedes the colon of a list of values, in lower case but for words that mean it only at the beginning of a
/// sentence.
const ANNOUNCEMENTS: &str = "options|options are|options are as follows|options include|possible values|\
    possible values are|possible values are as follows|values are as follows|available values|available values are|\
    valid values|supported values|value can be|value can be one of the following|value is one of the following|\
    enums|enums are as follows|enum values|enumeration values|enumerated values|enumerated values are as follows|\
    Values|Value options|including|取值如下|可选值|可选值如下|取值包括|取值包含|枚举值|枚举值如下";

/// What precedes bold values that are joined by commas and words.
const CHOICES: &str = "value can be |values can be |value may be |value must be |value can only be |value is either |\
    options are ";
/// What precedes the only value.
const CONSTANTS: &str = "value is fixed at |value is fixed to ";
const DEFAULTS: &str = "default value is |defaults to |默认值为|默认为|默认值是";
const MINIMA: &str = "minimum value is |minimum length is ";
const MAXIMA: &str = "maximum value is |maximum length is ";
/// What precedes a number, ` to ` and another.
const RANGES: &str = "value ranges from ";
const DEFAULT_MARKS: &str = "(default value)|(default)|（默认值）|(默认值)|（默认）";
/// What may follow a value.
const ENDS: [char; 7] = ['.', ';', ',', ':', '。', '；', '：'];

/// What a description states.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) values: Vec<String>,
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    /// Other words in bold print.
    pub(crate) mentioned: Vec<String>,
    listed: HashSet<String>,
}

impl Facts {
    /// Adds values, each once.
    pub(crate) fn add_values(&mut self, values: impl IntoIterator<Item = String>) {
        let listed = &mut self.listed;
        self.values
            .extend(values.into_iter().filter(|value| listed.insert(value.clone())));
    }

    /// Leaves out the words in bold print that are facts, or come twice.
    pub(crate) fn settle_mentioned(&mut self) {
        let single = [&self.default, &self.minimum, &self.maximum];
        self.listed.extend(single.into_iter().flatten().cloned());
        self.mentioned.retain(|word| self.listed.insert(word.clone()));
    }
}

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

/// Adds what a paragraph states, and returns whether a list that it announces is complete within it.
pub(crate) fn state(text: &Text, facts: &mut Facts) -> Option<bool> {
    let plain = text.as_str();
    let lower = plain.to_ascii_lowercase();
    let after = |phrases: &'static str| {
        let ends = |phrase: &'static str| lower.match_indices(phrase).map(|(at, _)| at + phrase.len());
        phrases.split('|').flat_map(ends).collect::<Vec<_>>().into_iter()
    };
    let number = |at: usize| word_at(text, at).map(|(word, _)| word).filter(|word| is_number(word));
    let range = after(RANGES).find_map(|at| {
        let to = at + plain.get(at..)?.find(" to ")? + " to ".len();
        Some((number(at)?, number(to)?))
    });
    let (least, greatest) = range.unzip();
    let first = |known: &mut Option<String>, stated: Option<String>| *known = known.take().or(stated);
    first(&mut facts.default, after(DEFAULTS).find_map(|at| literal_at(text, at)));
    first(&mut facts.minimum, after(MINIMA).find_map(number).or(least));
    first(&mut facts.maximum, after(MAXIMA).find_map(number).or(greatest));
    facts.mentioned.extend(mentioned(text));
    let choices = after(CHOICES).map(|at| joined_values(text, at));
    facts.add_values(choices.filter(|values| values.len() > 1).flatten());
    facts.add_values(after(CONSTANTS).flat_map(|at| joined_values(text, at)));
    let mut announces = None;
    for (colon, mark) in plain.match_indices([':', '：']) {
        if is_announcement(plain.get(..colon).unwrap_or_default()) {
            let values = joined_values(text, colon + mark.len());
            announces = Some(!values.is_empty());
            facts.add_values(values);
        }
    }
    announces
}

/// Whether a text before a colon announces a list of values, also of a part: `Options for **status**:`.
fn is_announcement(before: &str) -> bool {
    // Longer than any announcement.
    let begin = before.char_indices().rev().take(80).last().map_or(0, |(at, _)| at);
    let before = before.get(begin..).unwrap_or_default().trim_end();
    let lower = before.to_ascii_lowercase();
    let whole = |text: &str| {
        ANNOUNCEMENTS.split('|').any(|words| {
            let head = text.strip_suffix(words);
            head.is_some_and(|head| !head.ends_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    let part = lower.rsplit_once(" for ").filter(|(_, of)| !of.contains(' '));
    whole(before) || whole(&lower) || part.is_some_and(|(head, _)| whole(head))
}

/// Bold values with nothing between them but commas, conjunctions and remarks in parentheses.
fn joined_values(text: &Text, from: usize) -> Vec<String> {
    let plain = text.as_str();
    let mut values = Vec::new();
    let mut end = from;
    for (range, value) in text.strong_in(from..plain.len()) {
        let mut depth = 0_usize;
        let between = plain.get(end..range.start).unwrap_or_default();
        let between = between.replace(
            |c: char| {
                depth = (depth + usize::from(c == '(')).saturating_sub(usize::from(c == ')'));
                depth > 0 || c == ')'
            },
            "",
        );
        let joins = between
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '、' | '/' | '，'))
            .all(|word| matches!(word, "" | "or" | "and" | "either" | "或" | "和"));
        if depth > 0 || !joins {
            break;
        }
        values.push(unquoted(value.trim_end_matches(ENDS)).to_owned());
        end = range.end;
    }
    values
}

/// The literal at an offset: bold text, or the last word of a sentence, also with a unit after a number.
fn literal_at(text: &Text, from: usize) -> Option<String> {
    let (word, after) = word_at(text, from)?;
    let is_end = |after: &str| after.is_empty() || !after.starts_with(char::is_whitespace) || after.starts_with(" (");
    let unit = after.trim_start().trim_start_matches(char::is_alphanumeric);
    (is_end(after) || is_number(&word) && is_end(unit)).then_some(word)
}

/// The bold text at an offset, or the word there and what follows it in its sentence.
fn word_at(text: &Text, from: usize) -> Option<(String, &str)> {
    let plain = text.as_str();
    let rest = plain.get(from..)?.trim_start();
    let begin = plain.len() - rest.len();
    let strong = text.strong_in(begin..begin + 1).next();
    let (word, after) = match strong.filter(|(range, _)| range.start == begin) {
        Some((_, strong)) => (strong.trim_end_matches(ENDS), ""),
        None => {
            let ends = |(at, c): &(usize, char)| {
                let is_separator = *c == ',' && rest.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
                c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '。' | '(' | '（') && !is_separator
            };
            let length = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
            let (word, after) = rest.split_at_checked(length)?;
            (word.trim_end_matches('.'), if word.ends_with('.') { "" } else { after })
        }
    };
    let word = without_separators(unquoted(word));
    (!word.is_empty()).then_some((word, after))
}

/// A number without the commas between its thousands; other text as it is.
fn without_separators(text: &str) -> String {
    let mut groups = text.split(',');
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = groups.next().is_some_and(|group| group.len() < 4 && is_digits(group))
        && groups.all(|group| group.len() == 3 && is_digits(group));
    if is_number {
        text.replace(',', "")
    } else {
        text.to_owned()
    }
}

/// The literal of a block, such as `0` of `Default Value: 0`.
pub(crate) fn literal(text: &Text) -> Option<String> {
    if is_nothing(text.as_str()) {
        None
    } else {
        literal_at(text, 0)
    }
}

/// The value of a block that consists of one bold value.
pub(crate) fn only_value(text: &Text) -> Option<String> {
    let value = text.as_str().trim_end_matches(ENDS);
    let mut strong = text.strong_in(0..text.as_str().len());
    let is_whole = strong
        .next()
        .is_some_and(|(range, _)| range.start == 0 && range.end >= value.len());
    (is_whole && strong.next().is_none()).then(|| unquoted(value).to_owned())
}

/// The value that an item of a list names, as in `created: the pool exists`, and whether the text can be nothing else
/// than such an item.
pub(crate) fn item(text: &Text) -> Option<(String, bool)> {
    let plain = text.as_str();
    let strong = text.strong_in(0..1).next().map(|(range, _)| range.end);
    let end = strong.or_else(|| plain.find([' ', '(', '（', ':', '：']));
    let (head, rest) = plain.split_at_checked(end.unwrap_or(plain.len()))?;
    let rest = rest.trim_start();
    let is_ended = rest.trim_end_matches(ENDS).is_empty()
        || rest.starts_with([':', '：', '(', '（'])
        || strong.is_some() && head.ends_with(ENDS);
    let value = unquoted(head.trim_end_matches(ENDS));
    let is_value = strong.is_some() || is_ended || rest.starts_with('-') || is_number(value);
    let is_word = strong.is_some()
        || value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'));
    let is_something = !value.is_empty() || plain.starts_with("\"\"");
    (is_value && is_something).then(|| (value.to_owned(), is_ended && is_word && !is_nothing(plain)))
}

/// The words in bold print.
pub(crate) fn mentioned(text: &Text) -> impl Iterator<Item = String> {
    let words = text
        .strong_in(0..text.as_str().len())
        .map(|(_, word)| unquoted(word.trim_end_matches(ENDS)));
    words
        .filter(|word| !word.is_empty() && !word.contains(' '))
        .map(str::to_owned)
}

/// Whether an item is marked as the default.
pub(crate) fn is_default(item: &Text) -> bool {
    let lower = item.as_str().to_lowercase();
    DEFAULT_MARKS.split('|').any(|mark| lower.contains(mark))
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

/// The part without leaked markup of the publisher's build, `[text](tag: x)`, and with each item of a list in its line
/// for itself, as in `- **on**: it is - **off**`. Also returns the conditions of the build.
pub(crate) fn parts(part: &Part) -> (Vec<Part>, Vec<String>) {
    let plain = part.text.as_str();
    let mut conditions = Vec::new();
    if let Some((head, _)) = plain.split_once(".xml)") {
        let name = head.rsplit_once('(').map_or("", |(_, name)| name);
        conditions.push(format!("`({name}.xml)`"));
    }
    // What is left out, and whether an item begins there.
    let mut cuts: Vec<(Range<usize>, bool)> = Vec::new();
    for (close, _) in plain.match_indices("](tag") {
        let Some(end) = plain
            .get(close..)
            .and_then(|tail| tail.find(')'))
            .map(|at| close + at + 1)
        else {
            break;
        };
        let before = cuts.last().map_or(0, |(cut, _)| cut.end);
        let open = plain
            .get(before..close)
            .and_then(|head| head.rfind('['))
            .map(|at| before + at);
        let Some(open) = open else { continue };
        conditions.push(format!("`{}`", plain.get(close..end).unwrap_or_default()));
        let is_item = plain.get(open..close).is_some_and(|inner| inner.starts_with("[- "));
        cuts.push((open..open + if is_item { "[- ".len() } else { 1 }, is_item));
        cuts.push((close..end, false));
    }
    for (at, _) in plain.match_indices("- ") {
        let next = part.text.strong_in(at + 2..at + 3).next();
        let is_apart = plain
            .get(..at)
            .is_some_and(|before| before.is_empty() || before.ends_with(' '));
        if is_apart && next.is_some_and(|(strong, _)| strong.start == at + 2) {
            cuts.push((at..at + 2, true));
        }
    }
    cuts.sort_by_key(|(cut, _)| cut.start);
    cuts.push((plain.len()..plain.len(), true));
    let (mut parts, mut text, mut is_item, mut done) = (Vec::new(), Text::default(), part.is_item, 0);
    for (cut, begins_item) in cuts {
        if cut.start < done {
            continue;
        }
        text.append(&part.text.slice(done..cut.start));
        done = cut.end;
        if begins_item {
            let text = std::mem::take(&mut text);
            parts.extend((!text.is_empty()).then_some(Part { text, is_item }));
            is_item = true;
        }
    }
    (parts, conditions)
}
