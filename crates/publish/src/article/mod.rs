//! An article as files and other programs take it: JSON ([`wire`]), Markdown,
//! clean HTML and plain text.
//!
//! Everything is made from the article's blocks, never from the page's own
//! HTML. What came from outside is escaped in the one place that each format
//! has for it, and no address leads elsewhere than to http, https or mailto:
//! another one leaves its words as plain words. Control characters become
//! U+FFFD, and characters that turn round the text behind them are left out.
//!
//! ```
//! use annals_model::{Article, Block, Hyperlink, Prose};
//! use annals_publish::article;
//!
//! let read = Article {
//!     title: Some("Truce & talks".into()),
//!     blocks: vec![Block::Paragraph(Prose {
//!         text: "See the text.".into(),
//!         links: vec![Hyperlink { start: 8, end: 12, url: "https://example.org/t".into() }],
//!     })],
//!     ..Article::default()
//! };
//! assert!(article::html(&read).contains("<h1 class=\"p-name\">Truce &amp; talks</h1>"));
//! assert!(article::markdown(&read).ends_with("\nSee the [text](https://example.org/t).\n"));
//! assert_eq!(article::text(&read), "See the text.");
//! let json = article::json(&article::wire::Article::from(&read));
//! assert!(json.contains(r#""published":{"value":null"#));
//! ```

mod address;
mod date;
mod from_model;
mod front;
mod html;
mod into_model;
mod markdown;
mod prose;
pub mod wire;

pub use html::html;
pub use into_model::NotAnArticle;
pub use markdown::markdown;

use annals_model::{Article, Block, Picture};

/// The JSON Schema (draft 2020-12) of [`wire::Article`].
pub const SCHEMA: &str = include_str!("../../schema/article.schema.json");

/// The body as plain text, a blank line between blocks.
pub fn text(article: &Article) -> String {
    article.text()
}

/// An article as JSON in one line, without a line end.
pub fn json(article: &wire::Article) -> String {
    serde_json::to_string(article).expect("strings, numbers and lists are always written to memory")
}

/// The picture that stands for the article, if the body does not show it itself.
fn lead_picture(article: &Article) -> Option<&Picture> {
    let shown = |lead: &Picture| {
        article.blocks.iter().any(|b| matches!(b, Block::Picture(p) if p.url == lead.url))
    };
    article.image.as_ref().filter(|lead| !lead.url.is_empty() && !shown(lead))
}
