//! Answers of regions.

use bytes::Bytes;

use crate::{error::CommandError, table::Table};

/// The answer of a region.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) content: Content,
    /// What is missing from it.
    pub(crate) failures: Vec<CommandError>,
}

#[derive(Clone)]
pub(crate) enum Content {
    /// JSON, mostly as received.
    Json(Bytes),
    /// The command's own table.
    Table(Table),
}

/// Answers, each with the region if it is one of several.
pub(crate) type Answers = Vec<(Option<String>, Result<Answer, CommandError>)>;

/// A whole answer.
impl From<Content> for Answer {
    fn from(content: Content) -> Self {
        let failures = Vec::new();
        Self { content, failures }
    }
}

impl Answer {
    /// The JSON; empty of a table.
    pub(crate) fn body(&self) -> Bytes {
        match &self.content {
            Content::Json(body) => body.clone(),
            Content::Table(_) => Bytes::new(),
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
