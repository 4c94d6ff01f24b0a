//! What a text says of itself before its body, read as a page's metadata is: the
//! lines are put into the few elements that a page would have had, so that there
//! is one reader of bylines, agencies, publishers and languages.

use crate::{metadata, page::Page, structured::Structured, tree::Tree};
use annals_model::{Article, Timestamp, tidy};
use url::Url;

/// The lines that are about the article.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) deck: Option<String>,
    pub(super) bylines: Vec<String>,
    pub(super) rights: Vec<String>,
    pub(super) keywords: Vec<String>,
}

/// Most bylines and lines of rights that are read.
const MOST: usize = 8;
/// Longest of them, in bytes.
const LONGEST: usize = 600;

/// Fills everything but body and dates.
pub(super) fn fill(
    head: Head,
    url: Option<&Url>,
    captured_at: Option<Timestamp>,
    article: &mut Article,
) {
    let mut html = String::new();
    for line in short(&head.rights) {
        html.push_str(&format!("<meta name=\"copyright\" content=\"{}\">", escape(line)));
    }
    if let Some(title) = head.title.as_deref().filter(|t| t.len() <= LONGEST) {
        html.push_str(&format!("<title>{0}</title><h1>{0}</h1>", escape(title)));
    }
    for line in short(&head.bylines) {
        html.push_str(&format!("<p class=\"byline\">{}</p>", escape(line)));
    }
    let tree = Tree::parse(&html);
    let structured = Structured::read(&tree);
    let page = Page {
        tree: &tree,
        structured: &structured,
        url,
        base: url,
        captured_at,
        last_modified: None,
        region: None,
    };
    metadata::fill(&page, article);
    // The title was found here and is not to be shortened by what a site's title says.
    article.title = head.title.map(|t| tidy(&t)).filter(|t| !t.is_empty());
    article.deck = head.deck.map(|d| tidy(&d)).filter(|d| !d.is_empty());
    if article.keywords.is_empty() {
        article.keywords = head.keywords;
    }
}

fn short(lines: &[String]) -> impl Iterator<Item = &String> {
    lines.iter().filter(|l| l.len() <= LONGEST).take(MOST)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
