//! A person's word about a record: a revision that no import overrides.

use super::{Recorder, names};
use crate::{Archive, ArchiveError};
use annals_model::{
    By, Change, Correction, EventId, Field, Record, Revision, StoryKey, StoryRef, Timestamp, Value,
    history,
};
use annals_store::{Name, NameKind, StoredEvent, Subject, Writer};

/// What a field was before a person's word.
pub(crate) enum Before {
    /// The word changed nothing of it.
    Same,
    /// It was this, and nothing else changed it since.
    Was(Value),
    /// The word changed it, and so did something else since.
    Changed,
}

impl<'a> Recorder<'a> {
    /// Begins the transaction of a person's act. Committed, it outlives a power cut;
    /// its moment is one that no other act has, so that its revisions are known by it.
    pub(crate) fn begin_act(
        archive: &'a Archive,
        now: Timestamp,
    ) -> Result<Recorder<'a>, ArchiveError> {
        let mut recorder = Recorder::of(archive, archive.store.write_durably()?, now)?;
        while recorder.writer.is_moment_of_act(recorder.now)? {
            recorder.now = after(recorder.now);
        }
        Ok(recorder)
    }

    /// The moment at which a person's act on events counts as known: now, or, where
    /// an upstream dated itself later than now, right after what is known of them.
    pub(crate) fn known_now(&self, events: &[&StoredEvent]) -> Result<Timestamp, ArchiveError> {
        let mut known = self.now;
        for event in events {
            let last = history::steps(&self.writer.revisions(event.row)?).pop();
            if let Some(last) = last.and_then(|step| step.known_at) {
                known = known.max(after(last));
            }
        }
        while known != self.now && self.writer.is_moment_of_act(known)? {
            known = after(known);
        }
        Ok(known)
    }

    /// States values of an event as a person. Returns the new revision's number;
    /// `None` where all of it was so before.
    pub(crate) fn state(
        &mut self,
        event: &StoredEvent,
        values: Vec<Value>,
        by: &By,
        known_at: Option<Timestamp>,
    ) -> Result<Option<u32>, ArchiveError> {
        let values: Vec<Value> =
            values.into_iter().filter(|v| !v.holds_in(&event.record)).collect();
        if values.is_empty() {
            return Ok(None);
        }
        let mut revisions = self.writer.revisions(event.row)?;
        let number = revisions.len() as u32 + 1;
        let revision = Revision {
            known_at,
            recorded_at: self.now,
            ..Revision::new(number, by.clone(), values)
        };
        self.writer.add_revision(event.row, &revision)?;
        revisions.push(revision);
        if let Some(step) = history::steps(&revisions).pop() {
            self.change(event, &step.record)?;
        }
        Ok(Some(number))
    }

    /// Makes an event as a person, with the id that an upstream's telling of the
    /// same statement on the same day would give it, if that is free.
    pub(crate) fn create(
        &mut self,
        record: &Record,
        by: &By,
        known_at: Timestamp,
    ) -> Result<StoredEvent, ArchiveError> {
        let id = self.free_id(id_of(record))?;
        let path = names::event_path(self.archive, &self.writer, record)?;
        let values = Field::ALL.map(|field| Value::of(record, field)).into();
        let revision = Revision {
            known_at: Some(known_at),
            recorded_at: self.now,
            ..Revision::new(1, by.clone(), values)
        };
        let row = self.add(id, &path, record, &[revision])?;
        Ok(StoredEvent { row, id, path, record: record.clone() })
    }

    /// States a value of an event as a person; returns whether that changes it.
    pub(crate) fn edit(
        &mut self,
        event: &StoredEvent,
        value: Value,
        word: &Correction,
    ) -> Result<bool, ArchiveError> {
        Ok(self.state(event, vec![value], &word.by(), word.known_at)?.is_some())
    }

    /// What the record's field was before a person's word: what undoing it brings back.
    pub(crate) fn before(
        &self,
        event: &StoredEvent,
        word: &Correction,
        field: Field,
    ) -> Result<Before, ArchiveError> {
        let steps = history::steps(&self.writer.revisions(event.row)?);
        let by: By = word.by();
        let mine = |s: &&history::Step| s.by == by && s.recorded_at == word.recorded_at;
        let step = steps.iter().rev().find(mine);
        let change = step.and_then(|s| s.changes.iter().find(|c| c.field() == field));
        Ok(match change {
            None => Before::Same,
            Some(Change { before: Some(before), after, .. }) if after.holds_in(&event.record) => {
                Before::Was(before.clone())
            }
            Some(_) => Before::Changed,
        })
    }

    /// The number of this transaction's changes.
    pub(crate) fn seq(&self) -> i64 {
        self.seq
    }

    /// The number of the last correction before the document.
    pub(crate) fn corrections_before(&self) -> u32 {
        self.mark.corrections
    }

    /// Notes subjects as changed by this transaction.
    pub(crate) fn touch_all(&self, subjects: &[Subject]) -> Result<(), ArchiveError> {
        Ok(self.writer.touch(self.seq, subjects)?)
    }
}

/// The id of an event that is told like this; see [`super::identity`].
pub(crate) fn id_of(record: &Record) -> EventId {
    super::id_of(&record.lang, record.day, &record.statement.text)
}

/// The next moment that the archive tells apart.
fn after(time: Timestamp) -> Timestamp {
    time.saturating_add(annals_model::Span::new().microseconds(1)).unwrap_or(time)
}

/// The story with a key as records name it: by its title, which gives its key back.
pub(crate) fn story_of(
    writer: &Writer<'_>,
    key: &str,
    title: Option<&str>,
) -> Result<Option<StoryRef>, ArchiveError> {
    let known = writer.name(NameKind::Story, key)?.map(|name: Name| name.title);
    let story = known.or_else(|| title.map(str::to_owned)).map(StoryRef::titled);
    Ok(story.filter(|s| s.key() == StoryKey::from_stored(key)))
}

/// Gives a name its page where it has none; see `names.rs`.
pub(crate) fn ensure_name(
    writer: &Writer<'_>,
    kind: NameKind,
    key: &str,
    title: &str,
    prefix: &str,
) -> Result<(), ArchiveError> {
    let folder = match kind {
        NameKind::Story => "stories",
        NameKind::Entity => "context",
        NameKind::Category => "categories",
    };
    names::ensure(writer, kind, key, title, &format!("{prefix}/{folder}"))
}
