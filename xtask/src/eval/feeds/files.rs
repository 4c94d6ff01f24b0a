//! The test feeds of a folder or an archive, and what they say of themselves:
//! `Expect:` and `Header:` lines in a comment.

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

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

/// All feeds at a path, sorted.
pub(super) fn read(path: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    if path.is_dir() {
        folder(path, path, &mut cases)?;
    } else {
        archive(path, &mut cases)?;
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

fn folder(root: &Path, path: &Path, cases: &mut Vec<Case>) -> Result<()> {
    let entries = std::fs::read_dir(path);
    for entry in entries.with_context(|| format!("cannot read {}", path.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            folder(root, &path, cases)?;
        } else if path.extension().is_some_and(|e| e == "xml" || e == "json") {
            let name = path.strip_prefix(root).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(&path);
            let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
            cases.push(Case { name, bytes });
        }
    }
    Ok(())
}

fn archive(path: &Path, cases: &mut Vec<Case>) -> Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    for entry in archive.entries()? {
        let mut entry = entry.with_context(|| format!("cannot read {}", path.display()))?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if name.ends_with(".xml") || name.ends_with(".json") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            cases.push(Case { name, bytes });
        }
    }
    Ok(())
}
