//! Any bytes as a feed, as a list of feeds, and as a sitemap.

#![no_main]

use annals_import::feed::{self, About, Limits, Options, opml, sitemap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(list) = opml::read(data) {
        let text = opml::write("List", &list.subscriptions);
        let again = opml::read(text.as_bytes()).expect("an own list");
        assert_eq!(again.subscriptions, list.subscriptions, "a list changed");
    }
    let few = sitemap::Options { bytes: 1 << 16, entries: 50, content_type: None };
    if let Ok(map) = sitemap::read(data, &few) {
        assert!(map.pages.len() <= 50 && map.sitemaps.len() <= 50, "more entries than the limit");
        map.pages.iter().chain(&map.sitemaps).for_each(|entry| web(&entry.url));
    }
    feed::looks_like(&String::from_utf8_lossy(data));
    let limits = Limits { bytes: 1 << 16, entries: 50, elements: 500 };
    let url = Some("https://feeds.example.org/a/b.xml".to_owned());
    let Ok(found) = feed::read(data, &Options { url, limits, ..Options::default() }) else {
        return;
    };
    about(&found.about);
    assert!(found.entries.len() <= 50, "more entries than the limit");
    for entry in &found.entries {
        let media = entry.media.iter().filter_map(|m| m.url.as_ref());
        let links = entry.links.iter().map(|l| &l.url);
        for url in media.chain(links).chain(&entry.link).chain(&entry.comments) {
            web(url);
        }
        tidy(entry.title.as_deref());
        tidy(entry.rights.as_deref());
        if let Some(source) = &entry.source {
            about(source);
        }
        for text in [&entry.summary, &entry.content].into_iter().flatten() {
            text.plain_text();
        }
        for when in [&entry.published, &entry.updated, &entry.created].into_iter().flatten() {
            when.value.and_then(|v| v.timestamp());
        }
    }
    for note in &found.notes {
        assert!(!note.problem.is_empty() && !note.done.is_empty(), "an empty note");
    }
});

fn about(about: &About) {
    let links = about.links.iter().map(|l| &l.url);
    for url in links.chain(&about.link).chain(&about.address).chain(&about.next).chain(&about.icon)
    {
        web(url);
    }
    tidy(about.title.as_deref());
}

/// Only addresses of the web come out.
fn web(url: &str) {
    let head = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    assert!(head.starts_with("http://") || head.starts_with("https://"), "no address: {url}");
    assert!(!url.contains(['"', '<', '>', ' ', '\n']), "an address that breaks out: {url}");
}

fn tidy(text: Option<&str>) {
    if let Some(text) = text {
        assert!(!text.is_empty(), "an empty text");
        assert_eq!(text, annals_model::tidy(text), "an untidy text");
    }
}
