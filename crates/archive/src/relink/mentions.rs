//! Names in statements: which entities each event names, by its links and by what
//! the archive's links taught before its day.

use super::{Report, day_number};
use crate::record::ensure_name;
use crate::{Archive, ArchiveError};
use annals_link::entities::{Anchor, Gazetteer, Mention, State, Text, Told, WEIGHTS_VERSION};
use annals_model::{Date, EntityKey};
use annals_store::{MentionRow, NameKind, Subject, Writer};
use rayon::prelude::*;

/// Version of what finds names.
pub(super) fn weights() -> String {
    format!("entities-{WEIGHTS_VERSION}")
}

/// Events that are read and searched at a time: bounds memory.
const BATCH: usize = 4_000;

/// A statement with its links, owned.
struct Statement {
    row: i64,
    id: u64,
    day: i32,
    text: String,
    lang: String,
    /// Start, end, key.
    links: Vec<(usize, usize, String)>,
}

impl Statement {
    fn anchors(&self) -> Vec<Anchor<'_>> {
        let anchors = self.links.iter();
        anchors.map(|(start, end, key)| Anchor { start: *start, end: *end, key }).collect()
    }

    fn text<'a>(&'a self, anchors: &'a [Anchor<'a>]) -> Text<'a> {
        Text {
            id: self.id,
            day: self.day,
            text: &self.text,
            lang: &self.lang,
            anchors,
            told: Told::All,
        }
    }
}

/// Finds the names of the published events from `first` on, of rows and days in order.
pub(super) fn run(
    archive: &Archive,
    writer: &Writer<'_>,
    (shown, first): (&[(i64, Date)], usize),
    seq: i64,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let Some(last) = shown.last().map(|(_, day)| *day) else { return Ok(()) };
    let identities = writer.identities()?;
    let merges: Vec<(&str, &str)> =
        identities.iter().filter_map(|i| Some((i.key.as_str(), i.into.as_deref()?))).collect();
    // All days with links teach; a day is searched by what the days before it taught.
    let mut gazetteer = Gazetteer::learn(&[], &merges);
    let mut waiting: Vec<Statement> = Vec::new();
    let searched = shown.get(first).map_or(Date::MAX, |(_, day)| *day);
    let mut day = writer.first_linked_day()?.unwrap_or(searched).min(searched);
    while day <= last {
        let month = day.saturating_add(annals_model::Span::new().days(30)).min(last);
        for event in writer.events_between(day, month)? {
            if event.record.status == annals_model::Status::Published {
                let text = event.record.statement;
                let link = |l: annals_model::Link| (l.start, l.end, l.target.as_str().to_owned());
                waiting.push(Statement {
                    row: event.row,
                    id: super::related::order(event.id.as_str()),
                    day: day_number(event.record.day),
                    text: text.text,
                    lang: event.record.lang,
                    links: text.links.into_iter().map(link).collect(),
                });
            }
        }
        if waiting.len() >= BATCH || month == last {
            let anchors: Vec<Vec<Anchor<'_>>> = waiting.iter().map(Statement::anchors).collect();
            let texts: Vec<Text<'_>> =
                waiting.iter().zip(&anchors).map(|(s, anchors)| s.text(anchors)).collect();
            gazetteer.add(&texts);
            let from = day_number(searched);
            let found: Vec<Option<Vec<MentionRow>>> = texts
                .par_iter()
                .map(|text| (text.day >= from).then(|| rows(gazetteer.find(text))))
                .collect();
            for (statement, found) in waiting.iter().zip(found) {
                if let Some(found) = found {
                    report.mentions += found.len() as u64;
                    keep(archive, writer, statement, &found, seq)?;
                }
            }
            waiting.clear();
        }
        let Ok(next) = month.tomorrow() else { break };
        day = next;
    }
    Ok(())
}

fn rows(found: Vec<Mention>) -> Vec<MentionRow> {
    let weights = weights();
    let row = |m: Mention| MentionRow {
        start: m.start,
        end: m.end,
        key: m.key.unwrap_or_else(|| format!("name:{}", m.surface)),
        surface: m.surface,
        kind: m.kind.name().to_owned(),
        confidence: (f64::from(m.confidence) * 1000.0).round() / 1000.0,
        confirmed: m.state == State::Confirmed,
        weights: weights.clone(),
    };
    found.into_iter().map(row).collect()
}

/// Keeps what was found and notes the pages that show it.
fn keep(
    archive: &Archive,
    writer: &Writer<'_>,
    statement: &Statement,
    found: &[MentionRow],
    seq: i64,
) -> Result<(), ArchiveError> {
    let Some(keys) = writer.set_mentions(statement.row, found)? else { return Ok(()) };
    // Names that the record links were given pages and noted when it was recorded.
    let linked = |key: &str| statement.links.iter().any(|(_, _, k)| k == key);
    for mention in found.iter().filter(|m| m.confirmed && !linked(&m.key)) {
        if let Some(key) = EntityKey::parse(&mention.key) {
            let prefix = archive.prefix(key.lang());
            ensure_name(writer, NameKind::Entity, key.as_str(), key.title(), &prefix)?;
        }
    }
    let new: Vec<Subject> = keys.into_iter().filter(|k| !linked(k)).map(Subject::Entity).collect();
    if !new.is_empty() {
        writer.touch(seq, new.iter().chain([&Subject::Event(statement.row)]))?;
    }
    Ok(())
}
