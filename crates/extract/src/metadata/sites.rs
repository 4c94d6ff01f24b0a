//! The site's own name, in all forms that the page gives: what is cut off a
//! headline and is nobody's byline.

use super::{
    gather::Found,
    ld,
    publisher::publisher_of,
    value::{fold, is_address, squeezed, words},
};
use crate::{
    page::Page,
    structured::Structured,
    tree::{NodeId, Tag},
};
use url::Url;

/// Parts of host names that say nothing about the site.
const HOST_PARTS: &[&str] = &[
    "www", "m", "mobile", "amp", "edition", "en", "news", "co", "com", "org", "net", "gov", "edu",
    "ac", "or", "ne", "blog", "blogs", "web", "online",
];

/// Words that a site's name has or lacks without being another.
const LOOSE_WORDS: &[&str] = &[
    "the",
    "news",
    "online",
    "com",
    "co",
    "uk",
    "net",
    "org",
    "tv",
    "website",
    "site",
    "blog",
    "official",
    "home",
    "page",
    "de",
    "fr",
    "es",
    "it",
    "magazine",
    "nachrichten",
    "noticias",
    "actualites",
    "www",
    "us",
    "world",
    "international",
    "english",
    "app",
    "mobile",
];

/// Names of the site, squeezed (see [`squeezed`]).
#[derive(Debug, Default)]
pub(super) struct Sites {
    names: Vec<String>,
    /// The site's host, if it is known.
    pub(super) host: Option<String>,
}

impl Sites {
    /// Gathers the names.
    pub(super) fn gather(page: &Page<'_>, found: &Found<'_>) -> Sites {
        let host = host(page, found);
        let mut sites = Sites { names: Vec::new(), host };
        // Some systems write the headline into every meta that takes a name.
        let title = found.first_meta(&["og:title"]).map(|t| squeezed(&t)).unwrap_or_default();
        for key in ["og:site_name", "application-name", "apple-mobile-web-app-title"] {
            let names = found.meta_values(key).take(3).filter(|n| words(n) <= 8);
            names.filter(|n| squeezed(n) != title).for_each(|name| sites.add(&name));
        }
        for name in found.h1.iter().take(3).filter_map(|h1| home_link(found, *h1)) {
            sites.add(&name);
        }
        for handle in found.meta_values("twitter:site").take(2) {
            sites.add(handle.trim_start_matches('@'));
        }
        for name in publishers(page.structured) {
            sites.add(&name);
        }
        if let Some(host) = sites.host.clone() {
            if let Some(name) = publisher_of(&host) {
                sites.add(name);
            }
            for label in host.split('.').filter(|l| l.len() > 2 && !HOST_PARTS.contains(l)) {
                sites.add(label);
            }
            sites.add(host.trim_start_matches("www."));
        }
        sites
    }

    fn add(&mut self, name: &str) {
        // "Wire | Science" names both; an address is none, but its host is.
        let name = name.trim_start_matches("http://").trim_start_matches("https://");
        for part in std::iter::once(name).chain(name.split([':', '|'])) {
            let key = squeezed(part);
            if key.chars().count() > 1 && key.len() < 80 && !self.names.contains(&key) {
                self.names.push(key);
            }
        }
    }

    /// Whether a text is the site's name, perhaps with a loose word more or less.
    pub(super) fn is_name(&self, text: &str) -> bool {
        // Sites' names are short; this is asked of whole headlines.
        if text.len() > 90 {
            return false;
        }
        let key = squeezed(text);
        if key.is_empty() {
            return false;
        }
        if self.names.contains(&key) {
            return true;
        }
        let bare = bare(text);
        !bare.is_empty()
            && self.names.iter().any(|name| {
                *name == bare
                    || LOOSE_WORDS.iter().any(|w| {
                        name.strip_suffix(w) == Some(&bare) || name.strip_prefix(w) == Some(&bare)
                    })
            })
    }

    /// Whether the site is none that is known: a blog may bear its author's name.
    pub(super) fn is_unknown(&self) -> bool {
        self.host.as_deref().and_then(publisher_of).is_none()
    }

    /// Whether a text of few words begins or ends with the site's name:
    /// "BBC News Europe".
    pub(super) fn names_part_of(&self, text: &str) -> bool {
        let key = squeezed(text);
        self.names.iter().any(|name| {
            name.chars().count() > 2
                && (key.starts_with(name.as_str()) || key.ends_with(name.as_str()))
        })
    }
}

/// What a heading that leads to the site's first page calls it: the words of the
/// link, or the description of its picture.
fn home_link(found: &Found<'_>, h1: NodeId) -> Option<String> {
    let tree = found.tree;
    let link = tree.below(h1).take(40).find(|id| {
        let address = tree.attr(*id, "href").unwrap_or("").trim();
        let path = address
            .split_once("://")
            .map_or(address, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        tree.tag(*id) == Some(Tag::A) && path == "/"
    })?;
    let alt = tree
        .below(link)
        .take(40)
        .find(|id| tree.tag(*id) == Some(Tag::Img))
        .and_then(|img| tree.attr(img, "alt"))
        .map(str::to_owned);
    let words = alt.unwrap_or_else(|| tree.inner_text(link));
    (!words.trim().is_empty() && words.len() < 80).then_some(words)
}

/// The text without loose words, squeezed.
fn bare(text: &str) -> String {
    let key = fold(text);
    key.split(' ').filter(|w| !LOOSE_WORDS.contains(w)).collect()
}

/// The publishers that the JSON-LD names, the article's first.
pub(super) fn publishers(structured: &Structured) -> Vec<String> {
    let mut out = Vec::new();
    for item in structured.articles().take(5) {
        for key in ["publisher", "sourceOrganization"] {
            out.extend(ld::names(structured, item, key).into_iter().map(|n| n.name));
        }
    }
    for kind in ["WebSite", "NewsMediaOrganization", "Organization"] {
        out.extend(structured.of_type(kind).take(3).filter_map(|item| ld::text(item, "name")));
    }
    out.retain(|name| !is_address(name));
    out
}

/// The host that the page was read from; where that is an archive or unknown,
/// the host that the page gives itself.
fn host(page: &Page<'_>, found: &Found<'_>) -> Option<String> {
    let own = page.url.and_then(Url::host_str).filter(|h| !is_archive(h) && h.contains('.'));
    if let Some(host) = own {
        return Some(host.to_ascii_lowercase());
    }
    let declared = found.links.iter().filter(|(rel, _)| rel == "canonical").map(|(_, href)| *href);
    let og = found.metas.iter().filter(|(key, _)| key == "og:url").map(|(_, value)| *value);
    declared
        .chain(og)
        .filter_map(|address| Url::parse(address.trim()).ok())
        .filter_map(|url| url.host_str().map(str::to_ascii_lowercase))
        .find(|host| !is_archive(host))
}

/// Whether a host keeps other sites' pages.
fn is_archive(host: &str) -> bool {
    const ARCHIVES: &[&str] = &[
        "web.archive.org",
        "archive.org",
        "archive.today",
        "archive.ph",
        "archive.is",
        "webcache.googleusercontent.com",
        "translate.google.com",
        "localhost",
    ];
    ARCHIVES.contains(&host)
}
