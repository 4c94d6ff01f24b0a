//! What an act on records changes, worked out before anything is written.

use super::request::{Act, Reference};
use super::words::Words;
use super::{ActError, event, read, split_merge, undo, words};
use crate::record::Recorder;
use annals_model::{By, EventId, Record, Status, StoryPath, Value, fold_key};
use annals_store::{HeldState, Reader, StoredEvent, UpstreamHeld};

/// What an act comes to.
pub(super) enum Planned {
    /// Revisions of records.
    Record(Plan),
    /// A word about what is computed.
    Words(Words),
    /// An answer to what is held of an upstream's revision: whether it is accepted.
    Upstream(Box<UpstreamHeld>, Answer),
}

/// What becomes of something held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Accept,
    Refuse,
}

/// Revisions that an act makes.
#[derive(Default)]
pub(super) struct Plan {
    /// The events that it changes, with what it states of each; the event that the
    /// editor named comes first.
    pub(super) changes: Vec<(StoredEvent, Vec<Value>)>,
    /// The events that it makes.
    pub(super) created: Vec<Record>,
}

impl Plan {
    /// What is stated of an event.
    pub(super) fn of(&self, id: EventId) -> &[Value] {
        let found = self.changes.iter().find(|(event, _)| event.id == id);
        found.map_or(&[], |(_, values)| values)
    }

    fn one(event: StoredEvent, values: Vec<Value>) -> Plan {
        Plan { changes: vec![(event, values)], created: Vec::new() }
    }
}

/// Works out what an act changes.
pub(super) fn plan(recorder: &Recorder<'_>, act: &Act, by: &By) -> Result<Planned, ActError> {
    let reader: &Reader<'_> = recorder.writer();
    let plan = match act {
        Act::Reword { event: id, statement, links, category, summary, lang } => {
            let event = event(reader, id)?;
            let mut values = Vec::new();
            let record = &event.record;
            let lang = lang.as_deref().map(read::lang).transpose()?;
            if statement.is_some() || links.is_some() {
                let text = statement.as_deref().unwrap_or(&record.statement.text);
                let lang = lang.as_deref().unwrap_or(&record.lang);
                let statement = read::statement(text, links.as_deref(), &record.statement, lang)?;
                values.push(Value::Statement(statement));
            }
            if let Some(category) = category {
                values.push(Value::Category(read::category(category.as_deref())?));
            }
            if let Some(summary) = summary {
                values.push(Value::Summary(read::summary(summary.as_ref())?));
            }
            values.extend(lang.map(Value::Lang));
            if values.is_empty() {
                return read::invalid("nothing is to be reworded");
            }
            Plan::one(event, values)
        }
        Act::Redate { event: id, day } => {
            let event = event(reader, id)?;
            Plan::one(event, vec![Value::Day(read::day(day)?)])
        }
        Act::Stories { event: id, set, add, remove } => {
            let event = event(reader, id)?;
            let stories = stories(reader, &event.record, (set.as_deref(), add, remove))?;
            Plan::one(event, vec![Value::Stories(stories)])
        }
        Act::Sources { event: id, set, add, remove } => {
            let event = event(reader, id)?;
            let sources = sources(&event.record, (set.as_deref(), add, remove))?;
            Plan::one(event, vec![Value::Sources(sources)])
        }
        Act::Split { event: id, keep, parts } => {
            split_merge::split(reader, event(reader, id)?, keep.as_ref(), parts)?
        }
        Act::Merge { event: id, into } => {
            split_merge::merge(reader, event(reader, id)?, event(reader, into)?)?
        }
        Act::Withdraw { event: id } => {
            let event = event(reader, id)?;
            match event.record.status {
                Status::Published | Status::Held(_) => withdraw(event, by),
                _ => return refused(&event, "be withdrawn"),
            }
        }
        Act::Restore { event: id } => {
            let event = event(reader, id)?;
            match event.record.status {
                Status::Withdrawn(_) => publish(event),
                _ => return refused(&event, "be restored"),
            }
        }
        Act::Release { event: id } => {
            let event = event(reader, id)?;
            match event.record.status {
                Status::Held(_) => publish(event),
                _ => return refused(&event, "be released"),
            }
        }
        Act::Reject { event: id } => {
            let event = event(reader, id)?;
            match event.record.status {
                Status::Held(_) => withdraw(event, by),
                _ => return refused(&event, "be rejected"),
            }
        }
        Act::Undo { event: id, revision } => {
            return undo::undo(recorder, &event(reader, id)?, *revision, by);
        }
        Act::AcceptUpstream { held } => return upstream(reader, *held, Answer::Accept),
        Act::RefuseUpstream { held } => return upstream(reader, *held, Answer::Refuse),
        _ => return Ok(Planned::Words(words::of(reader, act, by)?)),
    };
    Ok(Planned::Record(plan))
}

fn upstream(reader: &Reader<'_>, number: u64, answer: Answer) -> Result<Planned, ActError> {
    let held = i64::try_from(number).ok().map(|number| reader.upstream_held(number)).transpose()?;
    match held.flatten() {
        None => Err(ActError::Missing(format!("nothing is held with the number {number}"))),
        Some(held) if held.state == HeldState::Waits => {
            Ok(Planned::Upstream(Box::new(held), answer))
        }
        Some(held) => {
            let problem = format!("number {number} is {} already", held.state.name());
            Err(ActError::Refused(problem))
        }
    }
}

/// The reason that a person gave.
pub(super) fn reason(by: &By) -> String {
    match by {
        By::Editor { reason, .. } => reason.clone(),
        By::Importer { name, .. } => name.clone(),
    }
}

/// A chain of headings as it was typed.
type Chain = Vec<String>;

fn publish(event: StoredEvent) -> Plan {
    Plan::one(event, vec![Value::Status(Status::Published)])
}

fn withdraw(event: StoredEvent, by: &By) -> Plan {
    Plan::one(event, vec![Value::Status(Status::Withdrawn(reason(by)))])
}

/// That an event cannot be what is asked for, because of its status.
pub(super) fn refused<T>(event: &StoredEvent, what: &str) -> Result<T, ActError> {
    let (status, hint) = match &event.record.status {
        Status::Published => ("published", None),
        Status::Held(_) => ("held", Some("release, merge or reject it")),
        Status::Withdrawn(_) => ("withdrawn", Some("restore it")),
        Status::MergedInto(_) => ("merged into another", Some("undo the merging")),
    };
    let hint = hint.map(|h| format!("\nhint: {h} first")).unwrap_or_default();
    Err(ActError::Refused(format!("the event {} is {status} and cannot {what}{hint}", event.id)))
}

fn stories(
    reader: &Reader<'_>,
    record: &Record,
    (set, add, remove): (Option<&[Chain]>, &[Chain], &[String]),
) -> Result<Vec<StoryPath>, ActError> {
    if set.is_none() && add.is_empty() && remove.is_empty() {
        return read::invalid("no story is to be set, added or removed");
    }
    let known = &record.stories;
    let mut stories = match set {
        Some(set) => read::chains(reader, known, set)?,
        None => known.clone(),
    };
    read::bounded("stories", remove)?;
    for typed in remove {
        let key = fold_key(typed);
        if !stories.iter().flatten().any(|s| s.key().as_str() == key) {
            let what = read::short(typed);
            return Err(ActError::Missing(format!(
                "no heading of the event is the story `{what}`\nhint: a story that is computed is taken away by `story-unlink`"
            )));
        }
        stories = crate::corrections::without_story(&stories, &key);
    }
    for chain in read::chains(reader, known, add)? {
        if !stories.contains(&chain) {
            stories.push(chain);
        }
    }
    read::bounded("stories", &stories)?;
    Ok(stories)
}

fn sources(
    record: &Record,
    (set, add, remove): (Option<&[Reference]>, &[Reference], &[String]),
) -> Result<Vec<annals_model::Source>, ActError> {
    if set.is_none() && add.is_empty() && remove.is_empty() {
        return read::invalid("no source is to be set, added or removed");
    }
    let mut sources = match set {
        Some(set) => read::sources(set)?,
        None => record.sources.clone(),
    };
    read::bounded("sources", remove)?;
    for typed in remove {
        let before = sources.len();
        sources.retain(|s| !read::names_source(s, typed));
        if sources.len() == before {
            let what = read::short(typed);
            return Err(ActError::Missing(format!("the event has no source `{what}`")));
        }
    }
    for source in read::sources(add)? {
        read::add_source(&mut sources, source);
    }
    read::bounded("sources", &sources)?;
    Ok(sources)
}
