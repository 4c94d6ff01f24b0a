//! What the archive holds of articles: what they are, not their text, which is
//! their publishers'.

use super::Page;
use crate::ArchiveError;
use crate::articles;
use crate::pages::{self, Snapshot};
use annals_model::Article;
use annals_publish::wire::EventRef;
use annals_store::{ArticleRelation, OriginRow, Reader};

/// An article on a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleLine {
    /// The key of its page: the address without scheme and `www.`.
    pub page: String,
    /// The article as it stands.
    pub article: Article,
}

/// An article with what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleWhole {
    /// The article.
    pub line: ArticleLine,
    /// The published events that it reports or mentions.
    pub events: Vec<EventOfArticle>,
    /// Where its text is from; `None` where that was not looked into.
    pub origin: Option<OriginRow>,
}

/// An event that an article reports or mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct EventOfArticle {
    /// The event.
    pub event: EventRef,
    /// What the article does with it.
    pub relation: ArticleRelation,
    /// Whether the event cites it, or a person says so.
    pub certain: bool,
    /// How likely it is, 0 to 1.
    pub score: f64,
}

/// The articles behind a page, by page; those of one host where it is given.
pub fn articles(
    reader: &Reader<'_>,
    host: Option<&str>,
    after: &str,
    limit: usize,
) -> Result<Page<ArticleLine>, ArchiveError> {
    let stored = reader.articles_after(after, host, limit + 1)?;
    let more = stored.len() > limit;
    let mut items = Vec::with_capacity(limit.min(stored.len()));
    for stored in stored.into_iter().take(limit) {
        let article = articles::article(reader, &stored.page)?.unwrap_or_default();
        items.push(ArticleLine { page: stored.page, article });
    }
    Ok(Page { items, more, total: reader.count_articles(host)? })
}

/// The article on a page, given by its key or its address.
pub fn article(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    page: &str,
) -> Result<Option<ArticleWhole>, ArchiveError> {
    let page = articles::key(page);
    let Some(article) = articles::article(reader, &page)? else { return Ok(None) };
    let mut events = Vec::new();
    for link in reader.article_links(&page)? {
        if let Some(head) = snapshot.head(link.event).filter(|h| h.published) {
            events.push(EventOfArticle {
                event: pages::event_ref(head),
                relation: link.relation,
                certain: link.certain,
                score: link.score,
            });
        }
    }
    events.sort_by(|a, b| {
        (a.relation, &a.event.day, &a.event.id).cmp(&(b.relation, &b.event.day, &b.event.id))
    });
    let origin = reader.origin_of(&page)?;
    Ok(Some(ArticleWhole { line: ArticleLine { page, article }, events, origin }))
}
