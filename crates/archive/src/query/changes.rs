//! What changed since a place: for those who keep a copy.
//!
//! Every change of the archive has a number, and what it changed is noted under it
//! (`touched` in the store); something that changes again moves to the later number.
//! Changes are made one after the other, so that numbers appear in their order: who
//! reads on from the place where he stopped misses nothing and sees the last state of
//! everything, whatever is written in between.

use crate::ArchiveError;
use crate::live::State;
use crate::pages;
use annals_model::{EventId, Status};
use annals_publish::wire::{EventRef, Item};
use annals_store::{Reader, Subject, Touched};
use std::collections::HashMap;

/// The place before every change.
pub const START: Touched = (Subject::Event(0), 0);

/// One thing that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Number of the change.
    pub change: i64,
    /// The event.
    pub id: EventId,
    /// Its page's path without suffix.
    pub url: String,
    /// Whether only what it is linked to changed.
    pub links_only: bool,
    /// The event as it stands; `None` where it stands no more.
    pub item: Option<Item>,
    /// Why it stands no more.
    pub gone: Option<Gone>,
}

/// Why an event is on lists no more.
#[derive(Debug, Clone, PartialEq)]
pub struct Gone {
    /// `withdrawn`, `merged` or `held`.
    pub state: &'static str,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// The event that it was merged into.
    pub into: Option<EventRef>,
}

/// A page of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedPage {
    /// What changed, in the order of changing.
    pub items: Vec<Changed>,
    /// Where to read on, now or later.
    pub next: Touched,
    /// Whether there is more already.
    pub more: bool,
}

/// What changed behind a place, at most `limit` subjects. `None` where the place lies
/// behind the archive's last change: it is of another archive, or of one that was
/// made anew.
pub fn changes(
    state: &State,
    reader: &Reader<'_>,
    after: &Touched,
    limit: usize,
) -> Result<Option<ChangedPage>, ArchiveError> {
    // The place right behind the last change is where those begin who have everything.
    if after.1 > reader.last_change()? + 1 {
        return Ok(None);
    }
    let snapshot = &state.snapshot;
    // What the state does not know yet is told the next time.
    let touched = reader.touched_after(after, state.change, limit + 1)?;
    let more = touched.len() > limit;
    let touched = &touched[..limit.min(touched.len())];
    let mut events = HashMap::new();
    let mut shown = Vec::new();
    for (subject, _) in touched {
        if let Subject::Event(row) | Subject::Links(row) = subject
            && !events.contains_key(row)
            && let Some(event) = reader.event_in(*row)?
        {
            if event.record.status == Status::Published {
                shown.push(event.clone());
            }
            events.insert(*row, event);
        }
    }
    let rows = shown.iter().map(|e| e.row);
    // Each is alone here: what it stands under is on no common list.
    let mut items: HashMap<i64, Item> = rows.zip(pages::items(snapshot, reader, &shown)?).collect();
    for item in items.values_mut() {
        item.under = None;
    }
    let mut out = Vec::with_capacity(touched.len());
    for (subject, change) in touched {
        let (row, links_only) = match subject {
            Subject::Event(row) => (*row, false),
            Subject::Links(row) => (*row, true),
            _ => continue,
        };
        let Some(event) = events.get(&row) else { continue };
        let gone = match &event.record.status {
            Status::Published => None,
            Status::Withdrawn(reason) => {
                Some(Gone { state: "withdrawn", reason: Some(reason.clone()), into: None })
            }
            Status::MergedInto(id) => {
                let into = snapshot.head_of(*id).map(pages::event_ref);
                Some(Gone { state: "merged", reason: None, into })
            }
            // One that nobody ever saw is not gone.
            Status::Held(_) if reader.old_paths(row)?.is_empty() => continue,
            Status::Held(_) => Some(Gone { state: "held", reason: None, into: None }),
        };
        if links_only && gone.is_some() {
            continue;
        }
        out.push(Changed {
            change: *change,
            id: event.id,
            url: event.path.clone(),
            links_only,
            item: items.get(&row).cloned(),
            gone,
        });
    }
    let next = touched.last().cloned().unwrap_or_else(|| after.clone());
    Ok(Some(ChangedPage { items: out, next, more }))
}
