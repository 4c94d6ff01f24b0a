//! What a page says about its article: headline, authors, publisher, address,
//! language, subjects, picture, licence, and whether it gives its whole text.
//!
//! The page is walked once (`gather.rs`); every reader asks what was found there
//! and the JSON-LD, decides among the places that speak, and leaves a note where
//! they are odd. Dates are read elsewhere.

mod access;
mod agency;
mod authors;
mod byline;
mod canonical;
mod deck;
mod gather;
mod headline_parts;
mod image;
mod language;
mod ld;
mod licence;
mod publisher;
mod sites;
mod title;
mod topics;
mod value;
mod words;

pub use publisher::publisher_of;

use crate::page::Page;
use annals_model::Article;
use gather::Found;
use sites::Sites;

/// Fills everything but body and dates. Takes the body's blocks where they are
/// there already; without them decks, languages and access are less certain.
pub fn fill(page: &Page<'_>, article: &mut Article) {
    let found = Found::gather(page.tree);
    let sites = Sites::gather(page, &found);
    let item = ld::article(page.structured, &title::rough_keys(&found));
    let headline = title::decide(page, &found, item, &sites);
    article.title = headline.text;
    authors::decide(page, &found, item, &sites, headline.node, article);
    publisher::decide(page, &found, &sites, article);
    if article.agency.is_none() {
        let named = agency::find(page, &found, item, &article.blocks);
        article.agency = named.map(str::to_owned);
    }
    if article.agency == article.publisher {
        article.agency = None;
    }
    article.deck = deck::decide(page, &found, item, &sites, headline.node, article);
    canonical::decide(page, &found, item, article);
    language::decide(&found, item, article);
    article.section = topics::section(&found, item, &sites);
    article.keywords = topics::keywords(&found, item);
    article.image = image::decide(page, &found, item, article);
    article.licence = licence::decide(page, &found, item);
    access::decide(page, &found, item, article);
}

#[cfg(test)]
mod tests;
