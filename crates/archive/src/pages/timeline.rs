//! A story's timeline: what linking makes of its events, in the public shape.

use super::{Snapshot, event_ref};
use crate::ArchiveError;
use annals_link::timeline::{Appearance, Member, NameKind, Timeline, Told, Why};
use annals_model::{Date, Span, date};
use annals_publish::wire;
use annals_store::{NameKind as Pages, Reader};

/// A story with fewer events is told by its list alone.
const LEAST: usize = 4;

/// A story's timeline from the positions of its events, which are in order.
pub(super) fn timeline(
    snapshot: &Snapshot,
    reader: &Reader<'_>,
    positions: &[u32],
) -> Result<Option<wire::Timeline>, ArchiveError> {
    if positions.len() < LEAST {
        return Ok(None);
    }
    let heads: Vec<_> = positions.iter().map(|at| &snapshot.heads[*at as usize]).collect();
    let mut names: Vec<Vec<Appearance>> = Vec::with_capacity(heads.len());
    let mut told: Vec<(u32, u32)> = Vec::with_capacity(heads.len());
    for head in &heads {
        names.push(reader.named(head.row)?.into_iter().filter_map(appearance).collect());
        let later = |row: &i64| {
            snapshot.head(*row).is_some_and(|other| other.published && other.day > head.day)
        };
        let referred = reader.related_to_rows(head.row)?.iter().filter(|row| later(row)).count();
        let sources = reader.event_in(head.row)?.map_or(0, |e| e.record.sources.len());
        told.push((sources as u32, referred as u32));
    }
    let events: Vec<Told<'_>> = heads
        .iter()
        .zip(&names)
        .zip(&told)
        .map(|((head, names), (sources, referred))| Told {
            day: head.day.since(EPOCH).map_or(0, |span| span.get_days()),
            text: &head.text,
            lang: &head.lang,
            sources: *sources,
            referred: *referred,
            names,
        })
        .collect();
    let timeline = Timeline::of(&events);
    let key_days = timeline.key_days.iter().map(|key| wire::KeyDay {
        event: event_ref(heads[key.event]),
        events: u64::from(key.events),
        reasons: key.why.iter().map(|why| reason(*why)).collect(),
    });
    let life = &timeline.life;
    let periods = life
        .begins
        .iter()
        .zip(&life.counts)
        .map(|(begin, count)| wire::Period { from: iso(*begin), count: u64::from(*count) });
    Ok(Some(wire::Timeline {
        key_days: key_days.collect(),
        step: life.step.name().to_owned(),
        periods: periods.collect(),
        names: timeline.cast.iter().map(|member| cast(snapshot, member)).collect(),
    }))
}

const EPOCH: Date = date(1970, 1, 1);

/// The day as ISO 8601 writes it; the days come from the calendar, so they have one.
fn iso(day: i32) -> String {
    let day = Span::new().try_days(day).and_then(|span| EPOCH.checked_add(span));
    day.unwrap_or(Date::ZERO).to_string()
}

fn appearance(row: annals_store::NamedRow) -> Option<Appearance> {
    Some(Appearance {
        kind: NameKind::of(&row.kind)?,
        label: row.title,
        key: row.key,
        rarity: row.rarity as f32 / 100.0,
    })
}

fn reason(why: Why) -> wire::DayReason {
    wire::DayReason { kind: why.name().to_owned(), count: why.number().map(u64::from) }
}

fn cast(snapshot: &Snapshot, member: &Member) -> wire::Cast {
    let key = member.key.as_deref().unwrap_or_default();
    wire::Cast {
        name: wire::Ref {
            key: member.key.clone(),
            ..snapshot.name_ref(Pages::Entity, key, &member.label)
        },
        kind: member.kind.name().to_owned(),
        count: u64::from(member.count),
        // A tenth tells all that a reader can use, and keeps pages stable.
        weight: f64::from((member.weight * 10.0).round()) / 10.0,
    }
}
