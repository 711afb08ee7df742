//! Answers of regions.

use crate::{error::CommandError, table::Table};

/// The answer of a region.
#[derive(Clone)]
pub(crate) struct Answer {
    /// JSON.
    pub(crate) body: Vec<u8>,
    /// The command's own table, if it is wanted.
    pub(crate) table: Option<Table>,
    /// What is missing from it.
    pub(crate) failures: Vec<CommandError>,
}

/// Answers, each with the region if it is one of several.
pub(crate) type Answers = Vec<(Option<String>, Result<Answer, CommandError>)>;

impl Answer {
    pub(crate) fn new(body: Vec<u8>, table: Option<Table>) -> Self {
        let failures = Vec::new();
        Self { body, table, failures }
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
