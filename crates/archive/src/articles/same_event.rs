//! Which known events an article tells or names, by its words.

use super::told::Told;
use crate::ArchiveError;
use crate::relink::day_number;
use annals_link::same_event::{self, EventLink, Index, Known, REPORTS_VERSION, ReportOptions};
use annals_model::Date;
use annals_store::{ArticleLinkRow, ArticleRelation, Reader, WhyPart};
use std::collections::BTreeSet;

/// Reasons of a link that are kept, at most.
const REASONS: usize = 8;

/// An article as the comparing wants it.
pub(super) fn told(told: &Told, id: u64) -> same_event::Told<'_> {
    same_event::Told {
        id,
        day: None,
        published: told.published,
        title: &told.title,
        text: &told.text,
        lang: &told.lang,
    }
}

/// The links of the articles that are `new`, or whose links may be others because
/// events changed from a day on. An article is compared with events up to its own
/// day and a little beyond, and with how rare words were until then, so that what
/// comes later changes nothing of it. `articles` are in the order of their days.
pub(super) fn find(
    reader: &Reader<'_>,
    articles: &[Told],
    from: Option<Date>,
    new: &BTreeSet<String>,
) -> Result<Vec<(String, Vec<ArticleLinkRow>)>, ArchiveError> {
    let options = ReportOptions::default();
    let last_day = |article: &Told| {
        let day = article.day.map(day_number);
        day.map_or(i32::MAX, |day| day.saturating_add(options.days_before))
    };
    let from = from.map(day_number);
    let wanted = |article: &Told| {
        from.is_some_and(|from| last_day(article) >= from) || new.contains(&article.page)
    };
    if !articles.iter().any(wanted) {
        return Ok(Vec::new());
    }
    let mut heads = reader.heads()?;
    heads.retain(|h| h.published);
    let mut heads = heads.into_iter().peekable();
    let mut index = Index::new(&[]);
    let mut found = Vec::new();
    for (article, id) in articles.iter().zip(0..) {
        let until = last_day(article);
        while let Some(head) = heads.next_if(|h| day_number(h.day) <= until) {
            let row = u64::try_from(head.row).unwrap_or_default();
            index.add(&Known {
                id: row,
                day: day_number(head.day),
                text: &head.text,
                lang: &head.lang,
            });
        }
        if !wanted(article) {
            continue;
        }
        let cited = reader.events_citing(&article.page)?;
        let cited: Vec<u64> = cited.into_iter().filter_map(|row| u64::try_from(row).ok()).collect();
        let links = index.reports(&told(article, id), &cited, &options);
        let rows = links.into_iter().filter(|l| !cited.contains(&l.event));
        found.push((article.page.clone(), rows.filter_map(|l| row(&article.page, l)).collect()));
    }
    Ok(found)
}

fn row(page: &str, link: EventLink) -> Option<ArticleLinkRow> {
    let sum: f32 = link.reasons.iter().map(|r| r.score).sum();
    let why = link.reasons.iter().map(|r| WhyPart {
        kind: r.kind.name().to_owned(),
        label: r.label.clone(),
        share: (100.0 * r.score / sum.max(f32::MIN_POSITIVE)).round().clamp(0.0, 100.0) as u8,
    });
    Some(ArticleLinkRow {
        page: page.to_owned(),
        event: i64::try_from(link.event).ok()?,
        relation: match link.relation {
            same_event::Relation::Reports => ArticleRelation::Reports,
            same_event::Relation::Mentions => ArticleRelation::Mentions,
        },
        certain: false,
        score: (f64::from(link.score) * 1000.0).round() / 1000.0,
        weights: REPORTS_VERSION.to_owned(),
        why: why.filter(|p| p.share > 0).take(REASONS).collect(),
    })
}
