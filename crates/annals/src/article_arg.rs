//! Which article is meant: the address of its page.

use annals_archive::articles::key;
use annals_model::{ArticleStep, article_steps};
use annals_store::{Reader, StoredArticle};

/// An article with its history.
pub(crate) struct Found {
    pub(crate) article: StoredArticle,
    pub(crate) steps: Vec<ArticleStep>,
}

/// Finds the article on the page that `text` names, if it is an address and the
/// archive holds an article of it; events are found otherwise.
pub(crate) fn find(reader: &Reader<'_>, text: &str) -> anyhow::Result<Option<Found>> {
    if !text.contains("://") {
        return Ok(None);
    }
    let Some(article) = reader.article(&key(text))? else { return Ok(None) };
    let steps = article_steps(&reader.tellings(article.row)?);
    Ok(Some(Found { article, steps }))
}
