//! Relating: which events belong together, recomputed for the days that need it.
//!
//! What an event is related to depends only on events of its own day and before
//! ([`annals_link`]), so a new day recomputes that day, and a change in an old
//! day everything from there on: the result is the same as computing all of it.

use crate::{Archive, ArchiveError, background};
use annals_link::relation::{Claim, Tie};
use annals_link::{Index, Item, Options, ReasonKind};
use annals_model::{Date, StoryRef, date};
use annals_store::{ContextLabel, RelatedRow, Relation, StoredEvent, Subject, WhyPart, Writer};
use serde::Serialize;

const LINKED: &str = "linked";
const WEIGHTS: &str = "linked-weights";

/// What relating came to.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Report {
    /// Events whose related events were computed.
    pub events: u64,
    /// Events whose list changed.
    pub changed: u64,
    /// Links that the computed lists hold.
    pub links: u64,
}

/// How much to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What the changes since the last time ask for.
    Needed,
    /// Everything.
    Whole,
}

/// Relates events, in one transaction.
pub fn run(archive: &Archive, extent: Extent) -> Result<Report, ArchiveError> {
    let writer = archive.store.write()?;
    let linked = writer.meta(LINKED)?.and_then(|s| s.parse::<i64>().ok());
    let same_weights = writer.meta(WEIGHTS)?.as_deref().is_some_and(|w| w == versions());
    let from = match linked {
        Some(seq) if extent == Extent::Needed && same_weights => {
            let touched = writer.touched_since(seq)?;
            let days = touched.iter().filter_map(|s| match s {
                Subject::Day { day, .. } => day.parse::<Date>().ok(),
                _ => None,
            });
            match days.min() {
                Some(day) => day,
                None => return Ok(Report::default()),
            }
        }
        _ => Date::MIN,
    };
    let report = relate(&writer, from)?;
    writer.set_meta(WEIGHTS, &versions())?;
    writer.set_meta(LINKED, &writer.last_change()?.to_string())?;
    writer.commit()?;
    Ok(report)
}

/// An event as linking wants it, owned.
struct Told {
    row: i64,
    order: u64,
    day: i32,
    text: String,
    lang: String,
    entities: Vec<(String, String)>,
    stories: Vec<String>,
    category: Option<String>,
}

fn relate(writer: &Writer<'_>, from: Date) -> Result<Report, ArchiveError> {
    let mut heads = writer.heads()?;
    heads.retain(|h| h.published);
    let days: Vec<i32> = heads.iter().map(|h| day_number(h.day)).collect();
    let first = heads.partition_point(|h| h.day < from);
    let options = Options::default();
    let window = if first == heads.len() {
        first
    } else {
        annals_link::window_start(&days, first, &options)
    };
    let mut told: Vec<Told> = Vec::with_capacity(heads.len() - window);
    if let Some(head) = heads.get(window) {
        let last = heads.last().map_or(head.day, |h| h.day);
        for event in writer.events_between(head.day, last)? {
            if event.record.status == annals_model::Status::Published {
                told.push(owned(event));
            }
        }
        // The window may begin within a day.
        told.drain(..told.len() - (heads.len() - window));
    }
    let labels: Vec<Vec<(&str, &str)>> = told
        .iter()
        .map(|t| t.entities.iter().map(|(k, l)| (k.as_str(), l.as_str())).collect())
        .collect();
    let stories: Vec<Vec<&str>> =
        told.iter().map(|t| t.stories.iter().map(String::as_str).collect()).collect();
    let items: Vec<Item<'_>> = told
        .iter()
        .zip(labels.iter().zip(&stories))
        .map(|(t, (labels, stories))| Item {
            id: t.order,
            day: t.day,
            text: &t.text,
            lang: &t.lang,
            entities: labels,
            stories,
            category: t.category.as_deref(),
        })
        .collect();
    let index = Index::new(&items, &options);
    let lists = index.related_from(first - window, &options);
    let seq = writer.last_change()? + 1;
    let mut report = Report::default();
    for (at, list) in lists.into_iter().enumerate() {
        let own = &told[first - window + at];
        let row = own.row;
        let claim = Claim::of(&own.text, &own.lang);
        let links: Vec<RelatedRow> = list
            .into_iter()
            .map(|link| RelatedRow {
                relation: relation(&claim, &told[link.other], &link),
                event: row,
                other: told[link.other].row,
                score: f64::from(link.score),
                weights: annals_link::WEIGHTS_VERSION.to_owned(),
                context: link
                    .context
                    .into_iter()
                    .map(|c| ContextLabel { key: c.key, title: c.label })
                    .collect(),
                parts: shares(link.score, link.reasons),
            })
            .collect();
        report.events += 1;
        report.links += links.len() as u64;
        if let Some(far) = writer.set_related(row, &links)? {
            report.changed += 1;
            let subjects: Vec<Subject> = far.into_iter().chain([row]).map(Subject::Links).collect();
            writer.touch(seq, &subjects)?;
        }
    }
    let rows: Vec<i64> = told.iter().map(|t| t.row).collect();
    background::run(writer, seq, &index, &rows, first - window, &options)?;
    Ok(report)
}

/// The versions of everything that relating computes.
fn versions() -> String {
    let parts = [
        annals_link::WEIGHTS_VERSION,
        annals_link::relation::RELATION_VERSION,
        annals_link::background::BACKGROUND_VERSION,
    ];
    parts.join(" ")
}

/// What an event says that it does to an earlier one on its list.
fn relation(claim: &Claim<'_>, earlier: &Told, link: &annals_link::Related) -> Option<Relation> {
    let names: Vec<&str> = link.context.iter().map(|c| c.label.as_str()).collect();
    let outside = [ReasonKind::Time, ReasonKind::Category, ReasonKind::Story];
    let shared = link.reasons.iter().filter(|r| !outside.contains(&r.kind)).map(|r| r.score).sum();
    let tie = Tie { days: link.days, names: &names, shared };
    let typed = claim.toward(&earlier.text, &earlier.lang, &tie)?;
    Some(Relation { kind: typed.kind.name().to_owned(), words: typed.words })
}

/// The terms of a score with their shares in percent; those that round to nothing are left out.
fn shares(score: f32, reasons: Vec<annals_link::Reason>) -> Vec<WhyPart> {
    reasons
        .into_iter()
        .map(|r| WhyPart {
            kind: r.kind.name().to_owned(),
            label: r.label,
            share: (100.0 * r.score / score.max(f32::MIN_POSITIVE)).round().clamp(0.0, 100.0) as u8,
        })
        .filter(|part| part.share > 0)
        .collect()
}

fn owned(event: StoredEvent) -> Told {
    let record = event.record;
    let entities = record
        .statement
        .links
        .iter()
        .map(|l| (l.target.to_string(), record.statement.label(l).to_owned()))
        .collect();
    let stories = record
        .stories
        .iter()
        .filter_map(|path| path.last())
        .map(StoryRef::key)
        .map(|k| k.as_str().to_owned())
        .collect();
    Told {
        row: event.row,
        order: order(event.id.as_str()),
        day: day_number(record.day),
        text: record.statement.text,
        lang: record.lang,
        entities,
        stories,
        category: record.category,
    }
}

/// A number that orders events as their ids do: the store sorts a day by id.
fn order(id: &str) -> u64 {
    id.bytes().fold(0, |n, b| {
        // '2'-'7' sort before 'a'-'z'.
        let digit = if b.is_ascii_digit() { b - b'2' } else { b - b'a' + 6 };
        n << 5 | u64::from(digit)
    })
}

fn day_number(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// Whether the archive changed since it was last related; for `annals stats`.
pub fn is_current(archive: &Archive) -> Result<bool, ArchiveError> {
    let reader = archive.store.read()?;
    let linked = reader.meta(LINKED)?.and_then(|s| s.parse::<i64>().ok());
    Ok(linked == Some(reader.last_change()?))
}
