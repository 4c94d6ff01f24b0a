//! JSON Feed 1.1.

use super::{Feed, JSON_FEED, content, id, page, time};
use crate::{Settings, address};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    description: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: String,
    url: String,
    title: &'a str,
    content_html: String,
    date_published: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
}

/// Appends the feed.
pub fn json_feed(feed: &Feed, settings: &Settings, out: &mut Vec<u8>) {
    let entry = |item| -> Entry {
        let item: &crate::wire::Item = item;
        Entry {
            id: id(item),
            url: page(settings, &item.url),
            title: &item.statement.text,
            content_html: content(item),
            date_published: time(item, feed),
            language: &item.lang,
            tags: item.stories.iter().map(|s| s.title.as_str()).collect(),
        }
    };
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        home_page_url: page(settings, feed.url),
        feed_url: address::whole(settings, feed.self_path, JSON_FEED),
        description: &settings.description,
        language: &settings.lang,
        authors: [Author { name: &settings.title }],
        hubs: settings.hubs.iter().map(|url| Hub { kind: "WebSub", url }).collect(),
        items: feed.items.iter().map(entry).collect(),
    };
    serde_json::to_writer(&mut *out, &document)
        .expect("strings and lists are always written to memory");
    out.push(b'\n');
}
