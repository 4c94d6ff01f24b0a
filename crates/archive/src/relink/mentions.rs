//! Names in statements: which entities each event names.

use super::Report;
use crate::record::ensure_name;
use crate::{Archive, ArchiveError};
use annals_model::{Date, EntityKey, Status, Text};
use annals_store::{MentionRow, NameKind, StoredEvent, Subject, Writer};

/// Version of what finds names.
pub(super) const WEIGHTS: &str = "links-1";

/// Events that are read at a time: bounds memory.
const DAYS: i64 = 31;

/// Finds the names of the events from a day on.
pub(super) fn run(
    archive: &Archive,
    writer: &Writer<'_>,
    from: Date,
    seq: i64,
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let days = writer.days()?;
    let Some(last) = days.iter().map(|(_, day, _)| *day).max() else { return Ok(()) };
    let Some(first) = days.iter().map(|(_, day, _)| *day).filter(|day| *day >= from).min() else {
        return Ok(());
    };
    let mut day = first;
    while day <= last {
        let until = day.saturating_add(annals_model::Span::new().days(DAYS));
        for event in writer.events_between(day, until.min(last))? {
            let found = match event.record.status {
                Status::Published => of_links(&event.record.statement),
                _ => Vec::new(),
            };
            report.mentions += found.len() as u64;
            keep(archive, writer, &event, &found, seq)?;
        }
        let Ok(next) = until.tomorrow() else { break };
        day = next;
    }
    Ok(())
}

/// The names that the statement's own links give.
fn of_links(statement: &Text) -> Vec<MentionRow> {
    let mention = |link: &annals_model::Link| MentionRow {
        start: link.start,
        end: link.end,
        surface: statement.label(link).to_owned(),
        key: link.target.as_str().to_owned(),
        kind: "unknown".to_owned(),
        confidence: 1.0,
        confirmed: true,
        weights: WEIGHTS.to_owned(),
    };
    statement.links.iter().map(mention).collect()
}

/// Keeps what was found and notes the pages that show it.
fn keep(
    archive: &Archive,
    writer: &Writer<'_>,
    event: &StoredEvent,
    found: &[MentionRow],
    seq: i64,
) -> Result<(), ArchiveError> {
    // Names that the record links were given pages and noted when it was recorded.
    let linked = |key: &str| event.record.statement.links.iter().any(|l| l.target.as_str() == key);
    for mention in found.iter().filter(|m| m.confirmed && !linked(&m.key)) {
        if let Some(key) = EntityKey::parse(&mention.key) {
            let prefix = archive.prefix(key.lang());
            ensure_name(writer, NameKind::Entity, key.as_str(), key.title(), &prefix)?;
        }
    }
    if let Some(keys) = writer.set_mentions(event.row, found)? {
        let new: Vec<Subject> =
            keys.into_iter().filter(|k| !linked(k)).map(Subject::Entity).collect();
        if !new.is_empty() {
            writer.touch(seq, new.iter().chain([&Subject::Event(event.row)]))?;
        }
    }
    Ok(())
}
