//! What a page says about its article.

use crate::page::Page;
use annals_model::Article;

/// Fills everything but body and dates.
pub fn fill(page: &Page<'_>, article: &mut Article) {
    let _ = (page, article);
}
