//! Events that only articles tell: finding them, and what a person decides of them.

use super::told::Told;
use super::{links, same_event};
use crate::corrections::{Rulings, Said, Saying, record_word};
use crate::record::{Outcome, Recorder};
use crate::{Archive, ArchiveError};
use annals_link::same_event::{DraftOptions, WEIGHTS_VERSION, drafts};
use annals_model::{
    By, CorrectionKind, Document, Draft, EventId, Incoming, Matter, Source, Span, Timestamp,
    Verdict, Version, date, tidy,
};
use annals_store::{ArticleRelation, DraftRow, Reader, Writer};
use std::collections::BTreeMap;

/// The reader that events of articles are recorded by.
const READER: &str = "articles";

/// Makes an event of a draft, with its articles as sources, and records that the
/// person accepted it. Returns the event.
///
/// # Errors
/// [`ArchiveError::Refused`] where there is no such draft.
pub fn accept(
    archive: &Archive,
    id: &str,
    by_name: &str,
    reason: &str,
    now: Timestamp,
) -> Result<(EventId, Said), ArchiveError> {
    let mut recorder = Recorder::begin_act(archive, now)?;
    let accepted = accept_within(&mut recorder, id, by_name, reason)?;
    recorder.commit()?;
    Ok(accepted)
}

/// Accepts a draft in an open transaction.
pub(crate) fn accept_within(
    recorder: &mut Recorder<'_>,
    id: &str,
    by_name: &str,
    reason: &str,
) -> Result<(EventId, Said), ArchiveError> {
    let draft = one(recorder.writer(), id)?;
    let event = tell(recorder, &draft)?;
    let saying = saying(id, event.as_str(), Verdict::Yes, by_name, reason);
    let said = record_word(recorder, &saying)?;
    for page in &draft.articles {
        links::link_page(recorder.writer(), page, recorder.seq())?;
    }
    Ok((event, said))
}

/// Whether a revision is of an event that only articles told.
pub(crate) fn is_of_articles(by: &By) -> bool {
    matches!(by, By::Importer { name, .. } if name == READER)
}

/// Records that a draft is no event. It is not listed again.
///
/// # Errors
/// [`ArchiveError::Refused`] where there is no such draft.
pub fn reject(
    archive: &Archive,
    id: &str,
    by_name: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Said, ArchiveError> {
    let mut recorder = Recorder::begin_act(archive, now)?;
    let said = reject_within(&mut recorder, id, by_name, reason)?;
    recorder.commit()?;
    Ok(said)
}

/// Rejects a draft in an open transaction.
pub(crate) fn reject_within(
    recorder: &mut Recorder<'_>,
    id: &str,
    by_name: &str,
    reason: &str,
) -> Result<Said, ArchiveError> {
    one(recorder.writer(), id)?;
    record_word(recorder, &saying(id, "", Verdict::No, by_name, reason))
}

fn saying(id: &str, event: &str, verdict: Verdict, by_name: &str, reason: &str) -> Saying {
    Saying {
        matter: Matter::new(CorrectionKind::Draft, id, event),
        verdict,
        by_name: by_name.to_owned(),
        reason: reason.to_owned(),
        title: None,
    }
}

fn one(reader: &Reader<'_>, id: &str) -> Result<DraftRow, ArchiveError> {
    reader.drafts()?.into_iter().find(|d| d.id == id).ok_or_else(|| {
        let problem = format!("there is no draft `{id}`");
        ArchiveError::Refused(format!("{problem}\nhint: `annals drafts` lists them"))
    })
}

/// Records a draft as an event and returns the event.
pub(super) fn tell(recorder: &mut Recorder<'_>, draft: &DraftRow) -> Result<EventId, ArchiveError> {
    let mut sources: Vec<Source> = Vec::new();
    let first = [&draft.page].into_iter();
    for page in first.chain(draft.articles.iter().filter(|p| **p != draft.page)) {
        sources.extend(links::source(recorder.writer(), page)?);
    }
    let upstream = sources.first().and_then(|s| s.url.clone());
    let version = Version {
        known_at: draft.first_seen,
        by: By::importer(READER, upstream),
        day: draft.day,
        text: draft.statement.clone(),
        links: None,
        category: None,
        stories: None,
        summary: None,
        sources: Some(sources),
        image: None,
        lang: draft.lang.clone(),
    };
    let told = Draft {
        id: None,
        old_paths: Vec::new(),
        under: None,
        line: None,
        versions: vec![version],
        claimed_related: Vec::new(),
    };
    recorder.start_document()?;
    let document = Document { found: vec![Incoming::Told(told)], ..Document::default() };
    match recorder.record(&document)?.pop() {
        Some(
            Outcome::New(id) | Outcome::Changed(id) | Outcome::Same(id) | Outcome::Held(id, _),
        ) => Ok(id),
        None => Err(ArchiveError::Refused(format!("the draft `{}` tells nothing", draft.id))),
    }
}

/// Makes events of all drafts, where the archive's settings ask for it. Returns
/// how many there were.
pub fn publish(archive: &Archive, now: Timestamp) -> Result<u64, ArchiveError> {
    if !archive.config.drafts.publish {
        return Ok(0);
    }
    let mut recorder = Recorder::begin(archive, now)?;
    let drafts = recorder.writer().drafts()?;
    for draft in &drafts {
        tell(&mut recorder, draft)?;
        for page in &draft.articles {
            links::link_page(recorder.writer(), page, recorder.seq())?;
        }
    }
    recorder.writer().set_drafts(&[])?;
    recorder.commit()?;
    Ok(drafts.len() as u64)
}

/// Finds the events that articles tell and no list does: articles from several
/// origins that report no known event.
pub(super) fn find(
    writer: &Writer<'_>,
    told: &[Told],
    rulings: &Rulings,
) -> Result<(), ArchiveError> {
    let decided = rulings.drafts();
    let mut free: Vec<&Told> = Vec::new();
    for article in told {
        let links = writer.article_links(&article.page)?;
        if links.iter().all(|l| l.relation != ArticleRelation::Reports) {
            free.push(article);
        }
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut origins = Vec::with_capacity(free.len());
    for article in &free {
        let origin = writer.origin_of(&article.page)?;
        let origin = origin.map_or_else(|| article.page.clone(), |row| row.origin);
        let next = numbers.len();
        origins.push(*numbers.entry(origin).or_insert(next));
    }
    let articles: Vec<_> =
        free.iter().zip(0..).map(|(told, id)| same_event::told(told, id)).collect();
    let drafts = drafts(&articles, &origins, &DraftOptions::default()).into_iter();
    let rows = drafts.filter_map(|draft| {
        // What has no day can stand on no list.
        let day = date(1970, 1, 1).checked_add(Span::new().try_days(draft.day?).ok()?).ok()?;
        let members: Vec<&Told> = draft.articles.iter().map(|at| free[*at]).collect();
        let first = members.first()?;
        let mut pages: Vec<String> = members.iter().map(|m| m.page.clone()).collect();
        pages.sort();
        Some(DraftRow {
            id: EventId::from_key(&format!("draft/{}", first.page)).to_string(),
            statement: tidy(&draft.statement),
            page: free[draft.from].page.clone(),
            day,
            place: draft.place,
            lang: Some(free[draft.from].lang.clone()).filter(|l| !l.is_empty())?,
            origins: draft.origins.len() as u64,
            first_seen: members.iter().filter_map(|m| m.first_known).min(),
            weights: WEIGHTS_VERSION.to_owned(),
            articles: pages,
        })
    });
    let rows: Vec<DraftRow> = rows.filter(|d| !decided.contains_key(d.id.as_str())).collect();
    writer.set_drafts(&rows)?;
    Ok(())
}

/// Drops the drafts of which a person decided.
pub(crate) fn drop_decided(writer: &Writer<'_>) -> Result<(), ArchiveError> {
    let rulings = Rulings::read(writer)?;
    let decided = rulings.drafts();
    let mut drafts = writer.drafts()?;
    drafts.retain(|d| !decided.contains_key(d.id.as_str()));
    writer.set_drafts(&drafts)?;
    Ok(())
}
