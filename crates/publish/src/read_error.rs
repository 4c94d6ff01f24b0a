//! What goes wrong when a published page is read back.

use crate::Format;

/// A page that is not one of ours, or was damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} page, line {line}: {problem}", format.name())]
pub struct ReadError {
    /// The format that was expected.
    pub format: Format,
    /// Line of the page, from 1.
    pub line: usize,
    /// What is wrong, quoting at most some 80 characters of the page.
    pub problem: String,
}

impl ReadError {
    /// A problem at a line.
    pub(crate) fn new(format: Format, line: usize, problem: impl Into<String>) -> ReadError {
        ReadError { format, line, problem: problem.into() }
    }
}

/// The beginning of a text, for messages.
pub(crate) fn brief(text: &str) -> String {
    text.chars().take(80).collect()
}
