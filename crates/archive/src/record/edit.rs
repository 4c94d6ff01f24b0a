//! A person's word about a record: a revision that no import overrides.

use super::{Recorder, names};
use crate::ArchiveError;
use annals_model::{By, Change, Correction, Field, Revision, StoryKey, StoryRef, Value, history};
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

impl Recorder<'_> {
    /// States a value of an event as a person; returns whether that changes it.
    pub(crate) fn edit(
        &mut self,
        event: &StoredEvent,
        value: Value,
        word: &Correction,
    ) -> Result<bool, ArchiveError> {
        if value.holds_in(&event.record) {
            return Ok(false);
        }
        let mut revisions = self.writer.revisions(event.row)?;
        let revision = Revision {
            known_at: word.known_at,
            recorded_at: word.recorded_at,
            ..Revision::new(revisions.len() as u32 + 1, word.by(), vec![value])
        };
        self.writer.add_revision(event.row, &revision)?;
        revisions.push(revision);
        if let Some(step) = history::steps(&revisions).pop() {
            self.change(event, &step.record)?;
        }
        Ok(true)
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
