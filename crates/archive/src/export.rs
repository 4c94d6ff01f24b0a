//! Exporting: the whole archive as event lines, its feeds as OPML.

use crate::{Archive, ArchiveError};
use annals_import::{
    event_lines,
    feed::opml::{self, Subscription},
};
use annals_model::Kept;
use std::io::Write;

/// Writes every event with its history, in the order of recording, and then what
/// people said of what is computed, so that an import into an empty archive gives
/// the same archive. Returns the number of events.
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
    for correction in reader.corrections()? {
        event_lines::write_correction(&correction, out).map_err(ArchiveError::Export)?;
    }
    out.flush().map_err(ArchiveError::Export)?;
    Ok(lines)
}

/// Writes the feeds that are followed as OPML. Returns how many there are.
pub fn feeds(archive: &Archive, out: &mut impl Write) -> Result<u64, ArchiveError> {
    let subscriptions = archive.store.read()?.subscriptions()?;
    let list: Vec<Subscription> = subscriptions
        .into_iter()
        .map(|s| Subscription {
            title: s.title.unwrap_or_else(|| s.address.clone()),
            address: s.address,
            site: s.site,
            folder: s.folder.iter().flat_map(|f| f.split('/')).map(str::to_owned).collect(),
        })
        .collect();
    let text = opml::write(&archive.config.title, &list);
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(ArchiveError::Export)?;
    Ok(list.len() as u64)
}
