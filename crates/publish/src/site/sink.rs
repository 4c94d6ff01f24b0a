//! Where a site's files go: a folder, a repository, a bucket.
//!
//! Whoever renders knows only this: what stands at the place already
//! ([`Sink::previous_state`]), and that files are put and removed. When the place
//! shows them is the place's own affair, which its own `commit` decides.

use super::{Mode, Publication, SiteError};

/// A place that takes a site's files.
pub trait Sink: Sync {
    /// What the caller has to give.
    fn mode(&self) -> Mode;

    /// In an update, the state that the last commit was given.
    fn previous_state(&self) -> Option<&str>;

    /// Puts a file at `path`, which begins at the site's root: `/news/index.html`.
    /// May be called from many threads. A file whose bytes stand there already is
    /// not written.
    ///
    /// # Errors
    /// Where the path could lead out of the site or is no file's, or the place
    /// does not take it.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError>;

    /// Removes the file at `path`. A path that is not there, or that is put
    /// afterwards, is no error.
    ///
    /// # Errors
    /// Where the path is no file's.
    fn remove(&self, path: &str) -> Result<(), SiteError>;
}

impl Sink for Publication {
    fn mode(&self) -> Mode {
        Publication::mode(self)
    }

    fn previous_state(&self) -> Option<&str> {
        Publication::previous_state(self)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), SiteError> {
        Publication::put(self, path, bytes)
    }

    fn remove(&self, path: &str) -> Result<(), SiteError> {
        Publication::remove(self, path)
    }
}
