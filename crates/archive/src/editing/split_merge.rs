//! Splitting an event into several, and merging two into one.

use super::plan::{Plan, refused};
use super::request::Part;
use super::{ActError, read};
use crate::record::id_of_record;
use annals_model::{By, Record, Source, Status, StoryPath, Value};
use annals_store::{Reader, StoredEvent};

/// Makes several events of one.
///
/// A new event gets the id that an upstream's telling of its statement would give
/// it, so that a later import finds it. An event that was split off in the same
/// words before and taken back is taken up again.
pub(super) fn split(
    reader: &Reader<'_>,
    event: StoredEvent,
    keep: Option<&Part>,
    parts: &[Part],
) -> Result<Plan, ActError> {
    if event.record.status != Status::Published {
        return refused(&event, "be split");
    }
    if parts.is_empty() {
        return read::invalid("a split needs a part that becomes an event");
    }
    read::bounded("parts", parts)?;
    let mut plan = Plan::default();
    let kept = match keep {
        Some(part) => of(reader, &event.record, part)?,
        None => event.record.clone(),
    };
    let mut told = vec![id_of_record(&kept)];
    let mut revived = Vec::new();
    for part in parts {
        let record = of(reader, &event.record, part)?;
        let record = Record { summary: None, image: None, ..record };
        let id = id_of_record(&record);
        if told.contains(&id) {
            return read::invalid("two parts of a split say the same");
        }
        told.push(id);
        match reader.event(id)? {
            Some(old)
                if old.record.status == Status::MergedInto(event.id) && is_made(reader, &old)? =>
            {
                revived.push((old, all(&record)));
            }
            Some(old) if old.id != event.id => {
                return Err(ActError::Refused(format!(
                    "the archive has the event {} in these words already\nhint: take the sources out here and add them there",
                    old.id
                )));
            }
            _ => plan.created.push(record),
        }
    }
    plan.changes.push((event, all(&kept)));
    plan.changes.extend(revived);
    Ok(plan)
}

/// Whether a person made an event.
fn is_made(reader: &Reader<'_>, event: &StoredEvent) -> Result<bool, ActError> {
    let revisions = reader.revisions(event.row)?;
    Ok(revisions.first().is_some_and(|r| matches!(r.by, By::Editor { .. })))
}

fn all(record: &Record) -> Vec<Value> {
    annals_model::Field::ALL.map(|field| Value::of(record, field)).into()
}

/// A part's record: what it does not say is as the event has it.
fn of(reader: &Reader<'_>, record: &Record, part: &Part) -> Result<Record, ActError> {
    let statement =
        read::statement(&part.statement, part.links.as_deref(), &record.statement, &record.lang)?;
    let mut new = Record { statement, ..record.clone() };
    if let Some(day) = &part.day {
        new.day = read::day(day)?;
    }
    if let Some(category) = &part.category {
        new.category = read::category(Some(category))?;
    }
    if let Some(stories) = &part.stories {
        new.stories = read::chains(reader, &record.stories, stories)?;
    }
    if let Some(sources) = &part.sources {
        new.sources = read::sources(sources)?;
    }
    Ok(new)
}

/// Says that an event is another, which takes over its sources, its stories and
/// what was told under it.
pub(super) fn merge(
    reader: &Reader<'_>,
    event: StoredEvent,
    into: StoredEvent,
) -> Result<Plan, ActError> {
    if event.id == into.id {
        return read::invalid("an event cannot be merged into itself");
    }
    if !matches!(event.record.status, Status::Published | Status::Held(_)) {
        return refused(&event, "be merged");
    }
    if into.record.status != Status::Published {
        return refused(&into, "be merged into");
    }
    let mut plan = Plan::default();
    for row in reader.told_under(event.id)? {
        if let Some(child) = reader.event_in(row)?
            && child.id != into.id
        {
            plan.changes.push((child, vec![Value::Under(Some(into.id))]));
        }
    }
    let mut values = vec![
        Value::Stories(stories(&into.record.stories, &event.record.stories)),
        Value::Sources(sources(&into.record.sources, &event.record.sources)),
    ];
    if into.record.under == Some(event.id) {
        let above = event.record.under.filter(|id| *id != into.id);
        values.push(Value::Under(above));
    }
    let status = Value::Status(Status::MergedInto(into.id));
    plan.changes.splice(0..0, [(event, vec![status]), (into, values)]);
    Ok(plan)
}

/// The sources of both, those of the event that stays first.
fn sources(known: &[Source], more: &[Source]) -> Vec<Source> {
    let mut all = known.to_vec();
    for source in more {
        if !all.iter().any(|s| read::is_same_source(s, source)) {
            all.push(source.clone());
        }
    }
    all
}

/// The chains of both; one whose innermost story is there already adds nothing.
fn stories(known: &[StoryPath], more: &[StoryPath]) -> Vec<StoryPath> {
    let mut all = known.to_vec();
    for chain in more {
        let Some(last) = chain.last() else { continue };
        if !all.iter().flatten().any(|s| s.agrees(last)) {
            all.push(chain.clone());
        }
    }
    all
}
