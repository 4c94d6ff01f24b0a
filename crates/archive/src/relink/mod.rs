//! Relating: names, stories, related events, articles and origins, recomputed for
//! what needs it.
//!
//! What is computed of an event depends only on its own day and days before it, so
//! a new day recomputes that day, and a change in an old day everything from there
//! on: the result is the same as computing all of it. What people said goes over
//! what is computed, in each step before its result is kept.

mod mentions;
mod related;
mod stories;

pub(crate) use related::relate_again;

use crate::corrections::{Rulings, refresh};
use crate::{Archive, ArchiveError, articles, enrich};
use annals_model::{Date, date};
use annals_store::{Subject, Writer};
use serde::Serialize;
use std::collections::BTreeSet;

const LINKED: &str = "linked";
const WEIGHTS: &str = "linked-weights";
const BEGUN: &str = "linked-begun";

/// What relating came to.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Report {
    /// Events that were looked at.
    pub events: u64,
    /// Events whose list of related events changed.
    pub changed: u64,
    /// Links that the computed lists hold.
    pub links: u64,
    /// Events that were linked to a story by computation.
    pub stories: u64,
    /// Names in the statements of these events.
    pub mentions: u64,
    /// Articles that were looked at.
    pub articles: u64,
    /// Articles whose events changed.
    pub articles_changed: u64,
    /// Events that only articles tell, and that wait for a person.
    pub drafts: u64,
    /// What became of events' sources.
    pub sources: enrich::Report,
}

/// How much to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What the changes since the last time ask for.
    Needed,
    /// Everything.
    Whole,
}

/// Computes in one transaction.
pub fn run(archive: &Archive, extent: Extent) -> Result<Report, ArchiveError> {
    let writer = archive.store.write()?;
    let begun = if extent == Extent::Needed { Begun::read(&writer)? } else { None };
    let (report, _) = compute(archive, writer, extent, begun, usize::MAX)?;
    Ok(report)
}

/// Computes what is needed of the next events, about `most` of them, in one
/// transaction, so that others may write between the steps; returns whether
/// nothing is left. Steps come to what [`run`] comes to.
pub fn step(archive: &Archive, most: usize) -> Result<(Report, bool), ArchiveError> {
    let writer = archive.store.write()?;
    let begun = Begun::read(&writer)?;
    compute(archive, writer, Extent::Needed, begun, most)
}

fn compute(
    archive: &Archive,
    writer: Writer<'_>,
    extent: Extent,
    begun: Option<Begun>,
    most: usize,
) -> Result<(Report, bool), ArchiveError> {
    let seq = writer.last_change()? + 1;
    refresh(archive, &writer, seq)?;
    let rulings = Rulings::read(&writer)?;
    let weights = weights();
    let linked = writer.meta(LINKED)?.and_then(|s| s.parse::<i64>().ok());
    let same_weights = writer.meta(WEIGHTS)?.as_deref() == Some(weights.as_str());
    let (changed, articles) = match linked {
        Some(seq) if extent == Extent::Needed && same_weights => touched(&writer, seq)?,
        _ => (Some(Date::MIN), BTreeSet::new()),
    };
    let from = match begun {
        Some(begun) => {
            Some(touched(&writer, begun.change)?.0.map_or(begun.next, |d| d.min(begun.next)))
        }
        None => changed,
    };
    let mut report = Report::default();
    if let Some(from) = from {
        let shown = writer.published_days()?;
        let first = shown.partition_point(|(_, day)| *day < from);
        let end = end_of_step(&shown, first, most);
        let (now, later) = shown.split_at(end);
        mentions::run(archive, &writer, (now, first), seq, &mut report)?;
        related::run(&writer, (now, first), seq, &rulings, &mut report)?;
        if let Some((_, next)) = later.first() {
            Begun { next: *next, change: writer.last_change()? }.write(&writer, &weights)?;
            writer.commit()?;
            return Ok((report, false));
        }
    }
    articles::link_all(&writer, &rulings, changed, &articles, seq, &mut report)?;
    report.sources = enrich::bring_up_to_date(archive, &writer, &rulings, extent, seq)?;
    writer.set_meta(BEGUN, "")?;
    writer.set_meta(WEIGHTS, &weights)?;
    writer.set_meta(LINKED, &writer.last_change()?.to_string())?;
    writer.commit()?;
    Ok((report, true))
}

/// Where a step of about `most` events ends: behind the last event of a day,
/// because the events of one day are computed together.
fn end_of_step(shown: &[(i64, Date)], first: usize, most: usize) -> usize {
    let end = first.saturating_add(most).min(shown.len());
    let Some((_, day)) = end.checked_sub(1).and_then(|last| shown.get(last)) else { return end };
    shown.partition_point(|(_, d)| d <= day)
}

/// How far earlier steps came.
struct Begun {
    /// The first day that is not computed yet.
    next: Date,
    /// The archive's last change when the last step ended.
    change: i64,
}

impl Begun {
    /// Reads it; `None` where no step waits, or other weights made the earlier ones.
    fn read(writer: &Writer<'_>) -> Result<Option<Begun>, ArchiveError> {
        let Some(kept) = writer.meta(BEGUN)? else { return Ok(None) };
        let mut parts = kept.splitn(3, ' ');
        let (next, change) = (parts.next(), parts.next());
        let (Some(next), Some(change)) =
            (next.and_then(|d| d.parse().ok()), change.and_then(|c| c.parse().ok()))
        else {
            return Ok(None);
        };
        Ok((parts.next() == Some(weights().as_str())).then_some(Begun { next, change }))
    }

    fn write(&self, writer: &Writer<'_>, weights: &str) -> Result<(), ArchiveError> {
        writer.set_meta(BEGUN, &format!("{} {} {weights}", self.next, self.change))?;
        Ok(())
    }
}

/// The versions of everything that computes: another one computes all anew.
fn weights() -> String {
    let mut all = vec![mentions::weights(), annals_link::same_event::REPORTS_VERSION.to_owned()];
    all.extend(related::weights().map(str::to_owned));
    all.join(" ")
}

/// The first day that changed after a change (`None` where none did), and the
/// pages of the articles that did.
fn touched(
    writer: &Writer<'_>,
    seq: i64,
) -> Result<(Option<Date>, BTreeSet<String>), ArchiveError> {
    let mut first: Option<Date> = None;
    let mut articles = BTreeSet::new();
    for subject in writer.touched_since(seq)? {
        match subject {
            Subject::Day { day, .. } => {
                let day = day.parse::<Date>().ok();
                first = first.into_iter().chain(day).min();
            }
            Subject::Article(page) => {
                articles.insert(page);
            }
            _ => {}
        }
    }
    Ok((first, articles))
}

/// Days since 1 January 1970.
pub(crate) fn day_number(day: Date) -> i32 {
    day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days())
}

/// Whether the archive changed since it was last related; for `annals stats`.
pub fn is_current(archive: &Archive) -> Result<bool, ArchiveError> {
    let reader = archive.store.read()?;
    let linked = reader.meta(LINKED)?.and_then(|s| s.parse::<i64>().ok());
    Ok(linked == Some(reader.last_change()?))
}
