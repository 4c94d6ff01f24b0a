//! Whole texts, from their lines to the article.
