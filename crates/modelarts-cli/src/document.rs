//! JSON to print: as received, in another form, or a part of it.

use std::{borrow::Cow, io};

use bytes::Bytes;
use jmespath::Variable;
use serde::Serialize;
use serde_json::Value;

use crate::{answer::Answers, error::CommandError, json_layout, output};

/// JSON text.
pub(crate) struct Document(Bytes);

impl Document {
    /// The answer of one region as received; of several, a list in which each stands beside its region.
    pub(crate) fn of(answers: &Answers) -> Self {
        if let [(None, Ok(only))] = answers.as_slice() {
            return Self(only.body.clone());
        }
        let entries = answers.iter().map(|(region, answer)| {
            let (name, value) = match answer {
                Ok(answer) => ("response", Self(answer.body.clone()).text().into_owned()),
                Err(error) => ("error", to_json(error)),
            };
            format!("{{\"region\":{},\"{name}\":{value}}}", to_json(region))
        });
        let entries: Vec<_> = entries.collect();
        Self(format!("[{}]", entries.join(",")).into())
    }

    /// What a JMESPath expression selects.
    pub(crate) fn select(&self, expression: &str) -> Result<Self, CommandError> {
        let failed = |problem: String| {
            // The next lines point into the expression.
            let problem = problem.lines().next().unwrap_or_default();
            CommandError::misuse(format!("the query cannot be answered: {problem}"), "")
        };
        let data = Variable::from_json(&self.text()).map_err(failed)?;
        let found = jmespath::compile(expression).and_then(|compiled| compiled.search(data));
        let found = found.map_err(|error| failed(error.to_string()))?;
        Ok(Self(serde_json::to_vec_pretty(&*found).unwrap_or_default().into()))
    }

    pub(crate) fn value(&self) -> io::Result<Value> {
        Ok(serde_json::from_str(&self.text())?)
    }

    /// JSON, also of a response without a body.
    fn text(&self) -> Cow<'_, str> {
        match self.0.trim_ascii() {
            b"" => "null".into(),
            text => String::from_utf8_lossy(text),
        }
    }

    /// Prints it indented on a terminal, and else every byte as it is, with a line break at its end.
    pub(crate) fn print_json(&self) -> io::Result<()> {
        if let Some(pretty) = output::is_terminal().then(|| json_layout::pretty(&self.0)).flatten() {
            return output::print(pretty.as_bytes());
        }
        output::print(&self.0)?;
        match self.0.last() {
            None | Some(b'\n') => Ok(()),
            Some(_) => output::print(b"\n"),
        }
    }

    pub(crate) fn print_yaml(&self) -> io::Result<()> {
        let yaml = serde_saphyr::to_string(&self.value()?).map_err(|error| io::Error::other(error.to_string()))?;
        let safe = |line: &str| output::plain(line) + "\n";
        let yaml = match output::is_terminal() {
            true => yaml.lines().map(safe).collect(),
            false => yaml,
        };
        output::print(yaml.as_bytes())
    }
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
