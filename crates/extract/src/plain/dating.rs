//! The date of a text: from its lines about itself, else from what it tells of.

use super::{sidebar::date_at_edge, vocabulary::REJECTED};
use crate::dates::written::{Hints, Reading, find_all};
use annals_model::{Article, Block, Dating, Evidence, Timestamp, tidy};

/// Fills [`Article::published`]. `leading` are lines that date the article,
/// `rejected` lines of which the dates are other articles'.
pub(super) fn fill<'t>(
    leading: &[String],
    rejected: impl Iterator<Item = &'t str>,
    captured_at: Option<Timestamp>,
    article: &mut Article,
) {
    let language = article.language.clone();
    let hints = Hints {
        language: language.as_deref(),
        not_after: captured_at.map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).date()),
        ..Hints::default()
    };
    article.published = choose(leading, &article.blocks, &hints);
    for line in rejected.take(REJECTED) {
        let Some(found) = date_at_edge(line) else { continue };
        article.published.evidence.push(Evidence {
            from: "list of links".to_owned(),
            text: tidy(line).chars().take(80).collect(),
            value: found.readings.first().map(Reading::edtf),
        });
    }
}

fn choose(leading: &[String], blocks: &[Block], hints: &Hints<'_>) -> Dating {
    let captions = blocks.iter().filter_map(|b| match b {
        Block::Picture(p) => p.caption.clone().map(|c| ("caption", c)),
        _ => None,
    });
    let texts = blocks.iter().map(|b| ("text", b.text()));
    let lines = leading.iter().map(|l| ("line", l.clone()));
    let mut dating = Dating::default();
    for (from, text) in lines.chain(captions).chain(texts) {
        for found in find_all(&text, hints).into_iter().take(8) {
            let first = found.readings.first();
            if dating.value.is_none() && first.is_some_and(|r| r.date().is_some()) {
                dating.value = first.map(Reading::edtf);
                dating.precision = first.map(Reading::precision);
                dating.alternatives = found.readings.iter().skip(1).map(Reading::edtf).collect();
                dating.confidence = if found.is_open() { 0.4 } else { 0.6 };
            }
            let shown: String = text[found.range.clone()].chars().take(80).collect();
            let value = (!found.is_open()).then(|| first.map(Reading::edtf)).flatten();
            dating.evidence.push(Evidence { from: from.to_owned(), text: shown, value });
        }
        if dating.evidence.len() > 40 {
            break;
        }
    }
    dating
}
