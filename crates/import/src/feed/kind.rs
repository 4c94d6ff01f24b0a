//! The formats, and how a document shows which one it is.

use super::tree::Element;
use super::xml::Tag;

/// A feed's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// RSS 0.90, in RDF
    Rss090,
    /// RSS 0.91 of Netscape
    Rss091Netscape,
    /// RSS 0.91 of UserLand
    Rss091,
    /// RSS 0.92
    Rss092,
    /// RSS 0.93
    Rss093,
    /// RSS 0.94
    Rss094,
    /// RSS 1.0, in RDF
    Rss10,
    /// RSS 2.0 and whatever calls itself 2.x
    Rss20,
    /// RSS of another version, or of none
    Rss,
    /// Atom 0.1
    Atom01,
    /// Atom 0.2
    Atom02,
    /// Atom 0.3
    Atom03,
    /// Atom 1.0, RFC 4287
    Atom10,
    /// Atom of another version
    Atom,
    /// Microsoft's Channel Definition Format
    Cdf,
    /// JSON Feed 1
    Json1,
    /// JSON Feed 1.1
    Json11,
}

impl Kind {
    /// The format's name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Rss090 => "RSS 0.90",
            Kind::Rss091Netscape => "RSS 0.91 (Netscape)",
            Kind::Rss091 => "RSS 0.91",
            Kind::Rss092 => "RSS 0.92",
            Kind::Rss093 => "RSS 0.93",
            Kind::Rss094 => "RSS 0.94",
            Kind::Rss10 => "RSS 1.0",
            Kind::Rss20 => "RSS 2.0",
            Kind::Rss => "RSS",
            Kind::Atom01 => "Atom 0.1",
            Kind::Atom02 => "Atom 0.2",
            Kind::Atom03 => "Atom 0.3",
            Kind::Atom10 => "Atom 1.0",
            Kind::Atom => "Atom",
            Kind::Cdf => "CDF",
            Kind::Json1 => "JSON Feed 1",
            Kind::Json11 => "JSON Feed 1.1",
        }
    }

    /// Whether texts have a declared type, so that nothing needs to be guessed.
    pub(super) fn is_atom(self) -> bool {
        matches!(self, Kind::Atom01 | Kind::Atom02 | Kind::Atom03 | Kind::Atom10 | Kind::Atom)
    }

    /// The format of a document with that root. The first elements of a
    /// document only, where a fragment stands for a feed.
    pub(super) fn of_root(root: &Element, doctype: &str, first: bool) -> Option<Kind> {
        let version = root.attribute("version").unwrap_or_default();
        let default = root.attributes.iter().filter(|a| a.name.starts_with("xmlns"));
        let spaces: Vec<String> = default.map(|a| a.value.trim().to_ascii_lowercase()).collect();
        let in_space = |part: &str| spaces.iter().any(|s| s.contains(part));
        Some(match root.local.as_str() {
            "rdf" if in_space("my.netscape.com/rdf/simple/0.9") => Kind::Rss090,
            "rdf" if in_space("channel.netscape.com/rdf/simple/0.9") => Kind::Rss090,
            "rdf" => Kind::Rss10,
            "rss" => match version {
                "0.90" => Kind::Rss090,
                "0.91" if doctype.to_ascii_lowercase().contains("netscape") => Kind::Rss091Netscape,
                "0.91" => Kind::Rss091,
                "0.92" => Kind::Rss092,
                "0.93" => Kind::Rss093,
                "0.94" => Kind::Rss094,
                "1.0" => Kind::Rss10,
                v if v.starts_with('2') => Kind::Rss20,
                _ => Kind::Rss,
            },
            "feed" => match version {
                _ if in_space("www.w3.org/2005/atom") => Kind::Atom10,
                "0.1" => Kind::Atom01,
                "0.2" => Kind::Atom02,
                "0.3" => Kind::Atom03,
                _ => Kind::Atom,
            },
            "entry" if first && in_space("www.w3.org/2005/atom") => Kind::Atom10,
            "channel" if first => Kind::Cdf,
            _ => return None,
        })
    }
}

/// Elements that a web page begins with.
const PAGES: &[&str] = &["html", "head", "body", "div", "script", "meta", "title", "p", "table"];

/// Whether a document that begins with this element is a web page: what follows
/// is its own, even if it looks like a feed's.
pub(super) fn is_page(tag: &Tag<'_>) -> bool {
    let local = super::names::split(tag.name).1;
    PAGES.iter().any(|p| p.eq_ignore_ascii_case(local))
}

/// What a document is whose root is no feed's, for the refusal.
pub(super) fn other(tag: &Tag<'_>) -> String {
    if is_page(tag) {
        return "a web page (HTML), not a feed; it may link to its feeds".to_owned();
    }
    let local = super::names::split(tag.name).1.to_ascii_lowercase();
    match local.as_str() {
        "opml" => "a list of feeds (OPML), not a feed".to_owned(),
        "urlset" | "sitemapindex" => "a sitemap, not a feed".to_owned(),
        "svg" => "a picture (SVG), not a feed".to_owned(),
        _ => format!("XML, but no feed: its root is `{}`", crate::quote(tag.name)),
    }
}
