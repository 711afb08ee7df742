//! The place in a JSON text where an error was found.
//!
//! serde's errors know the line and the column. The path is read from the text up to there, so that decoding need not
//! keep track of it, nor be compiled a second time to do so.

use std::fmt::Write;

use serde_json::error::Category;

/// Where `error` was found in `text`, as `items[0].metadata.name`; a single dot stands for all of it.
pub(super) fn of(error: &serde_json::Error, text: &str) -> String {
    let line = error.line().saturating_sub(1);
    let lines_before = text.split_inclusive('\n').take(line).map(str::len);
    let mut end = lines_before.sum::<usize>() + error.column();
    if error.classify() == Category::Syntax {
        // Such an error lies just behind the character that should not be there.
        end = end.saturating_sub(1);
    }
    let read = (0..=end).rev().find_map(|end| text.get(..end));
    at_end(read.unwrap_or_default())
}

/// The place that the end of `text` belongs to: `text` is the beginning of a longer one.
pub(super) fn at_end(text: &str) -> String {
    let mut steps = Vec::new();
    let mut rest = text;
    let mut is_key = false;
    while let Some(at) = rest.find(['{', '}', '[', ']', ',', ':', '"']) {
        let (sign, after) = rest.split_at(at).1.split_at(1);
        rest = after;
        match sign {
            "{" => steps.push(Step::Key(String::new())),
            "[" => steps.push(Step::Index(0)),
            "}" | "]" => {
                steps.pop();
            }
            "," => match steps.last_mut() {
                Some(Step::Index(index)) => *index += 1,
                Some(step) => *step = Step::Key(String::new()),
                None => {}
            },
            "\"" => {
                let Some((string, after)) = string(rest) else { break };
                rest = after;
                if is_key && let Some(step) = steps.last_mut() {
                    // An escape in it stands for something else.
                    *step = Step::Key(serde_json::from_str(&format!("\"{string}\"")).unwrap_or_default());
                }
            }
            _ => {}
        }
        is_key = matches!(sign, "{" | ",") && matches!(steps.last(), Some(Step::Key(_)));
    }
    print(&steps)
}

/// A step from a value into one that it holds.
enum Step {
    /// By a key, which is empty as long as it has not been read.
    Key(String),
    Index(usize),
}

/// Parts a text behind a quotation mark into what stands before the next one and what follows that.
fn string(text: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    let end = text.find(|character| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end
    })?;
    let (string, after) = text.split_at(end);
    Some((string, after.split_at(1).1))
}

fn print(steps: &[Step]) -> String {
    let mut place = String::new();
    for step in steps {
        // Writing to a string does not fail.
        let _ = match step {
            Step::Key(key) if key.is_empty() => Ok(()),
            Step::Key(key) if place.is_empty() => place.write_str(key),
            Step::Key(key) => write!(place, ".{key}"),
            Step::Index(index) => write!(place, "[{index}]"),
        };
    }
    if place.is_empty() { ".".to_owned() } else { place }
}
