//! The test feeds of a folder or an archive, and what they say of themselves:
//! `Expect:` and `Header:` lines in a comment.

use crate::eval::files::Files;
use anyhow::Result;
use std::path::Path;

/// The gold data's archive.
const GOLD: &str = "feeds-feedparser.tar.gz";

/// The address that feedparser's tests are served from.
const SERVER: &str = "http://127.0.0.1:8097/";

/// A test feed.
pub(super) struct Case {
    /// Its path, with `/`.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Case {
    /// The Python expression that should hold.
    pub(super) fn expect(&self) -> Option<String> {
        let line = self.lines("Expect:").into_iter().next()?;
        Some(line.trim_end_matches("-->").trim().to_owned())
    }

    /// The value of an HTTP header.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let headers = self.lines("Header:");
        let mut named = headers.iter().filter_map(|h| h.split_once(':'));
        let (_, value) = named.find(|(n, _)| n.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().to_owned())
    }

    /// The address that the feed would have had.
    pub(super) fn url(&self) -> String {
        format!("{SERVER}{}", self.name)
    }

    fn lines(&self, label: &str) -> Vec<String> {
        // UTF-16 and UTF-32 without their zeros are near enough for a line of ASCII.
        let bytes: Vec<u8> = self.bytes.iter().copied().filter(|b| *b != 0).collect();
        let text = String::from_utf8_lossy(&bytes);
        let labelled = text.lines().filter_map(|l| l.trim_start().strip_prefix(label));
        labelled.map(|l| l.trim().to_owned()).collect()
    }
}

/// All feeds of a set, sorted by name.
pub(super) fn read(path: Option<&Path>) -> Result<Vec<Case>> {
    let feed = |name: &str| name.ends_with(".xml") || name.ends_with(".json");
    let files = Files::read(path, GOLD)?.into_iter().filter(|(name, _)| feed(name));
    Ok(files.map(|(name, bytes)| Case { name, bytes }).collect())
}
