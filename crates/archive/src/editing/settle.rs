//! Bringing what is computed of edited events up to date at once, as far as that
//! is quick: their own names and lists. What it changes for later events is left
//! to the next [`crate::relink::run`].

use super::Outcome;
use crate::{Archive, ArchiveError, relink};
use annals_model::{EventId, Status, Text};
use annals_store::{MentionRow, StoredEvent, Subject, Writer};

/// What stands for the version of the weights where an edit carried a name along.
const CARRIED: &str = "carried";

/// Computes the lists of the events that an act changed, in a transaction of its
/// own: an event that readers no longer see leaves all lists, one that they see
/// gets its own anew. The archive's next relating does the same with more, so
/// that nothing is lost where this is not called.
pub fn settle(archive: &Archive, outcome: &Outcome) -> Result<(), ArchiveError> {
    if outcome.events.is_empty() {
        return Ok(());
    }
    let writer = archive.store.write()?;
    let seq = writer.last_change()? + 1;
    let mut shown = Vec::new();
    for revised in &outcome.events {
        let Ok(id) = revised.id.parse::<EventId>() else { continue };
        let Some(event) = writer.event(id)? else { continue };
        if event.record.status == Status::Published {
            carry_names(&writer, &event)?;
            shown.push(event.row);
        } else {
            let others = writer.drop_links(event.row)?;
            let mut subjects: Vec<Subject> = others.into_iter().map(Subject::Links).collect();
            subjects.push(Subject::Links(event.row));
            writer.touch(seq, &subjects)?;
        }
    }
    relink::relate_again(&writer, &shown, seq)?;
    writer.commit()?;
    Ok(())
}

/// Keeps the names of an event that its statement still says, and its links.
fn carry_names(writer: &Writer<'_>, event: &StoredEvent) -> Result<(), ArchiveError> {
    let text = &event.record.statement;
    let old = writer.mentions(event.row)?;
    let stands = |m: &MentionRow| text.text.get(m.start..m.end) == Some(m.surface.as_str());
    let linked = |m: &MentionRow| text.links.iter().any(|l| (l.start, l.end) == (m.start, m.end));
    let found = |l: &annals_model::Link| {
        old.iter().any(|m| (m.start, m.end, m.key.as_str()) == (l.start, l.end, l.target.as_str()))
    };
    if old.iter().all(stands) && text.links.iter().all(found) {
        return Ok(());
    }
    let mut names = of_links(text, &old);
    for mention in &old {
        if linked(mention) {
            continue;
        }
        let place =
            if stands(mention) { Some(mention.start) } else { text.text.find(&mention.surface) };
        let Some(start) = place else { continue };
        let end = start + mention.surface.len();
        if names.iter().all(|n| end <= n.start || n.end <= start) {
            names.push(MentionRow { start, end, weights: CARRIED.to_owned(), ..mention.clone() });
        }
    }
    names.sort_by_key(|n| n.start);
    writer.set_mentions(event.row, &names)?;
    Ok(())
}

fn of_links(text: &Text, old: &[MentionRow]) -> Vec<MentionRow> {
    let kind = |key: &str| old.iter().find(|m| m.key == key).map(|m| m.kind.clone());
    let row = |link: &annals_model::Link| MentionRow {
        start: link.start,
        end: link.end,
        surface: text.label(link).to_owned(),
        key: link.target.as_str().to_owned(),
        kind: kind(link.target.as_str()).unwrap_or_else(|| "unknown".to_owned()),
        confidence: 1.0,
        confirmed: true,
        weights: CARRIED.to_owned(),
    };
    text.links.iter().map(row).collect()
}
