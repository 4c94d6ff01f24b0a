//! The archive as it stood: a copy that holds only what was known at a moment.

use crate::record::Recorder;
use crate::{Archive, ArchiveError};
use annals_model::{Document, Incoming, Kept, Timestamp, history};
use annals_store::Store;
use tempfile::TempDir;

/// An archive folded over the revisions known at a time; gone when dropped.
#[derive(Debug)]
pub struct AsOf {
    /// The copy. Everything that can be done with an archive can be done with it.
    pub archive: Archive,
    _folder: TempDir,
}

/// Copies what was known at `time` into a temporary archive: events that nobody
/// knew of are left out, later revisions too. Addresses and ids are the same.
pub fn copy(archive: &Archive, time: Timestamp) -> Result<AsOf, ArchiveError> {
    let fail = |e| ArchiveError::Folder(std::env::temp_dir(), e);
    let folder = TempDir::new().map_err(fail)?;
    let store = Store::create(&folder.path().join("annals.db"))?;
    let copy = Archive { dir: folder.path().to_owned(), config: archive.config.clone(), store };
    let reader = archive.store.read()?;
    let mut recorder = Recorder::begin(&copy, time)?;
    reader.each_event::<ArchiveError>(|event| {
        let steps = history::steps(&reader.revisions(event.row)?);
        let known: Vec<u32> =
            steps.iter().take_while(|s| history::known_from(s) <= time).map(|s| s.number).collect();
        if known.is_empty() {
            return Ok(());
        }
        let mut revisions = reader.revisions(event.row)?;
        revisions.retain(|r| known.contains(&r.number));
        for (number, revision) in revisions.iter_mut().enumerate() {
            revision.number = number as u32 + 1;
        }
        let kept = Kept {
            id: event.id,
            path: event.path,
            old_paths: reader.old_paths(event.row)?,
            revisions,
        };
        let found = vec![Incoming::Kept(kept)];
        recorder.record(&Document { found, ..Document::default() })?;
        Ok(())
    })?;
    let mut corrections = reader.corrections()?;
    corrections.retain(|c| c.known_from() <= time);
    recorder.record(&Document { corrections, ..Document::default() })?;
    recorder.commit()?;
    Ok(AsOf { archive: copy, _folder: folder })
}
