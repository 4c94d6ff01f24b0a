//! Exporting: the whole archive as event lines.

use crate::{Archive, ArchiveError};
use annals_import::event_lines;
use annals_model::Kept;
use std::io::Write;

/// Writes every event with its history, in the order of recording, so that an
/// import into an empty archive gives the same archive. Returns the number of lines.
pub fn lines(archive: &Archive, out: &mut impl Write) -> Result<u64, ArchiveError> {
    let reader = archive.store.read()?;
    let mut lines = 0;
    reader.each_event::<ArchiveError>(|event| {
        let kept = Kept {
            id: event.id,
            path: event.path,
            old_paths: reader.old_paths(event.row)?,
            revisions: reader.revisions(event.row)?,
        };
        event_lines::write(&kept, out).map_err(ArchiveError::Export)?;
        lines += 1;
        Ok(())
    })?;
    out.flush().map_err(ArchiveError::Export)?;
    Ok(lines)
}
