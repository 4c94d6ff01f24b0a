//! A page to an article: what it says, by whom, when, without the menus.

pub mod body;
pub mod dates;
pub mod decode;
pub mod metadata;
pub mod page;
pub mod structured;
pub mod tree;

use annals_model::{Article, Timestamp};
use page::Page;
use structured::Structured;
use tree::{Tag, Tree};
use url::Url;

/// A page's bytes and what is known about them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'i> {
    /// The bytes, without transfer and content coding.
    pub bytes: &'i [u8],
    /// Where they were read from.
    pub url: Option<&'i str>,
    /// The protocol's `Content-Type`.
    pub content_type: Option<&'i str>,
    /// The protocol's `Last-Modified`.
    pub last_modified: Option<&'i str>,
    /// When they were captured.
    pub captured_at: Option<Timestamp>,
}

/// Reads an HTML page as an article.
pub fn read(input: &Input<'_>) -> Article {
    let mut notes = Vec::new();
    let decoded = decode::decode(input.bytes, input.content_type, &mut notes);
    let tree = Tree::parse(&decoded.text);
    let structured = Structured::read(&tree);
    let url = input.url.and_then(|u| Url::parse(u).ok());
    let base = tree
        .elements(Tag::Base)
        .find_map(|b| tree.attr(b, "href"))
        .and_then(|href| match &url {
            Some(url) => url.join(href).ok(),
            None => Url::parse(href).ok(),
        })
        .or_else(|| url.clone());
    let mut page = Page {
        tree: &tree,
        structured: &structured,
        url: url.as_ref(),
        base: base.as_ref(),
        captured_at: input.captured_at,
        last_modified: input.last_modified,
        region: None,
    };
    let mut article = Article { url: input.url.map(str::to_owned), notes, ..Article::default() };
    let body = body::find(&page);
    page.region = body.region;
    article.blocks = body.blocks;
    metadata::fill(&page, &mut article);
    dates::fill(&page, &mut article);
    article
}
