//! Which feeds a round renders, noted on their way into a place, so that hubs are told
//! of those that changed.

use crate::config::Target;
use crate::{Archive, ArchiveError};
use annals_publish::site::{Mode, Sink, SiteError};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A place, with the digests of the feeds that were put there.
pub(super) struct Feeds<'a> {
    place: &'a dyn Sink,
    hubs: &'a [String],
    digests: Mutex<BTreeMap<String, [u8; 32]>>,
}

impl<'a> Feeds<'a> {
    pub(super) fn over(place: &'a dyn Sink, hubs: &'a [String]) -> Feeds<'a> {
        Feeds { place, hubs, digests: Mutex::default() }
    }

    /// Notes them before the place shows them: whoever is killed in between tells a hub
    /// once too often and never once too seldom.
    pub(super) fn note(&self, archive: &Archive, target: &Target) -> Result<(), ArchiveError> {
        let digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if digests.is_empty() {
            return Ok(());
        }
        let writer = archive.store.write()?;
        for (path, digest) in &*digests {
            for hub in self.hubs {
                writer.set_feed(target.name(), path, hub, digest)?;
            }
        }
        Ok(writer.commit()?)
    }
}

/// Whether a path of a site is a feed's.
fn is_feed(path: &str) -> bool {
    let suffix = path.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    matches!(suffix, "atom" | "rss") || (suffix == "json" && path.contains("/feeds/"))
}

impl Sink for Feeds<'_> {
    fn mode(&self) -> Mode {
        self.place.mode()
    }

    fn previous_state(&self) -> Option<&str> {
        self.place.previous_state()
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        self.place.put(path, bytes)?;
        if !self.hubs.is_empty() && is_feed(path) {
            let digest = Sha256::digest(bytes).into();
            let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
            digests.insert(path.to_owned(), digest);
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), SiteError> {
        self.place.remove(path)
    }
}
