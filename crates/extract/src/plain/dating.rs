//! The date of a text: its lines and days are collected here and weighed in [`crate::dates`].

use super::{sidebar::date_at_edge, vocabulary::REJECTED};
use crate::dates::{
    in_text,
    written::{Hints, Reading},
};
use annals_model::{Article, Block, Evidence, Timestamp, tidy};
use jiff::tz::TimeZone;

/// Letters of a line that evidence shows.
const SHOWN: usize = 80;

/// Fills [`Article::published`]. `leading` are lines that date the article;
/// `rejected` are lines of other articles, whose dates are kept as evidence that
/// was not followed.
pub(super) fn fill<'t>(
    leading: &[String],
    rejected: impl Iterator<Item = &'t str>,
    captured_at: Option<Timestamp>,
    article: &mut Article,
) {
    let language = article.language.clone();
    let hints = Hints {
        language: language.as_deref(),
        // A place ahead of UTC may be a day further.
        not_after: captured_at.and_then(|t| {
            t.to_zoned(TimeZone::UTC).date().checked_add(annals_model::Span::new().days(1)).ok()
        }),
        ..Hints::default()
    };
    let paragraphs: Vec<String> = article.blocks.iter().map(words).collect();
    let title = article.title.as_deref();
    article.published = in_text(title, &paragraphs, leading, &hints);
    let captions: Vec<&String> = article
        .blocks
        .iter()
        .zip(&paragraphs)
        .filter(|(b, _)| matches!(b, Block::Picture(_)))
        .map(|(_, t)| t)
        .collect();
    for evidence in &mut article.published.evidence {
        if evidence.from == "text" && captions.iter().any(|c| c.contains(&evidence.text)) {
            evidence.from = "caption".to_owned();
        }
    }
    for line in rejected.take(REJECTED) {
        let Some(found) = date_at_edge(line) else { continue };
        article.published.evidence.push(Evidence {
            from: "list of dated lines".to_owned(),
            text: tidy(line).chars().take(SHOWN).collect(),
            value: found.readings.first().filter(|_| !found.is_open()).map(Reading::edtf),
        });
    }
}

/// The words of a block, captions among them: they often name the day.
fn words(block: &Block) -> String {
    match block {
        Block::Picture(picture) => picture.caption.clone().unwrap_or_default(),
        block => block.text(),
    }
}
