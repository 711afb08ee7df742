//! JSON to print: as received, in another form, or a part of it.

use jmespath::Variable;
use serde::Serialize;
use serde_json::Value;

use crate::{error::CommandError, json_layout, output, show::Answers};

/// JSON text.
pub(crate) struct Document(Vec<u8>);

/// The answer of one region as received; of several, a list in which each stands beside its region.
pub(crate) fn join(answers: &Answers) -> Document {
    if let [(None, Ok(only))] = answers.as_slice() {
        return Document(only.body.clone());
    }
    let entries = answers.iter().map(|(region, answer)| {
        let region = to_json(region);
        match answer {
            Ok(answer) => {
                let body = String::from_utf8_lossy(&answer.body);
                let body = if body.trim().is_empty() { "null" } else { body.trim() };
                format!("{{\"region\":{region},\"response\":{body}}}")
            }
            Err(error) => format!("{{\"region\":{region},\"error\":{}}}", to_json(error)),
        }
    });
    let entries: Vec<_> = entries.collect();
    Document(format!("[{}]", entries.join(",")).into_bytes())
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl Document {
    /// What a JMESPath expression selects.
    pub(crate) fn select(&self, expression: &str) -> Result<Self, CommandError> {
        let failed = |problem: String| CommandError::misuse(format!("the query cannot be answered: {problem}"), "");
        let text = String::from_utf8_lossy(&self.0);
        let text = if text.trim().is_empty() { "null" } else { &*text };
        let data = Variable::from_json(text).map_err(failed)?;
        let found = jmespath::compile(expression).and_then(|compiled| compiled.search(data));
        let found = found.map_err(|error| failed(error.to_string()))?;
        Ok(Self(serde_json::to_vec_pretty(&*found).unwrap_or_default()))
    }

    pub(crate) fn value(&self) -> Result<Value, CommandError> {
        let text = if self.0.trim_ascii().is_empty() {
            b"null"
        } else {
            &*self.0
        };
        serde_json::from_slice(text).map_err(|error| CommandError::printing(error.into()))
    }

    /// Indented on a terminal, and else every byte as it is, with a line break at its end.
    pub(crate) fn json(self) -> Vec<u8> {
        let pretty = output::is_terminal().then(|| json_layout::pretty(&self.0)).flatten();
        let mut json = pretty.map_or(self.0, String::into_bytes);
        if !json.is_empty() && !json.ends_with(b"\n") {
            json.push(b'\n');
        }
        json
    }

    pub(crate) fn yaml(&self) -> Result<String, CommandError> {
        let yaml = serde_saphyr::to_string(&self.value()?);
        let yaml = yaml.map_err(|error| CommandError::printing(std::io::Error::other(error.to_string())))?;
        let safe = |line: &str| output::plain(line) + "\n";
        Ok(if output::is_terminal() {
            yaml.lines().map(safe).collect()
        } else {
            yaml
        })
    }
}
