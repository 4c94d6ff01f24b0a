//! Bursts of events that no story has: new stories to propose.
//!
//! They are worked out from the related lists when a person asks, and kept
//! nowhere: `annals story link` makes one a story.

use crate::ArchiveError;
use crate::relink::day_number;
use annals_link::stories::{Loose, bursts};
use annals_model::Date;
use annals_store::{Head, NameKind, Reader, RelatedRow};
use std::collections::{BTreeSet, HashMap};

/// Days behind the last event in which bursts are looked for.
const LOOK_BACK: i64 = 365;

/// What of a score no shared word or name makes.
const OUTSIDE: [&str; 3] = ["time", "category", "story"];

/// A new story to propose.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// A title to begin with: the names that most of its events share.
    pub title: String,
    /// Its events, in order.
    pub events: Vec<Head>,
}

/// The bursts of the archive's last year, the newest first.
pub fn proposals(reader: &Reader<'_>) -> Result<Vec<Proposal>, ArchiveError> {
    let mut heads = reader.heads()?;
    heads.retain(|h| h.published);
    let Some(last) = heads.last().map(|h| h.day) else { return Ok(Vec::new()) };
    let first = last.saturating_sub(annals_model::Span::new().days(LOOK_BACK));
    heads.drain(..heads.partition_point(|h| h.day < first));
    let places: HashMap<i64, usize> = heads.iter().map(|h| h.row).zip(0..).collect();
    let mut events = Vec::with_capacity(heads.len());
    for head in &heads {
        events.push(loose(reader, head, &places)?);
    }
    let mut found: Vec<Proposal> = bursts(&events)
        .into_iter()
        .map(|burst| Proposal {
            title: burst.names.join(", "),
            events: burst.events.into_iter().map(|e| heads[e].clone()).collect(),
        })
        .collect();
    let newest = |p: &Proposal| p.events.last().map_or(Date::MIN, |h| h.day);
    found.sort_by_key(|p| std::cmp::Reverse(newest(p)));
    Ok(found)
}

fn loose(
    reader: &Reader<'_>,
    head: &Head,
    places: &HashMap<i64, usize>,
) -> Result<Loose, ArchiveError> {
    let related = reader.related(head.row)?;
    let labels = related.iter().flat_map(|r| &r.context);
    let names: BTreeSet<String> = labels.map(|c| c.title.clone()).collect();
    Ok(Loose {
        day: day_number(head.day),
        in_story: !reader.names_of(NameKind::Story, head.row)?.is_empty(),
        related: related.iter().filter_map(|r| Some((*places.get(&r.other)?, shared(r)))).collect(),
        names: names.into_iter().collect(),
    })
}

/// What two events share, as [`annals_link::stories::LEAST_SHARED`] counts it.
fn shared(link: &RelatedRow) -> f32 {
    let parts = link.parts.iter().filter(|p| !OUTSIDE.contains(&p.kind.as_str()));
    let share: u32 = parts.map(|p| u32::from(p.share)).sum();
    link.score as f32 * share as f32 / 100.0
}
