//! Readers: bytes to documents with drafts of events.
//!
//! Each format is a folder or file of its own and a pure function from text
//! (and what is known about it, [`Origin`]) to [`annals_model::Document`]s.
//! Only [`inputs`] touches the file system. Bad input is not an error: a reader
//! returns what it understood and notes about the rest.

pub mod context;
pub mod current_events;
pub mod event_lines;
pub mod feed;
pub mod inputs;
pub mod warc;

use annals_model::{Timestamp, tidy};

/// What is known about an input apart from its bytes.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The name that messages show: a path, or `archive.tar.gz/path/inside`, with `/`.
    pub name: String,
    /// When the world could know this state of the input, where somebody says so.
    pub known_at: Option<Timestamp>,
    /// Language of the text, BCP 47, where the input itself does not tell; `en` if empty.
    pub lang: String,
    /// The upstream's revision that the input is, where that is known.
    pub revision: Option<PageRevision>,
}

/// A revision of an upstream's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRevision {
    /// The page's title.
    pub page: String,
    /// The revision's id.
    pub id: u64,
    /// Who saved it, where that is known and may be told.
    pub author: Option<String>,
}

/// A stretch of an input as notes quote it: tidy, at most 80 characters.
pub(crate) fn quote(text: &str) -> String {
    // Looking at a bounded stretch keeps a note about a huge line cheap.
    let beginning: String = text.chars().take(400).collect();
    let tidy = tidy(&beginning);
    if tidy.chars().count() > 80 || beginning.len() < text.len() {
        let cut: String = tidy.chars().take(79).collect();
        cut + "…"
    } else {
        tidy
    }
}
