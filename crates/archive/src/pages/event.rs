//! An event's page.

use super::{Snapshot, day_ref, event_ref, summary};
use super::{reports, source_pages};
use crate::ArchiveError;
use crate::record::category_key;
use annals_model::{By, Change, Date, Record, Status, Step, Timestamp, Value, history};
use annals_publish::wire;
use annals_store::{ContextLabel, Head, NameKind, Reader, RelatedRow, StoredEvent, WhyPart};
use std::collections::BTreeMap;

/// How many later events a page names, how many of its own day besides those on
/// its own list, and how many later ones of one story.
const LATER: usize = 5;
const SAME_DAY: usize = 3;
const LATER_OF_ONE_STORY: usize = 2;

/// Builds an event's page from what is kept of it.
pub fn event_page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<wire::Event, ArchiveError> {
    let steps = history::steps(&reader.revisions(event.row)?);
    page(snapshot, reader, event, &steps)
}

/// Builds an event's page as it was known at `time`: later revisions and events
/// of later days are left out. `None` where nothing was known of it yet.
pub fn event_page_as_of(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    event: &StoredEvent,
    time: Timestamp,
) -> Result<Option<wire::Event>, ArchiveError> {
    let mut steps = history::steps(&reader.revisions(event.row)?);
    steps.retain(|s| history::known_from(s) <= time);
    let Some(record) = history::fold(&steps).cloned() else { return Ok(None) };
    let event = StoredEvent { record, ..event.clone() };
    let mut page = page(snapshot, reader, &event, &steps)?;
    let known = |id: &str| -> Result<Option<String>, ArchiveError> {
        let Some(head) = id.parse().ok().and_then(|id| snapshot.head_of(id)) else {
            return Ok(None);
        };
        let steps = history::steps(&reader.revisions(head.row)?);
        Ok(history::as_of(&steps, time).map(|record| record.statement.text.clone()))
    };
    let mut related = Vec::new();
    for mut link in std::mem::take(&mut page.related) {
        if let Some(text) = known(&link.event.id)? {
            link.event.text = text;
            related.push(link);
        }
    }
    page.related = related;
    let mut background = Vec::new();
    for mut step in std::mem::take(&mut page.background) {
        if let Some(text) = known(&step.event.id)? {
            step.event.text = text;
            background.push(step);
        }
    }
    page.background = background;
    let mut additions = Vec::new();
    for mut addition in std::mem::take(&mut page.additions) {
        if let Some(text) = known(&addition.id)? {
            addition.text = text;
            additions.push(addition);
        }
    }
    page.additions = additions;
    page.neighbours = wire::Neighbours::default();
    // Which articles report it is computed of those that the archive holds now.
    page.reports = None;
    // So is what their pages tell, and whether they are gone.
    for source in &mut page.sources {
        source.page = None;
    }
    Ok(Some(page))
}

fn page(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    event: &StoredEvent,
    steps: &[Step],
) -> Result<wire::Event, ArchiveError> {
    let record = &event.record;
    Ok(wire::Event {
        id: event.id.to_string(),
        url: event.path.clone(),
        day: record.day.to_string(),
        lang: record.lang.clone(),
        status: status(snapshot, &record.status),
        category: record
            .category
            .as_ref()
            .map(|c| snapshot.name_ref(NameKind::Category, &category_key(c), c)),
        stories: snapshot.story_refs(record),
        statement: snapshot.statement(&record.statement),
        summary: summary(record),
        sources: source_pages::sources(reader, event)?,
        reports: reports::reports(reader, event.row)?,
        image: record.image.as_ref().map(|i| wire::Image {
            url: i.url.clone(),
            alt: i.alt.clone(),
            credit: i.credit.clone(),
        }),
        under: record.under.and_then(|id| snapshot.head_of(id)).map(event_ref),
        additions: snapshot.additions(event.id).map(event_ref).collect(),
        changes: steps.iter().map(change).collect(),
        background: background(snapshot, reader, event)?,
        related: related(snapshot, reader, event)?,
        neighbours: neighbours(snapshot, event),
    })
}

fn status(snapshot: &Snapshot, status: &Status) -> Option<wire::Status> {
    let shape = |state: &str, reason: Option<&String>, into| {
        Some(wire::Status { state: state.into(), reason: reason.cloned(), into })
    };
    match status {
        Status::Published => None,
        Status::Held(reason) => shape("held", Some(reason), None),
        Status::Withdrawn(reason) => shape("withdrawn", Some(reason), None),
        Status::MergedInto(id) => shape("merged", None, snapshot.head_of(*id).map(event_ref)),
    }
}

/// A revision in the public shape.
pub(crate) fn change(step: &Step) -> wire::Change {
    let (by, from) = match &step.by {
        By::Importer { name, upstream } => (name.clone(), upstream.clone()),
        By::Editor { name, reason } => (format!("editor {name}"), Some(reason.clone())),
    };
    let first = step.changes.iter().all(|c| c.before.is_none());
    let wording = step.changes.iter().find_map(|c| match &c.after {
        Value::Statement(text) => Some(text.text.clone()),
        _ => None,
    });
    wire::Change {
        number: step.number,
        known_at: step.known_at.filter(|_| step.time_stated).map(|t| t.to_string()),
        by,
        from,
        grade: step.grade.name().into(),
        statement: wording,
        fields: if first { Vec::new() } else { step.changes.iter().map(field).collect() },
    }
}

/// A changed field in the public shape.
pub(crate) fn field(change: &Change) -> wire::FieldChange {
    wire::FieldChange {
        field: change.field().name().into(),
        grade: change.grade.name().into(),
        before: change.before.as_ref().map(lines).unwrap_or_default(),
        after: lines(&change.after),
    }
}

/// A value as people read it, a line for each of its parts.
pub fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Day(day) => vec![day.to_string()],
        Value::Statement(text) => vec![text.text.clone()],
        Value::Category(category) => category.iter().cloned().collect(),
        Value::Stories(paths) => paths
            .iter()
            .map(|p| p.iter().map(|s| s.title.as_str()).collect::<Vec<_>>().join(" › "))
            .collect(),
        Value::Summary(summary) => summary.iter().map(|s| s.text.clone()).collect(),
        Value::Sources(sources) => sources
            .iter()
            .map(|s| match &s.url {
                Some(url) => format!("{} {url}", s.label()).trim().to_owned(),
                None => s.label(),
            })
            .collect(),
        Value::Image(image) => image.iter().map(|i| i.url.clone()).collect(),
        Value::Lang(lang) => vec![lang.clone()],
        Value::Under(under) => under.iter().map(|id| id.to_string()).collect(),
        Value::Status(status) => vec![match status {
            Status::Published => "published".into(),
            Status::Held(reason) => format!("held: {reason}"),
            Status::Withdrawn(reason) => format!("withdrawn: {reason}"),
            Status::MergedInto(id) => format!("merged into {id}"),
        }],
    }
}

/// The earlier events that explain one.
fn background(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<Vec<wire::Step>, ArchiveError> {
    let chain = reader.background(event.row)?;
    let mut steps = Vec::with_capacity(chain.len());
    for row in chain {
        let Some(other) = snapshot.head(row.other).filter(|h| h.published) else { continue };
        steps.push(wire::Step {
            event: event_ref(other),
            toward: row.tie.toward,
            context: context(snapshot, &row.tie.context),
            words: Some(row.tie.words).filter(|words| !words.is_empty()),
        });
    }
    Ok(steps)
}

/// Shared names with their pages.
fn context(snapshot: &Snapshot, labels: &[ContextLabel]) -> Vec<wire::Ref> {
    let page = |label: &ContextLabel| {
        let key = label.key.as_deref().unwrap_or_default();
        wire::Ref {
            key: label.key.clone(),
            ..snapshot.name_ref(NameKind::Entity, key, &label.title)
        }
    };
    labels.iter().map(page).collect()
}

fn related(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    event: &StoredEvent,
) -> Result<Vec<wire::Related>, ArchiveError> {
    let mut links = Vec::new();
    for link in reader.related(event.row)? {
        if let Some(other) = snapshot.head(link.other).filter(|h| h.published) {
            let same_day = other.day == event.record.day;
            let relation = if same_day { "same-day" } else { "earlier" };
            links.push(shape(snapshot, event, &link, other, relation));
        }
    }
    let mut of_story: BTreeMap<&str, usize> = BTreeMap::new();
    let mut same_day = Vec::new();
    let mut later = Vec::new();
    for link in reader.related_to(event.row)? {
        let Some(other) = snapshot.head(link.event).filter(|h| h.published) else { continue };
        if other.day < event.record.day {
            continue;
        }
        if other.day == event.record.day {
            // Of two events of a day the link stands with the second; it ties both.
            same_day.push(shape(snapshot, event, &link, other, "same-day"));
            continue;
        }
        if let Some(story) = &other.story {
            let told = of_story.entry(story).or_default();
            *told += 1;
            if *told > LATER_OF_ONE_STORY {
                continue;
            }
        }
        if later.len() < LATER {
            later.push(shape(snapshot, event, &link, other, "later"));
        }
    }
    same_day.truncate(SAME_DAY);
    links.extend(same_day);
    links.extend(later);
    Ok(links)
}

fn shape(
    snapshot: &Snapshot,
    event: &StoredEvent,
    link: &RelatedRow,
    other: &Head,
    relation: &str,
) -> wire::Related {
    let label = |part: &WhyPart| match part.kind.as_str() {
        "time" => apart(&event.record, other, relation),
        "story" => shared_story(snapshot, &event.record, other).unwrap_or_default(),
        _ => part.label.clone(),
    };
    wire::Related {
        event: event_ref(other),
        relation: relation.into(),
        // Three digits tell all that a reader can use, and keep pages stable.
        score: (link.score * 1000.0).round() / 1000.0,
        weights: link.weights.clone(),
        typed: link.relation.as_ref().map(|r| wire::Typed {
            kind: r.kind.clone(),
            by: if link.event == event.row { "this" } else { "other" }.to_owned(),
            words: r.words.clone(),
        }),
        context: context(snapshot, &link.context),
        reasons: link
            .parts
            .iter()
            .map(|p| wire::Reason { kind: p.kind.clone(), label: label(p), share: p.share })
            .collect(),
    }
}

/// How far apart two events lie, in the words of the event's language.
fn apart(record: &Record, other: &Head, relation: &str) -> String {
    let days = record.day.since(other.day).map_or(0, |s| s.get_days().unsigned_abs());
    let chinese = crate::config::primary(&record.lang) == "zh";
    match (chinese, relation, days) {
        (true, "same-day", _) => "同日".into(),
        (true, "later", n) => format!("晚{n}天"),
        (true, _, n) => format!("早{n}天"),
        (false, "same-day", _) => "same day".into(),
        (false, relation, 1) => format!("1 day {relation}"),
        (false, relation, n) => format!("{n} days {relation}"),
    }
}

/// The innermost story of an event that another one belongs to as well.
fn shared_story(snapshot: &Snapshot, record: &Record, other: &Head) -> Option<String> {
    let at = snapshot.by_row.get(&other.row)?;
    let stories = record.stories.iter().filter_map(|path| path.last());
    stories
        .filter_map(|story| snapshot.stories.get(story.key().as_str()))
        .find(|subject| subject.events.binary_search(at).is_ok())
        .map(|subject| subject.name.title.clone())
}

fn neighbours(snapshot: &Snapshot, event: &StoredEvent) -> wire::Neighbours {
    let edition = snapshot.edition(&event.record.lang);
    let day = |day: Option<annals_model::Date>| day.map(|d| day_ref(&edition.prefix, d));
    let (before, after) = edition.around(event.record.day);
    let (previous, next) = snapshot.around_in_story(&event.record, event.row);
    wire::Neighbours {
        previous_day: day(before),
        next_day: day(after),
        previous_in_story: previous.map(event_ref),
        next_in_story: next.map(event_ref),
    }
}

impl Snapshot {
    /// An event's place among all, by day and id.
    pub(crate) fn place(&self, row: i64) -> Option<u32> {
        self.by_row.get(&row).copied()
    }

    /// The places where a day begins and ends.
    pub(crate) fn places_around(&self, day: Date) -> [u32; 2] {
        let begin = self.heads.partition_point(|h| h.day < day);
        let end = self.heads.partition_point(|h| h.day <= day);
        [begin, end].map(|at| u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Rows of the events before and after a place in a story.
    pub(crate) fn beside_in_story(&self, story: &str, place: u32) -> impl Iterator<Item = i64> {
        let events = self.stories.get(story).map_or(&[][..], |s| s.events.as_slice());
        let before = events.partition_point(|at| *at < place);
        let after = events.partition_point(|at| *at <= place);
        let beside = [before.checked_sub(1), Some(after)].into_iter().flatten();
        beside.filter_map(move |at| events.get(at)).map(|at| self.heads[*at as usize].row)
    }

    /// The events before and after one in its innermost story.
    pub(crate) fn around_in_story(
        &self,
        record: &Record,
        row: i64,
    ) -> (Option<&Head>, Option<&Head>) {
        let story = record.stories.first().and_then(|path| path.last());
        let Some(subject) = story.and_then(|s| self.stories.get(s.key().as_str())) else {
            return (None, None);
        };
        let Some(at) = self.by_row.get(&row).and_then(|at| subject.events.binary_search(at).ok())
        else {
            return (None, None);
        };
        let head = |at: usize| subject.events.get(at).map(|i| &*self.heads[*i as usize]);
        (at.checked_sub(1).and_then(head), head(at + 1))
    }
}
