//! The formats that annals imports: one list, for finding, help and documentation.

use crate::{context, current_events, event_lines, feed};
use std::str::FromStr;

/// A format of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Day pages of Wikipedia's Current Events portal.
    Wikitext,
    /// Pages of The Context, the archive before annals.
    Context,
    /// annals' interchange format.
    Lines,
    /// RSS, Atom, JSON Feed.
    Feed,
    /// OPML: a list of feeds.
    Opml,
    /// A saved page: HTML, or the text of one.
    Page,
    /// Web archives: WARC, ARC, WACZ.
    Warc,
}

/// A format with what is said about it.
#[derive(Debug)]
pub struct FormatInfo {
    /// Which one.
    pub format: Format,
    /// Its name on the command line.
    pub name: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Whether a text that begins like this is in the format.
    pub looks_like: fn(&str) -> bool,
}

/// Every format, in the order in which content is tried: the strictest first.
pub const FORMATS: &[FormatInfo] = &[
    FormatInfo {
        format: Format::Lines,
        name: "lines",
        help: "event lines: JSONL, one event a line, plain or gzipped",
        looks_like: event_lines::looks_like,
    },
    FormatInfo {
        format: Format::Context,
        name: "context",
        help: "The Context's Markdown: event and day pages, a folder or a tar archive",
        looks_like: context::looks_like,
    },
    FormatInfo {
        format: Format::Wikitext,
        name: "wikitext",
        help: "day pages of Wikipedia's Current Events portal, as wikitext",
        looks_like: current_events::looks_like,
    },
    FormatInfo {
        format: Format::Opml,
        name: "opml",
        help: "OPML: a list of feeds to follow",
        looks_like: looks_like_opml,
    },
    FormatInfo {
        format: Format::Feed,
        name: "feed",
        help: "feeds: RSS of all versions, Atom, JSON Feed",
        looks_like: feed::looks_like,
    },
    FormatInfo {
        format: Format::Page,
        name: "page",
        help: "saved pages: HTML; plain text where `--format page` says so",
        looks_like: looks_like_html,
    },
    FormatInfo {
        format: Format::Warc,
        name: "warc",
        help: "web archives: WARC, ARC, WACZ, plain or packed",
        // They are told by their bytes, before anything is decoded.
        looks_like: |_| false,
    },
];

/// Whether a list of feeds begins here.
fn looks_like_opml(head: &str) -> bool {
    let before = head.split_once("<opml").map(|(before, _)| before);
    before.is_some_and(|b| b.len() < 2_000 && !b.contains("<rss") && !b.contains("<html"))
}

/// Whether a text begins as web pages do: a doctype or one of the first elements.
fn looks_like_html(head: &str) -> bool {
    let mut rest = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    // Declarations and comments may stand first; a few are passed over.
    for _ in 0..8 {
        let comment = rest.strip_prefix("<!--").and_then(|r| r.split_once("-->"));
        let xml = rest.strip_prefix("<?xml").and_then(|r| r.split_once("?>"));
        match comment.or(xml) {
            Some((_, after)) => rest = after.trim_start(),
            None => break,
        }
    }
    let begins = |name: &str| {
        rest.get(..name.len()).is_some_and(|r| r.eq_ignore_ascii_case(name))
            && rest[name.len()..].starts_with([' ', '>', '\t', '\r', '\n', '/'])
    };
    ["<!doctype html", "<!doctype", "<html", "<head", "<body", "<title", "<meta"]
        .iter()
        .any(|n| begins(n))
}

impl Format {
    /// The format of a text that begins with `head`.
    pub fn find(head: &str) -> Option<Format> {
        FORMATS.iter().find(|f| (f.looks_like)(head)).map(|f| f.format)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|f| f.format == self).map_or("", |f| f.name)
    }
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let found = FORMATS.iter().find(|f| f.name == name);
        found.map(|f| f.format).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}
