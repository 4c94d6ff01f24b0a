//! Searching an archive: the index in step with it, questions, answers.
//!
//! The index lies in the archive's folder `index`. It is derived: it can be thrown
//! away, and what is damaged, of another version, or behind is made again or brought
//! up to date by [`refresh`]. A [`Searcher`] is open for questions and is shared
//! between threads.

mod answer;
mod ask;
mod item;
mod refresh;
mod states;

pub use annals_search::{Extent, Kind, Question, Sort};
pub use answer::{
    Answer, Bucket, Completion, Facets, Fragment, Histogram, Hit, Named, Note, Score, Segment,
    Suggestion, Year,
};
pub use refresh::{Report, rebuild, refresh};

use crate::{Archive, ArchiveError};
use annals_search::{Index, SearchError};
use std::path::PathBuf;

/// The folder of an archive's index.
pub fn folder(archive: &Archive) -> PathBuf {
    archive.dir.join("index")
}

/// An archive's index, open for questions; `Send` and `Sync`.
#[derive(Debug)]
pub struct Searcher {
    index: Index,
}

impl Searcher {
    /// Opens the index of an archive after bringing it up to date; makes it where there
    /// is none, or none that can be used.
    ///
    /// Where it is behind and cannot be written (another process does, or the folder
    /// is read-only), questions are answered from it as it is, and the report says so.
    ///
    /// # Errors
    /// There is no index and none can be made, or the database cannot be read.
    pub fn open(archive: &Archive) -> Result<(Searcher, Report), ArchiveError> {
        let dir = folder(archive);
        let index = match Index::open(&dir) {
            Ok(index) => index,
            Err(SearchError::Busy(_)) => return Err(SearchError::Busy(dir).into()),
            Err(why) => {
                let report = rebuild(archive, &why.to_string())?;
                return Ok((Searcher { index: Index::open(&dir)? }, report));
            }
        };
        let searcher = Searcher { index };
        let report = searcher.refresh(archive)?;
        Ok((searcher, report))
    }

    /// Brings the index up to date with the archive, and this handle with the index.
    ///
    /// # Errors
    /// The database cannot be read. That the index cannot be written is none: the
    /// report says that it is behind.
    pub fn refresh(&self, archive: &Archive) -> Result<Report, ArchiveError> {
        // Another process may have done it.
        let _ = self.index.reload();
        let last = archive.store.read()?.last_change()?;
        if self.index.change() == last {
            return Ok(Report::nothing(last));
        }
        let report = match refresh(archive) {
            Ok(report) => report,
            Err(ArchiveError::Search(_)) => Report::behind(self.index.change()),
            Err(error) => return Err(error),
        };
        self.index.reload()?;
        Ok(report)
    }

    /// The index itself.
    pub fn index(&self) -> &Index {
        &self.index
    }
}
