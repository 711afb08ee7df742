//! What came of a program that reads the document and is no generator: a linter, a mock server, a contract tester.

use super::generator::Stop;

/// A row of the table.
pub struct Probe {
    /// The program, with its version.
    pub tool: String,
    /// What it was given to do.
    pub task: String,
    /// What it found: `Ok` with what went well, or what disagrees.
    pub finding: Result<String, Stop>,
}

impl Probe {
    /// What speaks against the document.
    pub fn disagreement(&self) -> Option<String> {
        match &self.finding {
            Err(Stop::Broken(message)) => Some(format!("{} ({}): {message}", self.tool, self.task)),
            _ => None,
        }
    }
}
