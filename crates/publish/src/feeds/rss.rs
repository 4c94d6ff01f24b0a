//! RSS 2.0, as the RSS Advisory Board publishes it.

use super::{Feed, RSS, content, element, id, page, time};
use crate::xml::escape::{attribute, text};
use crate::{Settings, address};
use annals_model::Timestamp;

/// Appends the feed.
pub fn rss(feed: &Feed, settings: &Settings, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.extend_from_slice(
        b"<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n",
    );
    element(out, "title", feed.title);
    element(out, "link", &page(settings, feed.url));
    element(out, "description", &settings.description);
    element(out, "language", &settings.lang);
    if let Some((name, _)) = &settings.license {
        element(out, "copyright", name);
    }
    if let Some(date) = rfc822(feed.updated) {
        element(out, "lastBuildDate", &date);
    }
    out.extend_from_slice(b"<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    attribute(out, &address::whole(settings, feed.self_path, RSS));
    out.extend_from_slice(b"\"/>\n");
    for hub in &settings.hubs {
        out.extend_from_slice(b"<atom:link rel=\"hub\" href=\"");
        attribute(out, hub);
        out.extend_from_slice(b"\"/>\n");
    }
    for item in feed.items {
        out.extend_from_slice(b"<item>\n");
        element(out, "title", &item.statement.text);
        element(out, "link", &page(settings, &item.url));
        out.extend_from_slice(b"<guid isPermaLink=\"false\">");
        text(out, &id(item));
        out.extend_from_slice(b"</guid>\n");
        if let Some(date) = rfc822(&time(item, feed)) {
            element(out, "pubDate", &date);
        }
        for story in &item.stories {
            element(out, "category", &story.title);
        }
        element(out, "description", &content(item));
        out.extend_from_slice(b"</item>\n");
    }
    out.extend_from_slice(b"</channel>\n</rss>\n");
}

/// A time as RFC 822 writes it, with the year in full: `Wed, 05 Oct 2016 00:00:00 GMT`.
fn rfc822(rfc3339: &str) -> Option<String> {
    let time: Timestamp = rfc3339.parse().ok()?;
    Some(time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}
