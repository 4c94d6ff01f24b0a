//! Editing: a person's acts on the record, one at a time, each whole or not at all.
//!
//! [`act`] is the one entry. An act is a [`Request`]: what is to be done
//! ([`Act`]), why, and which revisions the editor saw. It becomes one transaction
//! with a revision of each event that it changes, by the editor and with the
//! reason; imports and computing never override it, and [`Act::Undo`] takes it
//! back by further revisions. When [`act`] returns, the disk has it.
//!
//! What is computed of the changed events is brought up to date apart, by
//! [`settle`], because it takes longer: `act` touches the days, so that the next
//! [`crate::relink::run`] does the rest.
//!
//! The files: `request.rs` and `outcome.rs` hold the public shapes, `read.rs`
//! turns what was typed into values, `plan.rs` says what an act changes,
//! `split_merge.rs` and `undo.rs` do so for acts on several events, `words.rs`
//! does what is said of what is computed.

mod outcome;
mod plan;
mod read;
mod request;
mod settle;
mod split_merge;
mod undo;
mod words;

pub use outcome::{ActError, Conflict, Outcome, Revised};
pub use request::{Act, Anchor, Description, Part, Reference, Request};
pub use settle::settle;

use crate::record::Recorder;
use crate::{Archive, upstream};
use annals_model::{By, EventId, Timestamp, Value, history};
use annals_store::{Reader, StoredEvent, UpstreamHeld};
use plan::{Answer, Plan, Planned};
use std::collections::BTreeMap;

/// Does what an editor asks, in one transaction; `by` is the editor's name. What
/// is returned is on the disk.
///
/// # Errors
/// [`ActError`]; nothing was written then.
pub fn act(
    archive: &Archive,
    request: &Request,
    by: &str,
    now: Timestamp,
) -> Result<Outcome, ActError> {
    let by = By::Editor { name: read::name(by)?, reason: read::reason(&request.reason)? };
    let expected = read::expected(&request.expected)?;
    let mut recorder = Recorder::begin_act(archive, now)?;
    let planned = plan::plan(&recorder, &request.act, &by)?;
    for (id, number) in &expected {
        check(&recorder, *id, *number, &planned)?;
    }
    let outcome = match planned {
        Planned::Record(plan) => record(&mut recorder, plan, &by)?,
        Planned::Words(said) => words::say(&mut recorder, &said, &by)?,
        Planned::Upstream(held, answer) => answered(&mut recorder, &held, answer, &by)?,
    };
    recorder.commit()?;
    Ok(outcome)
}

/// The event with an id as it was typed.
fn event(reader: &Reader<'_>, id: &str) -> Result<StoredEvent, ActError> {
    let missing = || ActError::Missing(format!("the archive has no event `{}`", read::short(id)));
    let id: EventId = id.parse().map_err(|_| missing())?;
    reader.event(id)?.ok_or_else(missing)
}

/// Finds out whether an event has a newer revision than the editor saw.
fn check(
    recorder: &Recorder<'_>,
    id: EventId,
    expected: u32,
    planned: &Planned,
) -> Result<(), ActError> {
    let current = event(recorder.writer(), id.as_str())?;
    let revisions = recorder.writer().revisions(current.row)?;
    let revision = revisions.len() as u32;
    if revision == expected {
        return Ok(());
    }
    let mut theirs = history::steps(&revisions);
    theirs.retain(|step| step.number > expected);
    let yours: Vec<Value> = match planned {
        Planned::Record(plan) => plan.of(id).to_vec(),
        Planned::Words(_) | Planned::Upstream(..) => Vec::new(),
    };
    let conflict = Conflict { event: id, expected, revision, yours, theirs, current };
    Err(ActError::Conflict(Box::new(conflict)))
}

/// Writes a plan's revisions.
fn record(recorder: &mut Recorder<'_>, plan: Plan, by: &By) -> Result<Outcome, ActError> {
    let events: Vec<&StoredEvent> = plan.changes.iter().map(|(event, _)| event).collect();
    let known_at = recorder.known_now(&events)?;
    let mut outcome = Outcome::default();
    for (event, values) in plan.changes {
        if let Some(revision) = recorder.state(&event, values, by, Some(known_at))? {
            outcome.events.push(Revised {
                id: event.id.to_string(),
                url: event.path,
                revision,
                created: false,
            });
        }
    }
    for record in &plan.created {
        let event = recorder.create(record, by, known_at)?;
        outcome.events.push(Revised {
            id: event.id.to_string(),
            url: event.path,
            revision: 1,
            created: true,
        });
    }
    Ok(outcome)
}

/// Answers what is held of an upstream's revision.
fn answered(
    recorder: &mut Recorder<'_>,
    held: &UpstreamHeld,
    answer: Answer,
    by: &By,
) -> Result<Outcome, ActError> {
    let reason = plan::reason(by);
    let mut outcome = Outcome::default();
    let events = match answer {
        Answer::Accept => upstream::accept_within(recorder, held, by, &reason)?,
        Answer::Refuse => {
            upstream::refuse_within(recorder, held, by, &reason)?;
            Vec::new()
        }
    };
    for id in events {
        let Some(event) = recorder.writer().event(id)? else { continue };
        let revision = recorder.writer().revisions(event.row)?.len() as u32;
        let created = revision == 1;
        outcome.events.push(Revised { id: id.to_string(), url: event.path, revision, created });
    }
    Ok(outcome)
}

/// The number of an event's last revision: what an act on it is to expect.
///
/// # Errors
/// [`ActError::Missing`] where there is no such event.
pub fn revision_of(archive: &Archive, id: &str) -> Result<u32, ActError> {
    let reader = archive.store.read()?;
    let event = event(&reader, id)?;
    Ok(reader.revisions(event.row)?.len() as u32)
}

/// What is expected of each event.
type Expected = BTreeMap<EventId, u32>;
