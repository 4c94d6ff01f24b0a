//! Noticing that `annals.toml` was changed.

use crate::archive::SETTINGS;
use crate::{Archive, ArchiveError};
use std::path::Path;

/// The text of the settings' file that was looked at last.
#[derive(Debug)]
pub(super) struct Settings(Option<Vec<u8>>);

impl Settings {
    /// Opens an archive, and remembers the settings that it was opened with.
    pub(super) fn open(dir: &Path) -> Result<(Settings, Archive), ArchiveError> {
        // Read before: a change between the two is noticed at the next look.
        let settings = Settings(read(dir));
        Ok((settings, Archive::open(dir)?))
    }

    /// The archive with its settings where they were changed since the last look.
    ///
    /// # Errors
    /// They are no good now; said once for each change.
    pub(super) fn look(&mut self, dir: &Path) -> Result<Option<Archive>, String> {
        let now = read(dir);
        if now == self.0 {
            return Ok(None);
        }
        self.0 = now;
        Archive::open(dir).map(Some).map_err(|error| super::chain(&error))
    }
}

fn read(dir: &Path) -> Option<Vec<u8>> {
    std::fs::read(dir.join(SETTINGS)).ok()
}
