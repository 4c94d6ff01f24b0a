//! A page as the readers of its parts see it.

use crate::{
    structured::Structured,
    tree::{NodeId, Tree},
};
use annals_model::Timestamp;
use url::Url;

/// A parsed page with what is known about it.
#[derive(Debug)]
pub struct Page<'p> {
    /// Its nodes.
    pub tree: &'p Tree<'p>,
    /// Its JSON-LD.
    pub structured: &'p Structured,
    /// Where it was read from.
    pub url: Option<&'p Url>,
    /// What addresses in it are relative to: `<base>`, else `url`.
    pub base: Option<&'p Url>,
    /// When it was captured: nothing in it is later.
    pub captured_at: Option<Timestamp>,
    /// The protocol's `Last-Modified`.
    pub last_modified: Option<&'p str>,
    /// Where the body stands.
    pub region: Option<Region>,
}

/// Where the body of an article stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The element that holds the whole body, and perhaps more.
    pub root: NodeId,
    /// The first text of the body.
    pub first: NodeId,
    /// The last text of the body.
    pub last: NodeId,
}

impl Page<'_> {
    /// An address of the page made absolute; only http and https come out.
    pub fn resolve(&self, address: &str) -> Option<String> {
        resolve(self.base, address).filter(|u| u.starts_with("http"))
    }
}

/// An address made absolute and normal, if it is http, https or mailto.
/// Longer ones than 4,000 bytes are no addresses but contents.
pub(crate) fn resolve(base: Option<&Url>, address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.len() > 4_000 {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    match url.scheme() {
        "http" | "https" if url.has_host() => Some(url.into()),
        "mailto" => Some(url.into()),
        _ => None,
    }
}
