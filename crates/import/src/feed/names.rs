//! Namespaces: what a feed's element belongs to, by address and by prefix.

use std::collections::HashMap;

/// The vocabularies that mean something in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS, Atom and CDF. They are told apart by the root; their elements occur in
    /// each other's feeds with the same meaning.
    Core,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    GeoRss,
    Gml,
    /// W3C's basic geo vocabulary.
    Geo,
    Xhtml,
    Svg,
    MathMl,
    /// Licences: Creative Commons' two vocabularies.
    Licence,
    Rdf,
    /// RSS 1.0's module that says how often a feed is renewed.
    Syndication,
    Xml,
    Xlink,
    /// Anything else: kept where it is content, never read.
    Other,
}

/// Namespace addresses, lower case, without the slash or mark at the end.
const SPACES: &[(&str, Space)] = &[
    ("", Space::Core),
    ("http://www.w3.org/2005/atom", Space::Core),
    ("http://purl.org/atom/ns", Space::Core),
    ("http://purl.org/rss/1.0", Space::Core),
    ("http://my.netscape.com/rdf/simple/0.9", Space::Core),
    ("http://channel.netscape.com/rdf/simple/0.9", Space::Core),
    ("http://backend.userland.com/rss", Space::Core),
    ("http://backend.userland.com/rss2", Space::Core),
    ("http://blogs.law.harvard.edu/tech/rss", Space::Core),
    ("http://purl.org/rss/1.0/modules/rss091", Space::Core),
    // Drafts of Atom, before it had its name.
    ("http://example.com/newformat", Space::Core),
    ("http://example.com/necho", Space::Core),
    ("http://purl.org/echo", Space::Core),
    ("uri/of/echo/namespace", Space::Core),
    ("http://purl.org/pie", Space::Core),
    ("http://purl.org/dc/elements/1.1", Space::Dc),
    ("http://purl.org/dc/elements/1.0", Space::Dc),
    ("http://purl.org/dc/terms", Space::DcTerms),
    ("http://purl.org/rss/1.0/modules/content", Space::Content),
    ("http://purl.org/rss/1.0/modules/syndication", Space::Syndication),
    ("http://search.yahoo.com/mrss", Space::Media),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://example.com/dtds/podcast-1.0.dtd", Space::Itunes),
    ("http://www.georss.org/georss", Space::GeoRss),
    ("http://www.opengis.net/gml", Space::Gml),
    ("http://www.w3.org/2003/01/geo/wgs84_pos", Space::Geo),
    ("http://www.w3.org/1999/xhtml", Space::Xhtml),
    ("http://www.w3.org/2000/svg", Space::Svg),
    ("http://www.w3.org/1998/math/mathml", Space::MathMl),
    ("http://web.resource.org/cc", Space::Licence),
    ("http://creativecommons.org/ns", Space::Licence),
    ("http://creativecommons.org/ns#license", Space::Licence),
    ("http://backend.userland.com/creativecommonsrssmodule", Space::Licence),
    ("http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", Space::Licence),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf),
    ("http://www.w3.org/xml/1998/namespace", Space::Xml),
    ("http://www.w3.org/1999/xlink", Space::Xlink),
];

/// What a prefix means where it is used without being declared.
const PREFIXES: &[(&str, Space)] = &[
    ("", Space::Core),
    ("atom", Space::Core),
    ("rss", Space::Core),
    ("dc", Space::Dc),
    ("dcterms", Space::DcTerms),
    ("content", Space::Content),
    ("media", Space::Media),
    ("sy", Space::Syndication),
    ("itunes", Space::Itunes),
    ("georss", Space::GeoRss),
    ("gml", Space::Gml),
    ("geo", Space::Geo),
    ("xhtml", Space::Xhtml),
    ("cc", Space::Licence),
    ("creativecommons", Space::Licence),
    ("rdf", Space::Rdf),
    ("xml", Space::Xml),
    ("xlink", Space::Xlink),
];

/// The space of a namespace's address.
pub(super) fn space(address: &str) -> Space {
    let lower = address.trim().to_ascii_lowercase();
    let key = lower.trim_end_matches(['/', '#']);
    // `http://` and `https://` are mixed up as readily as the slash at the end.
    let key = key.strip_prefix("https://").map(|k| format!("http://{k}"));
    let key = key.as_deref().unwrap_or_else(|| lower.trim_end_matches(['/', '#']));
    SPACES.iter().find(|(a, _)| *a == key).map_or(Space::Other, |(_, s)| *s)
}

/// The prefixes that are declared at a place of a document.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    declared: HashMap<String, Vec<Space>>,
    /// Addresses that count as a feed's own because its root is in them.
    root: Option<String>,
}

impl Prefixes {
    /// Makes the root's namespace the feed's own, whatever its address is.
    pub(super) fn set_root(&mut self, address: &str) {
        self.root = Some(address.trim().to_ascii_lowercase());
    }

    /// Enters an element that declares `prefix`.
    pub(super) fn declare(&mut self, prefix: &str, address: &str) {
        let own = self.root.as_deref().is_some_and(|r| r == address.trim().to_ascii_lowercase());
        let space = match space(address) {
            Space::Other if own => Space::Core,
            known => known,
        };
        self.declared.entry(prefix.to_owned()).or_default().push(space);
    }

    /// Leaves an element that declared `prefix`.
    pub(super) fn forget(&mut self, prefix: &str) {
        if let Some(spaces) = self.declared.get_mut(prefix) {
            spaces.pop();
        }
    }

    /// The space of a prefix, and whether the prefix is declared.
    pub(super) fn of(&self, prefix: &str) -> (Space, bool) {
        if let Some(space) = self.declared.get(prefix).and_then(|s| s.last()) {
            return (*space, true);
        }
        let lower = prefix.to_ascii_lowercase();
        let known = PREFIXES.iter().find(|(p, _)| *p == lower).map_or(Space::Other, |(_, s)| *s);
        (known, matches!(lower.as_str(), "" | "xml" | "xmlns"))
    }
}

/// A name's prefix and the rest of it.
pub(super) fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}
