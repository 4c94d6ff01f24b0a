//! A snapshot of an archive to files.
//!
//! [`wire`] holds the public shapes; each format is a pure function from a shape
//! to bytes, so that HTML, JSON, XML and Markdown say the same. [`site`] puts
//! the bytes on disk so that a reader sees the old site or the new one, never
//! half of it. What goes into the shapes is decided in the room `archive`.

mod address;
pub mod article;
mod decimal;
pub mod feeds;
pub mod html;
pub mod json;
pub mod markdown;
mod read_error;
pub mod redirects;
pub mod site;
pub mod sitemap;
pub mod wire;
pub mod words;
pub mod xml;

pub use read_error::ReadError;
pub(crate) use read_error::brief;

/// What is the same on every page of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The archive's name, "The Syrian peace process".
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Where it will stand, `https://news.example.org/archive`, without a final
    /// slash; canonical links, feeds and the sitemap need it.
    pub base_url: Option<String>,
    /// The archive's main language, BCP 47; others stand under `/LANG/`.
    pub lang: String,
    /// The licence of the published text: its name and address.
    pub license: Option<(String, String)>,
    /// The formats that are written, in the order of the formats line.
    pub formats: Vec<Format>,
    /// The hubs that tell subscribers of new feeds (WebSub), by address.
    pub hubs: Vec<String>,
}

/// A format of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// For people.
    Html,
    /// For programs; see `schema/annals.schema.json`.
    Json,
    /// For programs; see `schema/annals.xsd`.
    Xml,
    /// For people with plain tools, and for language models.
    Markdown,
}

impl Format {
    /// Every format, in the order of the formats line.
    pub const ALL: [Format; 4] = [Format::Html, Format::Json, Format::Xml, Format::Markdown];

    /// File name suffix without the dot.
    pub fn suffix(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Xml => "xml",
            Format::Markdown => "md",
        }
    }

    /// Name on pages.
    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "HTML",
            Format::Json => "JSON",
            Format::Xml => "XML",
            Format::Markdown => "Markdown",
        }
    }

    /// Media type (RFC 2046).
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Html => "text/html",
            Format::Json => "application/json",
            Format::Xml => "application/xml",
            Format::Markdown => "text/markdown",
        }
    }
}

/// The whole address of a file of a site that stands at `base_url`: the path, which begins
/// with a slash, is percent-encoded.
pub fn web_address(base_url: &str, path: &str) -> String {
    let mut out = base_url.trim_end_matches('/').as_bytes().to_vec();
    address::encode(&mut out, path);
    String::from_utf8(out).unwrap_or_default()
}
