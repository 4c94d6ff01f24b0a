//! A page to an article: what it says, by whom, when, without the menus.
//!
//! [`decode`] makes text of bytes, [`tree`] a flat tree of the text,
//! [`structured`] reads its JSON-LD, [`body`] finds the text of the article,
//! [`metadata`] who says it and where, [`dates`] when, with the reasons. Text
//! without markup goes through [`plain`]. Nothing here fails: any bytes are some
//! article, with notes about what was odd.
//!
//! ```
//! use annals_extract::{Input, read};
//!
//! let page = b"<title>Eddystone is lit - Trinity House</title>
//!   <nav><a href=/>Home</a> <a href=/lights>Lights</a></nav><h1>Eddystone is lit</h1>
//!   <p>The first lighthouse on the Eddystone Rocks was lit on 14 November 1698.
//!   <p>It was destroyed in the Great Storm of 1703, together with its builder.";
//! let article = read(&Input { bytes: page, ..Input::default() });
//! assert_eq!(article.title.as_deref(), Some("Eddystone is lit"));
//! assert_eq!(article.blocks.len(), 2);
//! assert!(article.text().starts_with("The first lighthouse"));
//! ```

pub mod body;
pub mod dates;
pub mod decode;
pub mod metadata;
pub mod page;
pub mod plain;
pub mod structured;
pub mod tree;

use annals_model::{Article, Block, Note, Timestamp};
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
    /// What other pages of the site showed.
    pub habits: dates::SiteHabits,
}

/// Reads a page as an article: HTML, or plain text without markup.
pub fn read(input: &Input<'_>) -> Article {
    let mut notes = Vec::new();
    let decoded = decode::decode(input.bytes, input.content_type, &mut notes);
    if plain::is_plain(&decoded.text, input.content_type) {
        let mut article = plain::read(&decoded.text, input.url, input.captured_at);
        article.notes.splice(0..0, notes);
        return article;
    }
    let tree = Tree::parse(&decoded.text);
    if tree.is_cut() {
        notes.push(Note {
            line: None,
            kind: "page-cut",
            problem: "the page has more elements than any article needs".to_owned(),
            done: "left out its end".to_owned(),
        });
    }
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
    article.notes.extend(plain::spun_copy_marks(&article.blocks));
    metadata::fill(&page, &mut article);
    dates::fill_knowing(&page, &input.habits, &mut article);
    article
}

/// The blocks of a piece of HTML that is a text as a whole, a feed's entry;
/// `url` is what its addresses are relative to.
pub fn fragment(html: &str, url: &str) -> Vec<Block> {
    let tree = Tree::parse(html);
    let structured = Structured::default();
    let url = Url::parse(url).ok();
    body::whole(&Page {
        tree: &tree,
        structured: &structured,
        url: url.as_ref(),
        base: url.as_ref(),
        captured_at: None,
        last_modified: None,
        region: None,
    })
}
