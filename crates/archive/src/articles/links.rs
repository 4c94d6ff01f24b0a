//! Which events an article reports or mentions.
//!
//! A cited address is certain: the article on it reports the event that cites it.
//! What people said goes over everything.

use super::{drafts, same_event, told, trace};
use crate::ArchiveError;
use crate::corrections::Rulings;
use crate::relink;
use annals_model::{Article, Date, EventId, Source, article_steps};
use annals_store::{ArticleLinkRow, ArticleRelation, Reader, Subject, WhyPart, Writer};
use std::collections::{BTreeMap, BTreeSet};

/// Version of what finds links that are certain.
const CITED: &str = "cited-1";
/// What stands for the version of the weights where a person said it.
const EDITOR: &str = "editor";

/// The article on a page as it stands, by its key; `None` where there is none.
pub fn article(reader: &Reader<'_>, page: &str) -> Result<Option<Article>, ArchiveError> {
    let Some(stored) = reader.article(page)? else { return Ok(None) };
    let step = article_steps(&reader.tellings(stored.row)?).pop();
    Ok(step.map(|step| Article { url: step.article.url.or(Some(stored.url)), ..step.article }))
}

/// An article as a source of an event.
pub(crate) fn source(reader: &Reader<'_>, page: &str) -> Result<Option<Source>, ArchiveError> {
    let Some(article) = article(reader, page)? else { return Ok(None) };
    let host = page.split('/').next().unwrap_or(page);
    let publisher = article.publisher.unwrap_or_else(|| host.to_owned());
    let source = match article.agency {
        Some(agency) => Source { name: agency, via: Some(publisher), url: article.url },
        None => Source { name: publisher, via: None, url: article.url },
    };
    Ok(Some(source))
}

/// Links articles to their events: those that say something new, and those of
/// days whose events may have changed, from `from` on.
pub(crate) fn link_all(
    writer: &Writer<'_>,
    rulings: &Rulings,
    from: Option<Date>,
    new: &BTreeSet<String>,
    seq: i64,
    report: &mut relink::Report,
) -> Result<(), ArchiveError> {
    if writer.article_counts()?.articles == 0 || (from.is_none() && new.is_empty()) {
        report.drafts = writer.draft_count()?;
        return Ok(());
    }
    let told = told::all(writer)?;
    // An event may cite an article of any age, and cite it no more.
    let mut new = new.clone();
    if let Some(from) = from {
        new.extend(writer.pages_of_events_from(from)?);
    }
    let found = same_event::find(writer, &told, from, &new)?;
    for (page, found) in found {
        report.articles += 1;
        let changed = link(writer, &page, Some(found), rulings, seq)?;
        report.articles_changed += u64::from(changed);
    }
    trace::run(writer, &told, rulings, seq)?;
    drafts::find(writer, &told, rulings)?;
    report.drafts = writer.draft_count()?;
    Ok(())
}

/// Links one article again, because of what a person said of it.
pub(crate) fn link_page(writer: &Writer<'_>, page: &str, seq: i64) -> Result<(), ArchiveError> {
    link(writer, page, None, &Rulings::read(writer)?, seq)?;
    Ok(())
}

/// `found` is what was computed from the text now; `None`: what was found before
/// holds, as far as it is kept.
fn link(
    writer: &Writer<'_>,
    page: &str,
    found: Option<Vec<ArticleLinkRow>>,
    rulings: &Rulings,
    seq: i64,
) -> Result<bool, ArchiveError> {
    let found = match found {
        Some(found) => found,
        None => writer.article_links(page)?.into_iter().filter(|l| !l.certain).collect(),
    };
    let mut links: BTreeMap<i64, ArticleLinkRow> =
        found.into_iter().map(|link| (link.event, link)).collect();
    links.extend(cited(writer, page)?);
    let mut events: BTreeSet<i64> = links.keys().copied().collect();
    for id in rulings.events_of_article(page) {
        events.extend(writer.event(id)?.map(|e| e.row));
    }
    for row in events {
        let Some(event) = writer.event_in(row)? else { continue };
        let relation = links.get(&row).map(|l| l.relation);
        let Some(word) = rulings.word_on_article(page, event.id) else { continue };
        match rulings.article(page, event.id, relation) {
            None => {
                links.remove(&row);
            }
            Some(relation) => {
                let why = WhyPart {
                    kind: EDITOR.to_owned(),
                    label: format!("{}: {}", word.by_name, word.reason),
                    share: 100,
                };
                links.insert(
                    row,
                    ArticleLinkRow {
                        page: page.to_owned(),
                        event: row,
                        relation,
                        certain: true,
                        score: 1.0,
                        weights: EDITOR.to_owned(),
                        why: vec![why],
                    },
                );
            }
        }
    }
    let links: Vec<ArticleLinkRow> = links.into_values().collect();
    let Some(changed) = writer.set_article_links(page, &links)? else { return Ok(false) };
    let subjects: Vec<Subject> = changed.into_iter().map(Subject::Links).collect();
    writer.touch(seq, &subjects)?;
    Ok(true)
}

/// The links that are certain: events that cite the page.
fn cited(reader: &Reader<'_>, page: &str) -> Result<BTreeMap<i64, ArticleLinkRow>, ArchiveError> {
    let cited = reader.events_citing(page)?;
    let link = |event: i64| ArticleLinkRow {
        page: page.to_owned(),
        event,
        relation: ArticleRelation::Reports,
        certain: true,
        score: 1.0,
        weights: CITED.to_owned(),
        why: vec![WhyPart { kind: "citation".into(), label: page.to_owned(), share: 100 }],
    };
    Ok(cited.into_iter().map(|event| (event, link(event))).collect())
}

impl Rulings {
    /// The events of which people said something with an article, sorted.
    fn events_of_article(&self, page: &str) -> Vec<EventId> {
        use annals_model::CorrectionKind::{Mentions, Reports};
        let words = [Reports, Mentions].into_iter().flat_map(|kind| self.of_kind(kind));
        let mine = words.filter(|c| c.matter.subject == page);
        let mut ids: Vec<EventId> = mine.filter_map(|c| c.matter.object.parse().ok()).collect();
        ids.sort();
        ids.dedup();
        ids
    }
}
