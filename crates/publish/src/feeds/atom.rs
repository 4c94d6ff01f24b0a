//! Atom, RFC 4287.

use super::{ATOM, Feed, content, element, id, page, time};
use crate::xml::escape::{attribute, text};
use crate::{Settings, address};

/// Appends the feed.
pub fn atom(feed: &Feed, settings: &Settings, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.extend_from_slice(b"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    attribute(out, &settings.lang);
    out.extend_from_slice(b"\">\n");
    let mut feed_id = b"urn:annals:feed:".to_vec();
    address::encode(&mut feed_id, feed.self_path.trim_start_matches('/'));
    element(out, "id", &String::from_utf8_lossy(&feed_id));
    element(out, "title", feed.title);
    element(out, "subtitle", &settings.description);
    element(out, "updated", feed.updated);
    link(out, "alternate", &page(settings, feed.url));
    link(out, "self", &address::whole(settings, feed.self_path, ATOM));
    for hub in &settings.hubs {
        link(out, "hub", hub); // WebSub, 4
    }
    out.extend_from_slice(b"<author>");
    element(out, "name", &settings.title);
    out.extend_from_slice(b"</author>\n");
    if let Some((name, url)) = &settings.license {
        element(out, "rights", name);
        link(out, "license", url); // RFC 4946
    }
    for item in feed.items {
        out.extend_from_slice(b"<entry xml:lang=\"");
        attribute(out, &item.lang);
        out.extend_from_slice(b"\">\n");
        element(out, "id", &id(item));
        element(out, "title", &item.statement.text);
        link(out, "alternate", &page(settings, &item.url));
        let time = time(item, feed);
        element(out, "published", &time);
        element(out, "updated", &time);
        for story in &item.stories {
            out.extend_from_slice(b"<category term=\"");
            attribute(out, &story.title);
            out.extend_from_slice(b"\"/>\n");
        }
        out.extend_from_slice(b"<content type=\"html\">");
        text(out, &content(item));
        out.extend_from_slice(b"</content>\n</entry>\n");
    }
    out.extend_from_slice(b"</feed>\n");
}

fn link(out: &mut Vec<u8>, rel: &str, href: &str) {
    out.extend_from_slice(b"<link rel=\"");
    out.extend_from_slice(rel.as_bytes());
    out.extend_from_slice(b"\" href=\"");
    attribute(out, href);
    out.extend_from_slice(b"\"/>\n");
}
