//! The body of an article.

use crate::page::{Page, Region};
use annals_model::Block;

/// A page's body.
#[derive(Debug, Default)]
pub struct Body {
    /// Its blocks in reading order.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub region: Option<Region>,
}

/// Finds the body of the article.
pub fn find(page: &Page<'_>) -> Body {
    let _ = page;
    Body::default()
}
