//! What can go wrong with an index.

use std::path::PathBuf;

/// Why the index cannot be read or written. None of them concerns the archive:
/// an index can always be made again.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is none yet.
    #[error("`{0}` holds no search index")]
    Missing(PathBuf),
    /// It was written by another version, or is damaged; the text says which.
    #[error("the search index `{0}` is unusable: {1}")]
    Unusable(PathBuf, String),
    /// Another process is writing it.
    #[error("another process is writing the search index `{0}`")]
    Busy(PathBuf),
    /// A file or folder.
    #[error("could not write `{0}`")]
    Folder(PathBuf, #[source] std::io::Error),
    /// The search engine.
    #[error("the search index: {0}")]
    Engine(#[from] tantivy::TantivyError),
}
