//! What became of an act: what it changed, or why it was not done.

use crate::ArchiveError;
use annals_model::{EventId, Step, Value};
use annals_store::{StoreError, StoredEvent};
use serde::Serialize;

/// What an act changed. It is kept when this is returned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The events that have a new revision, the one that was named first; empty
    /// where all was so before.
    pub events: Vec<Revised>,
    /// The number of the correction that was recorded, for acts that say something
    /// of what is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correction: Option<u32>,
}

/// An event with its new revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revised {
    /// Its id.
    pub id: String,
    /// Its page's path without suffix.
    pub url: String,
    /// The number of its last revision: what the next act is to expect.
    pub revision: u32,
    /// Whether the act made the event.
    pub created: bool,
}

/// Why an act was not done. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The request says something that nobody can mean; the text says what.
    #[error("{0}")]
    Invalid(String),
    /// What the request names is not there.
    #[error("{0}")]
    Missing(String),
    /// It cannot be as things are; the text says why, and what can be done.
    #[error("{0}")]
    Refused(String),
    /// Somebody else revised the event since the editor saw it.
    #[error(
        "the event {} has revision {} by now, and {} was expected",
        .0.current.id,
        .0.revision,
        .0.expected
    )]
    Conflict(Box<Conflict>),
    /// The archive.
    #[error(transparent)]
    Archive(ArchiveError),
}

/// Two edits of one event that did not know of each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The event.
    pub event: EventId,
    /// The revision that the editor saw.
    pub expected: u32,
    /// The last revision.
    pub revision: u32,
    /// What the act would state of the event; empty where it states nothing of it.
    pub yours: Vec<Value>,
    /// The revisions since the one that was expected, in the order of knowing.
    pub theirs: Vec<Step>,
    /// The event as it stands.
    pub current: StoredEvent,
}

impl From<ArchiveError> for ActError {
    fn from(error: ArchiveError) -> ActError {
        match error {
            ArchiveError::Refused(why) => ActError::Refused(why),
            other => ActError::Archive(other),
        }
    }
}

impl From<StoreError> for ActError {
    fn from(error: StoreError) -> ActError {
        ActError::Archive(error.into())
    }
}
