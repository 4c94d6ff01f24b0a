//! Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, saying the same.
//!
//! Ids are `urn:annals:ID`, which neither a new wording nor a new address
//! changes. An item's time is midnight, UTC, of its day: the hour is nowhere
//! known, and building twice gives the same bytes. Addresses are whole where
//! [`Settings::base_url`] is set; otherwise they begin at the root, which only
//! some readers resolve.

mod atom;
mod json_feed;
mod rss;

pub use atom::atom;
pub use json_feed::json_feed;
pub use rss::rss;

use crate::wire::Item;
use crate::words::Words;
use crate::xml::escape::{attribute, text};
use crate::{Format, Settings, address};

/// What a feed is made of.
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its subject's page, path without suffix.
    pub url: &'a str,
    /// Its own path without suffix, `/feeds/all`.
    pub self_path: &'a str,
    /// The events, newest first.
    pub items: &'a [Item],
    /// When its newest content became known, RFC 3339.
    pub updated: &'a str,
}

/// Suffix of Atom feeds.
pub const ATOM: &str = ".atom";
/// Suffix of RSS feeds.
pub const RSS: &str = ".rss";
/// Suffix of JSON feeds.
pub const JSON_FEED: &str = ".json";

/// An event's permanent id in feeds.
fn id(item: &Item) -> String {
    format!("urn:annals:{}", item.id)
}

/// Where people read a page: HTML where it is written, else the first format.
fn page(settings: &Settings, path: &str) -> String {
    let html = settings.formats.contains(&Format::Html);
    let format =
        if html { Format::Html } else { *settings.formats.first().unwrap_or(&Format::Html) };
    address::whole(settings, path, &format!(".{}", format.suffix()))
}

/// The item's time, RFC 3339.
fn time(item: &Item, feed: &Feed) -> String {
    match crate::words::iso_date(&item.day) {
        Some((_, Some(_), Some(_))) => format!("{}T00:00:00Z", item.day),
        _ => feed.updated.to_owned(),
    }
}

/// The item's text as HTML: the summary with whose words it is, and the sources.
/// The statement is the title and is said again where there is no summary.
fn content(item: &Item) -> String {
    let words = Words::of(&item.lang);
    let mut out = b"<p>".to_vec();
    match &item.summary {
        None => text(&mut out, &item.statement.text),
        Some(summary) => {
            text(&mut out, &summary.text);
            if let Some(by) = &summary.by {
                out.extend_from_slice(" — ".as_bytes());
                text(&mut out, by);
            }
        }
    }
    out.extend_from_slice(b"</p>");
    if !item.sources.is_empty() {
        out.extend_from_slice(b"<p>");
        out.extend_from_slice(words.sources.as_bytes());
        out.extend_from_slice(b": ");
        for (at, source) in item.sources.iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(b", ");
            }
            write_source(&mut out, source, words);
        }
        out.extend_from_slice(b"</p>");
    }
    // Only whole texts were appended.
    String::from_utf8(out).unwrap_or_default()
}

fn write_source(out: &mut Vec<u8>, source: &crate::wire::Source, words: &Words) {
    let url = address::of_source(source);
    if let Some(url) = url {
        out.extend_from_slice(b"<a href=\"");
        attribute(out, url);
        out.extend_from_slice(b"\">");
    }
    match (source.name.as_str(), source.url.as_deref()) {
        ("", Some(url)) => text(out, crate::markdown::host(url)),
        (name, _) => text(out, name),
    }
    if url.is_some() {
        out.extend_from_slice(b"</a>");
    }
    if let Some(via) = &source.via {
        out.push(b' ');
        out.extend_from_slice(words.via.as_bytes());
        out.push(b' ');
        text(out, via);
    }
}

/// Appends `<name>words</name>`.
fn element(out: &mut Vec<u8>, name: &str, words: &str) {
    out.push(b'<');
    out.extend_from_slice(name.as_bytes());
    out.push(b'>');
    text(out, words);
    out.extend_from_slice(b"</");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b">\n");
}
