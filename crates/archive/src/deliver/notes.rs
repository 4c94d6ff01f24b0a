//! What the archive notes about a target. It may be lost: a round without it does more
//! work and comes to the same.

use super::git::Note;
use crate::config::Target;
use crate::{Archive, ArchiveError};
use serde::{Deserialize, Serialize};

/// What is noted about a target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Notes {
    /// Of a repository: how its branch stood after the last round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) git: Option<Note>,
    /// The commit that the remote was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pushed: Option<String>,
}

/// Reads them; what does not read counts as lost.
pub(super) fn read(archive: &Archive, target: &Target) -> Result<Notes, ArchiveError> {
    let text = archive.store.read()?.delivery(target.name())?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Keeps them.
pub(super) fn write(archive: &Archive, target: &Target, notes: &Notes) -> Result<(), ArchiveError> {
    let text = serde_json::to_string(notes).unwrap_or_default();
    let writer = archive.store.write()?;
    writer.set_delivery(target.name(), &text)?;
    Ok(writer.commit()?)
}
