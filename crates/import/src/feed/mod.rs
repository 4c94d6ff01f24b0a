//! Feeds: RSS of all versions, Atom, CDF and JSON Feed, with Dublin Core, Media
//! RSS, iTunes and GeoRSS where they say something that an archive keeps.
//!
//! The way of the bytes: `encoding.rs` makes text of them, `xml.rs` tokens of the
//! text, `parse.rs` elements of the tokens, `collect.rs` the raw shape (`raw.rs`)
//! of the elements, `convert.rs` the common one ([`Feed`]). JSON goes from text
//! to the raw shape. Nothing here fails on a broken feed: what could be read
//! comes with notes. Refused is only what is no feed, with what it is.
//!
//! HTML comes out as the feed has it, relative addresses resolved; cleaning it
//! is done where pages are made.
//!
//! ```
//! use annals_import::feed::{self, Kind, Options};
//!
//! let rss = br#"<rss version="2.0"><channel><title>Lights</title>
//!   <item><title>Eddystone is lit &amp;amp; open</title>
//!     <pubDate>Fri, 14 Nov 1698 17:00 GMT</pubDate>
//!     <guid>https://example.org/eddystone</guid></item></channel></rss>"#;
//! let feed = feed::read(rss, &Options::default()).unwrap();
//! assert_eq!(feed.kind, Kind::Rss20);
//! assert_eq!(feed.entries[0].title.as_deref(), Some("Eddystone is lit & open"));
//! assert_eq!(feed.entries[0].link.as_deref(), Some("https://example.org/eddystone"));
//!
//! let page = feed::read(b"<!DOCTYPE html><html><p>Hello</html>", &Options::default());
//! assert!(page.unwrap_err().reason.contains("web page"));
//! ```

mod address;
mod charref;
mod collect;
mod convert;
mod doctype;
mod encoding;
mod geo;
mod html;
mod json;
mod kind;
mod log;
mod media;
mod months;
mod names;
mod parse;
mod pauses;
mod person;
mod raw;
mod shape;
mod text;
mod tree;
mod when;
mod xml;

pub mod opml;
pub mod sitemap;

#[cfg(test)]
mod tests;

pub use geo::{Place, PlaceForm};
pub use kind::Kind;
pub use person::Person;
pub use shape::{
    About, Category, Credit, Entry, Feed, Form, Generator, Image, Link, Markup, Media, Role,
};
pub use when::{Moment, Precision, When};

use log::Log;

/// What is known about a feed apart from its bytes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address that it was fetched from; relative ones in it begin there.
    pub url: Option<String>,
    /// The header's Content-Type, for its charset.
    pub content_type: Option<String>,
    /// The header's Content-Language, where the feed itself names none.
    pub language: Option<String>,
    /// How much is read.
    pub limits: Limits,
}

/// How much of a feed is read. What lies beyond is left out with a note.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes.
    pub bytes: usize,
    /// Entries.
    pub entries: usize,
    /// Elements and texts of one entry, or of the head.
    pub elements: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        // The largest feeds of news sites have a few megabytes and some
        // thousand entries; these leave room for archives in one feed.
        Limits { bytes: 256 << 20, entries: 200_000, elements: 200_000 }
    }
}

/// Why an input is not read: it is no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a feed: {reason}")]
pub struct Refused {
    /// What it is instead.
    pub reason: String,
}

/// Whether a document that begins with `head` could be a feed.
pub fn looks_like(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('{') {
        return head.contains("jsonfeed.org/version");
    }
    let mut rest = head;
    // The first tag that is no declaration, comment or instruction.
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if !rest.starts_with(['?', '!']) {
            let name = &rest[..xml::name_end(rest, 0)];
            let local = names::split(name).1.to_ascii_lowercase();
            return match local.as_str() {
                "rss" | "rdf" | "feed" => true,
                "channel" => true,
                "entry" => rest.contains("www.w3.org/2005/Atom"),
                _ => false,
            };
        }
    }
    false
}

/// Reads a feed.
///
/// # Errors
/// The input is something else: a web page, a picture, nothing.
pub fn read(bytes: &[u8], options: &Options) -> Result<Feed, Refused> {
    let mut notes = Vec::new();
    let cut = &bytes[..bytes.len().min(options.limits.bytes)];
    if cut.len() < bytes.len() {
        notes.push(annals_model::Note {
            line: None,
            kind: "feed-too-long",
            problem: format!("the feed has {} bytes", bytes.len()),
            done: format!("read the first {}", cut.len()),
        });
    }
    if let Some(reason) = binary(cut) {
        return Err(Refused { reason: reason.to_owned() });
    }
    let decoded = encoding::decode(cut, options.content_type.as_deref(), &mut notes);
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(Refused { reason: "empty".to_owned() });
    }
    let mut log = Log::with(text, notes);
    let parsed = if text.starts_with(['{', '[']) {
        json::parse(text, options, &mut log)?
    } else {
        parse::parse(text, options, &mut log)?
    };
    // What `xml:lang` says of the feed the entries have already.
    let stated = parsed.head.language.clone().map(|l| l.replace('_', "-"));
    let about = convert::about(parsed.head, &mut log);
    let mut entries = parsed.entries;
    for entry in &mut entries {
        entry.language = entry.language.take().or_else(|| stated.clone());
    }
    let (kind, encoding) = (parsed.kind, decoded.encoding);
    Ok(Feed { kind, encoding, about, entries, notes: log.finish() })
}

/// What bytes are that are no text at all.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MARKS: &[(&[u8], &str)] = &[
        (b"\x1f\x8b", "compressed with gzip; unpack it first"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"GIF8", "a picture (GIF)"),
        (b"%PDF-", "a PDF document"),
        (b"\x28\xb5\x2f\xfd", "compressed with Zstandard; unpack it first"),
    ];
    MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, what)| *what)
}
