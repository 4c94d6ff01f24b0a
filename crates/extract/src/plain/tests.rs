//! Whole texts, from their lines to the article.

use super::read;
use annals_model::{Article, Block};

fn kinds(article: &Article) -> Vec<&'static str> {
    article.blocks.iter().map(Block::kind).collect()
}

#[test]
fn footers_and_requests_are_left_out() {
    let article = read(
        "Harbour Herald\nHome\nSport\nLisbon opens its longest bridge\nBy Ana Costa\nMarch 29, 1998\n\
         The Vasco da Gama bridge was opened to traffic on Sunday, in time for the world's fair.\n\
         Sign up for our newsletter and never miss a story again.\n\
         Read more: The fair in pictures\n\
         With its viaducts it is more than twelve kilometres long, the longest of Europe.\n\
         Tags: Lisbon, bridges\n\
         Contact the desk: desk@harbour-herald.example\n\
         © 1998 Harbour Herald. All rights reserved.\n",
        None,
        None,
    );
    assert_eq!(article.title.as_deref(), Some("Lisbon opens its longest bridge"));
    assert_eq!(article.authors, ["Ana Costa"]);
    assert_eq!(article.keywords, ["Lisbon", "bridges"]);
    assert_eq!(kinds(&article), ["paragraph", "paragraph"]);
    assert_eq!(article.published.value.as_deref(), Some("1998-03-29"));
}

#[test]
fn a_release_ends_before_its_company_speaks_of_itself() {
    let article = read(
        "Kansai airport opens on an island of its own\n\
         OSAKA, Sept. 4, 1994 - The airport lies five kilometres off the coast, on an island that was made for it.\n\
         The island settles under its own weight, and the columns of the terminal can be raised.\n\
         About Kansai Airport\n\
         Kansai Airport is a company of the state and of the cities around the bay.\n\
         ###\n\
         Press office, +81 000 000 0000, every day from nine to five.",
        None,
        None,
    );
    assert_eq!(kinds(&article), ["paragraph", "paragraph"]);
}

#[test]
fn a_text_without_sentences_keeps_its_lines() {
    let article = read("Oslo\nBergen\nTrondheim", None, None);
    assert_eq!(article.title.as_deref(), Some("Oslo"));
    assert_eq!(read("", None, None).blocks, []);
    assert_eq!(read("\u{0}\u{1}\n---\n", None, None).title, None);
}

#[test]
fn other_articles_dates_never_win() {
    let article = read(
        "Ten lakes to see - May 2, 2019\nOslo in spring - May 1, 2019\nTrains are back - April 30, 2019\n\
         Estonia takes the euro\nEstonia paid with kroons for the last time on Friday, 31 December 2010.",
        None,
        None,
    );
    assert_eq!(article.title.as_deref(), Some("Estonia takes the euro"));
    assert_eq!(article.published.value.as_deref(), Some("2010-12-31"));
    let rejected = article.published.evidence.iter().filter(|e| e.from == "list of dated lines");
    assert_eq!(rejected.count(), 3);
}
