//! The texts of captured pages, read from the stored bytes.

use annals_extract::{Input, dates::SiteHabits, decode};
use annals_model::Timestamp;

/// Bytes of a page of which the text is read.
pub(super) const PAGE_BYTES: u64 = 16 << 20;

/// The whole text of a page, menus and all; empty where it has none. `content_type` is
/// what the protocol said, `url` where relative addresses count from.
pub fn page_text(body: &[u8], content_type: Option<&str>, url: &str) -> String {
    let decoded = decode::decode(body, content_type, &mut Vec::new());
    let blocks = annals_extract::fragment(&decoded.text, url);
    let text: Vec<String> = blocks.iter().map(|b| b.text()).filter(|t| !t.is_empty()).collect();
    text.join("\n\n")
}

/// The texts of one captured page.
#[derive(Debug)]
pub(super) struct Texts {
    /// When it was captured.
    pub(super) at: Timestamp,
    /// The language of the article, as far as it is known.
    pub(super) language: Option<String>,
    /// What can be looked through, best first: `title`, `article`, `page`.
    pub(super) texts: Vec<(&'static str, String)>,
}

impl Texts {
    /// Reads them. `None` where the bytes are no text.
    pub(super) fn of(
        body: &[u8],
        content_type: Option<&str>,
        url: &str,
        at: Timestamp,
    ) -> Option<Texts> {
        let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
        let media = media.trim().to_ascii_lowercase();
        let is_text = media.is_empty()
            || media.starts_with("text/")
            || media.ends_with("xml")
            || media.ends_with("json");
        if !is_text || body[..body.len().min(1 << 10)].contains(&0) && !media.contains("charset") {
            return None;
        }
        let article = annals_extract::read(&Input {
            bytes: body,
            url: Some(url),
            content_type,
            last_modified: None,
            captured_at: Some(at),
            habits: SiteHabits::default(),
        });
        let mut texts = Vec::new();
        let mut add = |of: &'static str, text: String| {
            if !text.trim().is_empty() {
                texts.push((of, text));
            }
        };
        add("title", article.title.clone().unwrap_or_default());
        let deck = article.deck.clone().unwrap_or_default();
        add("deck", deck);
        add("article", article.text());
        add("page", page_text(body, content_type, url));
        (!texts.is_empty()).then_some(Texts { at, language: article.language, texts })
    }
}
