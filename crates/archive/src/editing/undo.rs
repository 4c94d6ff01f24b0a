//! Undoing an editor's act by further revisions, on all the events that it changed.

use super::plan::{Plan, Planned, reason};
use super::words::Words;
use super::{ActError, read::is_same_source};
use crate::record::Recorder;
use annals_model::{
    By, Change, Field, Record, Revision, Source, Status, StoryPath, Value, history,
};
use annals_store::{Reader, StoredEvent};

/// Works out what takes an act back: the one that a revision of an event is part of.
///
/// The revisions of an act share their person and their moment. What the act
/// changed is set to what it was before; where something else was made of it
/// since, lists lose what the act added and get back what it took, and anything
/// else is refused. An event that the act made leads to the one it was made from.
pub(super) fn undo(
    recorder: &Recorder<'_>,
    event: &StoredEvent,
    number: u32,
    by: &By,
) -> Result<Planned, ActError> {
    let reader: &Reader<'_> = recorder.writer();
    let revisions = reader.revisions(event.row)?;
    let Some(revision) = revisions.iter().find(|r| r.number == number) else {
        let problem = format!("the event {} has no revision {number}", event.id);
        return Err(ActError::Missing(problem));
    };
    if !revision.by.is_editor() {
        return Err(ActError::Refused(format!(
            "revision {number} is an import's and no editor's\nhint: reword the event instead: what an editor says, no import overrides"
        )));
    }
    if let Some(word) = word_of(reader, event, revision)? {
        return Ok(Planned::Words(Words::Undo(word)));
    }
    let mut act: Vec<(StoredEvent, u32)> = Vec::new();
    if let Some(known_at) = revision.known_at {
        for (row, number) in reader.revisions_of_act(known_at)? {
            let of = reader.revisions(row)?.into_iter().find(|r| r.number == number);
            let same =
                |r: &Revision| (&r.by, r.recorded_at) == (&revision.by, revision.recorded_at);
            if of.as_ref().is_some_and(same)
                && let Some(other) = reader.event_in(row)?
            {
                act.push((other, number));
            }
        }
    }
    if !act.iter().any(|(other, _)| other.id == event.id) {
        act = vec![(event.clone(), number)];
    }
    // What a split was made from is the one event of it that was there before.
    let origin = act.iter().find(|(_, number)| *number > 1).map(|(event, _)| event.id);
    let mut plan = Plan::default();
    for (other, number) in act {
        let steps = history::steps(&reader.revisions(other.row)?);
        let Some(step) = steps.iter().find(|s| s.number == number) else { continue };
        let mut values = Vec::new();
        if step.changes.iter().any(|c| c.before.is_none()) {
            values.push(Value::Status(match origin {
                Some(id) => Status::MergedInto(id),
                None => Status::Withdrawn(reason(by)),
            }));
        }
        for change in &step.changes {
            let Some(before) = &change.before else { continue };
            values.extend(back(&other, &steps, number, before, change)?);
        }
        plan.changes.push((other, values));
    }
    // The event that the editor named comes first.
    if let Some(at) = plan.changes.iter().position(|(other, _)| other.id == event.id) {
        plan.changes[..=at].rotate_right(1);
    }
    Ok(Planned::Record(plan))
}

/// The correction whose word made a revision.
fn word_of(
    reader: &Reader<'_>,
    event: &StoredEvent,
    revision: &Revision,
) -> Result<Option<u32>, ActError> {
    let mine = |c: &annals_model::Correction| {
        c.recorded_at == revision.recorded_at
            && c.by() == revision.by
            && [&c.matter.subject, &c.matter.object].contains(&&event.id.to_string())
    };
    Ok(reader.corrections()?.iter().rfind(|c| mine(c)).map(|c| c.number))
}

/// The value that takes a change back; `None` where it is as before already.
fn back(
    event: &StoredEvent,
    steps: &[history::Step],
    number: u32,
    before: &Value,
    change: &Change,
) -> Result<Option<Value>, ActError> {
    let record = &event.record;
    if before.holds_in(record) {
        return Ok(None);
    }
    if change.after.holds_in(record) {
        return Ok(Some(before.clone()));
    }
    match (before, &change.after) {
        (Value::Sources(before), Value::Sources(after)) => {
            Ok(Some(Value::Sources(sources(record, before, after))))
        }
        (Value::Stories(before), Value::Stories(after)) => {
            Ok(Some(Value::Stories(stories(record, before, after))))
        }
        _ => {
            let field = change.field();
            let since = last_change(steps, field, number);
            let hint = match since {
                Some(since) => format!("\nhint: undo revision {since} of it first"),
                None => String::new(),
            };
            Err(ActError::Refused(format!(
                "the {} of {} was changed again since{hint}",
                field.name(),
                event.id
            )))
        }
    }
}

/// The last revision that changed a field after another.
fn last_change(steps: &[history::Step], field: Field, number: u32) -> Option<u32> {
    let changed =
        |s: &&history::Step| s.number != number && s.changes.iter().any(|c| c.field() == field);
    steps.iter().rev().find(changed).map(|s| s.number)
}

/// The sources as they stand, without what was added, with what was taken out.
fn sources(record: &Record, before: &[Source], after: &[Source]) -> Vec<Source> {
    let in_list = |list: &[Source], s: &Source| list.iter().any(|o| is_same_source(o, s));
    let kept = record.sources.iter().filter(|s| in_list(before, s) || !in_list(after, s));
    let mut sources: Vec<Source> = kept.cloned().collect();
    for source in before {
        if !in_list(after, source) && !in_list(&sources, source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// The chains as they stand, without what was added, with what was taken out.
fn stories(record: &Record, before: &[StoryPath], after: &[StoryPath]) -> Vec<StoryPath> {
    let kept = record.stories.iter().filter(|s| before.contains(s) || !after.contains(s));
    let mut stories: Vec<StoryPath> = kept.cloned().collect();
    for chain in before {
        if !after.contains(chain) && !stories.contains(chain) {
            stories.push(chain.clone());
        }
    }
    stories
}
