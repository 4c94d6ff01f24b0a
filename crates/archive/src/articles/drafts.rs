//! Events that only articles tell: what a person decides of them.

use super::links;
use crate::corrections::{Rulings, Said, Saying, record_word};
use crate::record::{Outcome, Recorder};
use crate::{Archive, ArchiveError};
use annals_model::{
    By, CorrectionKind, Document, Draft, EventId, Incoming, Matter, Source, Timestamp, Verdict,
    Version,
};
use annals_store::{DraftRow, Reader, Writer};

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
    let mut recorder = Recorder::begin(archive, now)?;
    let draft = find(recorder.writer(), id)?;
    let event = tell(&mut recorder, &draft)?;
    let saying = saying(id, event.as_str(), Verdict::Yes, by_name, reason);
    let said = record_word(&mut recorder, &saying)?;
    for page in &draft.articles {
        links::link_page(recorder.writer(), page, recorder.seq())?;
    }
    recorder.commit()?;
    Ok((event, said))
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
    let mut recorder = Recorder::begin(archive, now)?;
    find(recorder.writer(), id)?;
    let said = record_word(&mut recorder, &saying(id, "", Verdict::No, by_name, reason))?;
    recorder.commit()?;
    Ok(said)
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

fn find(reader: &Reader<'_>, id: &str) -> Result<DraftRow, ArchiveError> {
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

/// Drops the drafts of which a person decided.
pub(crate) fn drop_decided(writer: &Writer<'_>) -> Result<(), ArchiveError> {
    let rulings = Rulings::read(writer)?;
    let decided = rulings.drafts();
    let mut drafts = writer.drafts()?;
    drafts.retain(|d| !decided.contains_key(d.id.as_str()));
    writer.set_drafts(&drafts)?;
    Ok(())
}
