//! Recording: which event a draft tells, and what it changes.
//!
//! A document's drafts are first recognised by what is certain (an id, an
//! address, the same text on the same day), then compared with the events of
//! earlier documents, best pairs first. What matches nothing is a new event;
//! what matches doubtfully is recorded apart and held back from readers until
//! a person decides.

mod edit;
mod hash;
pub mod matching;
mod merge;
mod names;

pub(crate) use edit::{Before, ensure_name, id_of as id_of_record, story_of};
pub(crate) use hash::of_content;
pub use names::{category_key, day_folder};

use crate::{Archive, ArchiveError};
use annals_model::{
    Document, Draft, EventId, Incoming, Kept, Record, Revision, Span, Status, Timestamp, Value,
    fold_key, history,
};
use annals_store::{NameKind, StoredEvent, Subject, Writer};
use matching::{Features, MAX_DAYS_APART, Match};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What became of one incoming event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new event.
    New(EventId),
    /// An event that the archive held says something else now.
    Changed(EventId),
    /// Nothing new.
    Same(EventId),
    /// Recorded, but held back; with the reason.
    Held(EventId, String),
}

/// Records documents within one transaction.
pub struct Recorder<'a> {
    archive: &'a Archive,
    writer: Writer<'a>,
    now: Timestamp,
    /// The number of this transaction's changes.
    seq: i64,
    mark: Mark,
    /// The events of earlier documents, by day, loaded when first asked for.
    candidates: HashMap<annals_model::Date, Vec<Candidate>>,
}

/// How far a document has come, for one that goes on in another transaction.
#[derive(Debug, Clone, Default)]
pub struct Mark {
    /// Events up to this row were there before the document.
    before: i64,
    /// Rows that a draft of the document was recognised as.
    taken: BTreeSet<i64>,
    /// Corrections up to this number were there before the document.
    corrections: u32,
}

impl Mark {
    fn here(writer: &Writer<'_>) -> Result<Mark, ArchiveError> {
        Ok(Mark {
            before: writer.last_row()?,
            taken: BTreeSet::new(),
            corrections: writer.last_correction()?,
        })
    }
}

struct Candidate {
    row: i64,
    features: Features,
}

impl<'a> Recorder<'a> {
    /// Begins a transaction; `now` is when its revisions are recorded.
    pub fn begin(archive: &'a Archive, now: Timestamp) -> Result<Recorder<'a>, ArchiveError> {
        Recorder::of(archive, archive.store.write()?, now)
    }

    fn of(
        archive: &'a Archive,
        writer: Writer<'a>,
        now: Timestamp,
    ) -> Result<Recorder<'a>, ArchiveError> {
        let seq = writer.last_change()? + 1;
        let mark = Mark::here(&writer)?;
        Ok(Recorder { archive, writer, now, seq, mark, candidates: HashMap::new() })
    }

    /// Makes what was recorded visible; returns how far the current document has come.
    pub fn commit(self) -> Result<Mark, ArchiveError> {
        self.writer.commit()?;
        Ok(self.mark)
    }

    /// The archive that it records into.
    pub(crate) fn archive(&self) -> &'a Archive {
        self.archive
    }

    /// When what it records is recorded.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// The open transaction, for what is no event.
    pub(crate) fn writer(&self) -> &Writer<'a> {
        &self.writer
    }

    /// Says that the next drafts are of another document than the last ones.
    pub fn start_document(&mut self) -> Result<(), ArchiveError> {
        self.mark = Mark::here(&self.writer)?;
        self.candidates.clear();
        Ok(())
    }

    /// Goes on with a document that an earlier transaction began.
    pub fn continue_document(&mut self, mark: Mark) {
        self.mark = mark;
    }

    /// Records a document's events; the outcomes are in the document's order.
    pub fn record(&mut self, document: &Document) -> Result<Vec<Outcome>, ArchiveError> {
        let rows = self.recognise(document)?;
        let mut outcomes = Vec::with_capacity(document.found.len());
        let mut ids: Vec<EventId> = Vec::with_capacity(document.found.len());
        for (incoming, found) in document.found.iter().zip(rows) {
            let outcome = match incoming {
                Incoming::Kept(kept) => self.keep(kept)?,
                Incoming::Told(draft) => {
                    let under = draft.under.and_then(|at| ids.get(at).copied());
                    self.tell(draft, under, found)?
                }
            };
            ids.push(match &outcome {
                Outcome::New(id)
                | Outcome::Changed(id)
                | Outcome::Same(id)
                | Outcome::Held(id, _) => *id,
            });
            outcomes.push(outcome);
        }
        crate::corrections::recall(self, &document.corrections)?;
        Ok(outcomes)
    }

    /// Finds the event of each draft: certain ones first, then the best pairs.
    fn recognise(&mut self, document: &Document) -> Result<Vec<Found>, ArchiveError> {
        let mut found = Vec::with_capacity(document.found.len());
        for incoming in &document.found {
            let row = match incoming {
                // Without revisions it only says that the document still has the event,
                // so that no other draft is taken for it.
                Incoming::Kept(kept) if kept.revisions.is_empty() => {
                    let event = self.writer.event(kept.id)?;
                    self.mark.taken.extend(event.map(|e| e.row));
                    None
                }
                Incoming::Kept(_) => None,
                Incoming::Told(draft) => self.certain(draft)?,
            };
            found.push(match row {
                None => Found::Nothing,
                Some(row) if self.mark.taken.insert(row) => Found::Event(row),
                Some(row) => Found::Twin(row),
            });
        }
        if self.mark.before == 0 {
            return Ok(found);
        }
        let mut pairs = Vec::new();
        for (at, incoming) in document.found.iter().enumerate() {
            if let (Incoming::Told(draft), Found::Nothing) = (incoming, &found[at])
                && draft.id.is_none()
            {
                self.compare(at, draft, &mut pairs)?;
            }
        }
        // Best first; ties by position, so that the same input gives the same result.
        pairs.sort_by(|a, b| b.rank.total_cmp(&a.rank).then((a.at, a.row).cmp(&(b.at, b.row))));
        for pair in pairs {
            let settled = matches!(found[pair.at], Found::Event(_) | Found::Twin(_));
            if settled || self.mark.taken.contains(&pair.row) {
                continue;
            }
            if pair.sure {
                self.mark.taken.insert(pair.row);
                found[pair.at] = Found::Event(pair.row);
            } else if matches!(found[pair.at], Found::Nothing) {
                found[pair.at] = Found::Doubtful(pair.row);
            }
        }
        Ok(found)
    }

    /// The event that a draft surely is: by id, address, hash, or text and day.
    fn certain(&self, draft: &Draft) -> Result<Option<i64>, ArchiveError> {
        if let Some(id) = draft.id
            && let Some(event) = self.writer.event(id)?
        {
            return Ok(Some(event.row));
        }
        for version in &draft.versions {
            if let Some(row) = self.writer.seen_as(&hash::of(draft, version))? {
                return Ok(Some(row));
            }
        }
        for path in &draft.old_paths {
            if let Some(event) = self.writer.event_at(path)? {
                return Ok(Some(event.row));
            }
        }
        if draft.id.is_some() {
            return Ok(None);
        }
        for version in draft.versions.iter().rev() {
            if let Some(event) = self.writer.event(identity(version))? {
                return Ok(Some(event.row));
            }
        }
        Ok(None)
    }

    fn compare(
        &mut self,
        at: usize,
        draft: &Draft,
        pairs: &mut Vec<Pair>,
    ) -> Result<(), ArchiveError> {
        let days: BTreeSet<_> = draft.versions.iter().map(|v| v.day).collect();
        let mut near = BTreeSet::new();
        for day in days {
            for apart in -MAX_DAYS_APART..=MAX_DAYS_APART {
                near.extend(day.checked_add(Span::new().days(apart)));
            }
        }
        for day in &near {
            self.load(*day)?;
        }
        let candidates = || {
            near.iter()
                .filter_map(|d| self.candidates.get(d))
                .flatten()
                .filter(|c| !self.mark.taken.contains(&c.row))
        };
        let mut cited: BTreeMap<&str, u32> = BTreeMap::new();
        for page in candidates().flat_map(|c| &c.features.pages) {
            *cited.entry(page).or_default() += 1;
        }
        for version in &draft.versions {
            let sources = version.sources.as_deref().unwrap_or_default();
            let features = Features::new(version.day, &version.text, sources);
            for candidate in candidates() {
                let shared = candidate
                    .features
                    .pages
                    .iter()
                    .any(|p| features.pages.contains(p) && cited.get(p.as_str()) == Some(&1));
                let (sure, rank) = match matching::compare(&features, &candidate.features, shared) {
                    Match::Same(rank) => (true, rank),
                    Match::Doubtful(rank) => (false, rank - 1.0),
                    Match::Other => continue,
                };
                pairs.push(Pair { at, row: candidate.row, sure, rank });
            }
        }
        Ok(())
    }

    fn load(&mut self, day: annals_model::Date) -> Result<(), ArchiveError> {
        if !self.candidates.contains_key(&day) {
            let events = self.writer.events_between(day, day)?;
            let old = events.into_iter().filter(|e| e.row <= self.mark.before);
            let candidates = old.map(|event| Candidate {
                row: event.row,
                features: Features::new(
                    event.record.day,
                    &event.record.statement.text,
                    &event.record.sources,
                ),
            });
            self.candidates.insert(day, candidates.collect());
        }
        Ok(())
    }

    fn tell(
        &mut self,
        draft: &Draft,
        under: Option<EventId>,
        found: Found,
    ) -> Result<Outcome, ArchiveError> {
        // A twin in the same document was recorded after recognition looked.
        let found = match found {
            Found::Nothing => self.certain(draft)?.map_or(Found::Nothing, Found::Twin),
            found => found,
        };
        match found {
            Found::Event(row) => self.tell_again(draft, under, row, merge::Telling::Again),
            Found::Twin(row) => self.tell_again(draft, under, row, merge::Telling::Twin),
            Found::Nothing => self.tell_first(draft, under, None),
            Found::Doubtful(row) => {
                let other = self.event(row)?;
                let reason = format!("it may be the same as {} ({})", other.id, other.path);
                self.tell_first(draft, under, Some(reason))
            }
        }
    }

    fn tell_first(
        &mut self,
        draft: &Draft,
        under: Option<EventId>,
        held: Option<String>,
    ) -> Result<Outcome, ArchiveError> {
        let mut revisions: Vec<Revision> = Vec::new();
        for version in &draft.versions {
            let mut values = match history::steps(&revisions).pop() {
                None => merge::first(version),
                Some(step) => {
                    merge::changes(&step.record, &revisions, version, merge::Telling::Next)
                }
            };
            if revisions.is_empty() {
                values.extend(under.map(|id| Value::Under(Some(id))));
                values.extend(held.clone().map(|reason| Value::Status(Status::Held(reason))));
            } else if values.is_empty() {
                continue;
            }
            revisions.push(Revision {
                known_at: version.known_at,
                recorded_at: self.now,
                ..Revision::new(revisions.len() as u32 + 1, version.by.clone(), values)
            });
        }
        let Some(step) = history::steps(&revisions).pop() else {
            // A reader never hands on a draft without a version.
            return Ok(Outcome::Same(EventId::from_key("")));
        };
        let last = draft.versions.last().map(identity);
        let id = draft.id.or(last).unwrap_or_else(|| EventId::from_key(""));
        let id = self.free_id(id)?;
        let path = names::event_path(self.archive, &self.writer, &step.record)?;
        let row = self.add(id, &path, &step.record, &revisions)?;
        self.remember(draft, row)?;
        Ok(held.map_or(Outcome::New(id), |reason| Outcome::Held(id, reason)))
    }

    fn tell_again(
        &mut self,
        draft: &Draft,
        under: Option<EventId>,
        row: i64,
        telling: merge::Telling,
    ) -> Result<Outcome, ArchiveError> {
        let event = self.event(row)?;
        let mut revisions = self.writer.revisions(row)?;
        let known = revisions.len();
        for version in &draft.versions {
            if self.writer.seen_as(&hash::of(draft, version))?.is_some() {
                continue;
            }
            let steps = history::steps(&revisions);
            let now = history::fold(&steps);
            let then = version.known_at.and_then(|time| history::as_of(&steps, time));
            let mut values = match (then, version.known_at, now) {
                (Some(record), ..) | (None, None, Some(record)) => {
                    let telling =
                        if revisions.len() > known { merge::Telling::Next } else { telling };
                    merge::changes(record, &revisions, version, telling)
                }
                // Known before anything else was: it has to state everything itself.
                _ => merge::first(version),
            };
            if let (Some(id), Some(record)) = (under, now)
                && record.under != under
                && id != event.id
            {
                values.push(Value::Under(Some(id)));
            }
            if !values.is_empty() {
                revisions.push(Revision {
                    known_at: version.known_at,
                    recorded_at: self.now,
                    ..Revision::new(revisions.len() as u32 + 1, version.by.clone(), values)
                });
            }
        }
        self.remember(draft, row)?;
        if revisions.len() == known {
            return Ok(Outcome::Same(event.id));
        }
        for revision in &revisions[known..] {
            self.writer.add_revision(row, revision)?;
        }
        if let Some(step) = history::steps(&revisions).pop() {
            self.change(&event, &step.record)?;
        }
        Ok(Outcome::Changed(event.id))
    }

    /// Restores an event of an export, or adds the revisions that the archive lacks.
    fn keep(&mut self, kept: &Kept) -> Result<Outcome, ArchiveError> {
        let Some(event) = self.writer.event(kept.id)? else {
            let Some(step) = history::steps(&kept.revisions).pop() else {
                return Ok(Outcome::Same(kept.id));
            };
            let path = if self.writer.path_is_taken(&kept.path)? {
                names::event_path(self.archive, &self.writer, &step.record)?
            } else {
                kept.path.clone()
            };
            let row = self.add(kept.id, &path, &step.record, &kept.revisions)?;
            for old in &kept.old_paths {
                self.writer.add_old_path(old, row)?;
            }
            return Ok(Outcome::New(kept.id));
        };
        let mut revisions = self.writer.revisions(event.row)?;
        let known = revisions.len();
        for revision in &kept.revisions {
            let there = |r: &Revision| {
                (&r.by, r.known_at, &r.values)
                    == (&revision.by, revision.known_at, &revision.values)
            };
            if !revisions.iter().any(there) {
                let number = revisions.len() as u32 + 1;
                revisions.push(Revision { number, ..revision.clone() });
            }
        }
        for old in &kept.old_paths {
            self.writer.add_old_path(old, event.row)?;
        }
        if revisions.len() == known {
            return Ok(Outcome::Same(kept.id));
        }
        for revision in &revisions[known..] {
            self.writer.add_revision(event.row, revision)?;
        }
        if let Some(step) = history::steps(&revisions).pop() {
            self.change(&event, &step.record)?;
        }
        Ok(Outcome::Changed(kept.id))
    }

    fn add(
        &mut self,
        id: EventId,
        path: &str,
        record: &Record,
        revisions: &[Revision],
    ) -> Result<i64, ArchiveError> {
        let row = self.writer.add_event(id, path, record)?;
        for revision in revisions {
            self.writer.add_revision(row, revision)?;
        }
        let belongings = names::belongings(self.archive, &self.writer, record)?;
        self.writer.set_belongings(row, &belongings.names, &belongings.edges)?;
        self.touch(row, record, &belongings.names)?;
        Ok(row)
    }

    fn change(&mut self, event: &StoredEvent, record: &Record) -> Result<(), ArchiveError> {
        let old = names::belongings(self.archive, &self.writer, &event.record)?;
        let new = names::belongings(self.archive, &self.writer, record)?;
        self.writer.set_record(event.row, record)?;
        self.writer.set_belongings(event.row, &new.names, &new.edges)?;
        self.touch(event.row, &event.record, &old.names)?;
        self.touch(event.row, record, &new.names)
    }

    /// Notes whose pages this record shows on.
    fn touch(
        &self,
        row: i64,
        record: &Record,
        names: &[(NameKind, String)],
    ) -> Result<(), ArchiveError> {
        let day = Subject::Day { lang: record.lang.clone(), day: record.day.to_string() };
        let mut subjects = vec![Subject::Event(row), day];
        if let Some(under) = record.under
            && let Some(event) = self.writer.event(under)?
        {
            subjects.push(Subject::Event(event.row));
        }
        subjects.extend(names.iter().map(|(kind, key)| match kind {
            NameKind::Story => Subject::Story(key.clone()),
            NameKind::Entity => Subject::Entity(key.clone()),
            NameKind::Category => Subject::Category(key.clone()),
        }));
        Ok(self.writer.touch(self.seq, &subjects)?)
    }

    fn remember(&self, draft: &Draft, row: i64) -> Result<(), ArchiveError> {
        for version in &draft.versions {
            self.writer.set_seen(&hash::of(draft, version), row)?;
        }
        for path in &draft.old_paths {
            self.writer.add_old_path(path, row)?;
        }
        Ok(())
    }

    fn event(&self, row: i64) -> Result<StoredEvent, ArchiveError> {
        let broken = || annals_store::StoreError::Broken {
            what: "row".into(),
            why: format!("event {row} is gone"),
        };
        Ok(self.writer.event_in(row)?.ok_or_else(broken)?)
    }

    /// Two keys with the same sixty bits are next to impossible; the second gets another id.
    fn free_id(&self, id: EventId) -> Result<EventId, ArchiveError> {
        let mut id = id;
        while self.writer.event(id)?.is_some() {
            id = EventId::from_key(id.as_str());
        }
        Ok(id)
    }
}

/// What recognition found for a draft.
enum Found {
    Nothing,
    Event(i64),
    /// An event that another draft of the same document tells as well.
    Twin(i64),
    Doubtful(i64),
}

/// A draft and an event that may be one.
struct Pair {
    at: usize,
    row: i64,
    sure: bool,
    rank: f64,
}

/// The id that an event told like this gets: of its language, day and words, so
/// that lists which agree on them give one event whichever is read first.
fn identity(version: &annals_model::Version) -> EventId {
    id_of(&version.lang, version.day, &version.text)
}

fn id_of(lang: &str, day: annals_model::Date, text: &str) -> EventId {
    EventId::from_key(&format!("{lang}/{day}/{}", fold_key(text)))
}
