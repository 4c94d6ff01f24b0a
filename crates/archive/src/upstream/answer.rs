//! What a person decides of something that is held.

use super::bullets::{Bullet, Source};
use super::follow::{id, kept};
use crate::editing::{Act, ActError, Outcome, Request};
use crate::record::Recorder;
use crate::{Archive, ArchiveError, editing};
use annals_model::{By, Document, EventId, Incoming, Status, Timestamp, Value};
use annals_store::{HeldKind, HeldState, UpstreamGone, UpstreamHeld, UpstreamItem};
use std::collections::BTreeMap;

/// Accepts something held: what it tells is recorded, with its own time and author; what
/// it takes off the list is withdrawn. `by` is the person's name.
///
/// # Errors
/// [`ActError`]: nothing waits with that number, or the reason is empty.
pub fn accept(
    archive: &Archive,
    held: u64,
    (by, reason): (&str, &str),
    now: Timestamp,
) -> Result<Outcome, ActError> {
    editing::act(archive, &request(Act::AcceptUpstream { held }, reason), by, now)
}

/// Refuses something held: it is not asked again as long as the page says the same.
///
/// # Errors
/// As [`accept`].
pub fn refuse(
    archive: &Archive,
    held: u64,
    (by, reason): (&str, &str),
    now: Timestamp,
) -> Result<Outcome, ActError> {
    editing::act(archive, &request(Act::RefuseUpstream { held }, reason), by, now)
}

fn request(act: Act, reason: &str) -> Request {
    Request { act, reason: reason.to_owned(), expected: BTreeMap::new() }
}

/// Accepts within an open transaction; returns the events that it concerns.
pub(crate) fn accept_within(
    recorder: &mut Recorder<'_>,
    held: &UpstreamHeld,
    by: &By,
    reason: &str,
) -> Result<Vec<EventId>, ArchiveError> {
    let events = match held.kind {
        HeldKind::Told => tell(recorder, held)?,
        HeldKind::Gone => withdraw(recorder, held, by, reason)?,
    };
    let said = (by.name(), reason);
    let now = recorder.now();
    recorder.writer().decide_upstream(held.number, HeldState::Accepted, said, now)?;
    Ok(events)
}

/// Refuses within an open transaction.
pub(crate) fn refuse_within(
    recorder: &Recorder<'_>,
    held: &UpstreamHeld,
    by: &By,
    reason: &str,
) -> Result<(), ArchiveError> {
    let said = (by.name(), reason);
    let now = recorder.now();
    Ok(recorder.writer().decide_upstream(held.number, HeldState::Refused, said, now)?)
}

/// Records what a revision tells, as if it had been taken.
fn tell(recorder: &mut Recorder<'_>, held: &UpstreamHeld) -> Result<Vec<EventId>, ArchiveError> {
    let gone = || ArchiveError::Refused("the page that it is of is followed no more".into());
    let page = recorder.writer().upstream_page_in(held.page)?.ok_or_else(gone)?;
    let mut items = recorder.writer().upstream_items(page.number)?;
    let source = Source {
        title: &page.title,
        revision: held.revision,
        at: held.at,
        author: held.author.as_deref(),
        // Neither decides what a bullet is; the items that it is among say the rest.
        lang: &lang(recorder, &items)?,
        day: page.day,
    };
    let bullets = source.read(&held.wikitext).bullets;
    let mut document = Document { name: page.title.clone(), ..Document::default() };
    let mut places: Vec<Option<usize>> = vec![None; bullets.len()];
    let mut told: Vec<(usize, usize, Option<EventId>)> = Vec::new();
    for (at, bullet) in bullets.iter().enumerate() {
        let mark = bullet.mark();
        if let Some(wanted) = held.items.iter().find(|item| item.key == mark) {
            let mut draft = bullet.draft.clone();
            draft.under = draft.under.and_then(|above| places[above]);
            draft.id = wanted.event;
            places[at] = Some(document.found.len());
            told.push((at, document.found.len(), wanted.event));
            document.found.push(Incoming::Told(draft));
        } else if let Some(item) = listed(&items, bullet) {
            places[at] = Some(document.found.len());
            document.found.push(kept(item.event));
        }
    }
    if told.is_empty() {
        return Err(ArchiveError::Refused("its revision does not read as it did".into()));
    }
    recorder.start_document()?;
    let outcomes = recorder.record(&document)?;
    let mut events = Vec::new();
    for (at, place, event) in told {
        let Some(outcome) = outcomes.get(place) else { continue };
        let new = bullets[at].item(id(outcome));
        events.push(new.event);
        match items.iter_mut().find(|item| Some(item.event) == event) {
            Some(item) => *item = new,
            None => {
                let end = items.iter().position(|item| item.gone.is_some()).unwrap_or(items.len());
                items.insert(end, new);
            }
        }
    }
    recorder.writer().set_upstream_items(page.number, &items)?;
    Ok(events)
}

/// The item that says what a bullet says.
fn listed<'a>(items: &'a [UpstreamItem], bullet: &Bullet) -> Option<&'a UpstreamItem> {
    items.iter().find(|item| item.gone.is_none() && item.key == bullet.key)
}

/// The language of the events of a page; the archive's own where it has none.
fn lang(recorder: &Recorder<'_>, items: &[UpstreamItem]) -> Result<String, ArchiveError> {
    for item in items {
        if let Some(event) = recorder.writer().event(item.event)? {
            return Ok(event.record.lang);
        }
    }
    Ok(recorder.archive().config.lang.clone())
}

/// Withdraws what a revision took off the list.
fn withdraw(
    recorder: &mut Recorder<'_>,
    held: &UpstreamHeld,
    by: &By,
    reason: &str,
) -> Result<Vec<EventId>, ArchiveError> {
    let mut items = recorder.writer().upstream_items(held.page)?;
    for item in items.iter_mut().filter(|item| item.gone.is_none()) {
        if held.items.iter().any(|taken| taken.event == Some(item.event)) {
            item.gone = Some(UpstreamGone {
                revision: held.revision,
                at: held.at,
                author: held.author.clone(),
                comment: held.comment.clone(),
                heir: None,
            });
        }
    }
    // What is gone stands behind what is listed.
    items.sort_by_key(|item| item.gone.is_some());
    recorder.writer().set_upstream_items(held.page, &items)?;
    let mut events = Vec::new();
    for id in held.items.iter().filter_map(|item| item.event) {
        let Some(event) = recorder.writer().event(id)? else { continue };
        // Another day lists it by now: it is not what the person looked at.
        let shown = matches!(event.record.status, Status::Published | Status::Held(_));
        if shown && !recorder.writer().upstream_lists(id)? {
            events.push(event);
        }
    }
    let known_at = recorder.known_now(&events.iter().collect::<Vec<_>>())?;
    let mut changed = Vec::new();
    for event in events {
        let values = vec![Value::Status(Status::Withdrawn(reason.to_owned()))];
        recorder.state(&event, values, by, Some(known_at))?;
        changed.push(event.id);
    }
    Ok(changed)
}
