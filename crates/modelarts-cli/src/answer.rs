//! Answers of regions.

use bytes::Bytes;

use crate::{error::CommandError, table::Table};

/// The answer of a region.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    /// JSON, mostly as received; empty beside a table.
    pub(crate) body: Bytes,
    /// The command's own table, if it is wanted.
    pub(crate) table: Option<Table>,
    /// What is missing from it.
    pub(crate) failures: Vec<CommandError>,
}

/// Answers, each with the region if it is one of several.
pub(crate) type Answers = Vec<(Option<String>, Result<Answer, CommandError>)>;

impl Answer {
    pub(crate) fn of_json(body: impl Into<Bytes>) -> Self {
        let body = body.into();
        Self {
            body,
            ..Self::default()
        }
    }

    pub(crate) fn of_table(table: Table) -> Self {
        let table = Some(table);
        Self {
            table,
            ..Self::default()
        }
    }
}

/// Everything that failed.
pub(crate) fn errors(answers: &Answers) -> Vec<CommandError> {
    let failures = answers.iter().flat_map(|(_, answer)| match answer {
        Ok(answer) => answer.failures.as_slice(),
        Err(error) => std::slice::from_ref(error),
    });
    failures.cloned().collect()
}
