//! An event's revisions, and what lies between any two of them.

use crate::ArchiveError;
use crate::pages;
use annals_model::word_diff::{self, Piece};
use annals_model::{Change, Field, Grade, Record, Step, Value, grade, history};
use annals_publish::wire;
use annals_store::Reader;

/// What lies between two revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Number of the one revision.
    pub from: u32,
    /// Number of the other.
    pub to: u32,
    /// How much the difference matters.
    pub grade: Grade,
    /// The fields in which the record after the one differs from that after the other.
    pub changes: Vec<Difference>,
}

/// A field with its two values.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// In the public shape: a line for each source or story.
    pub change: wire::FieldChange,
    /// Word by word, where both values are one text.
    pub words: Vec<Piece>,
}

/// An event's revisions, in the order in which they became known.
pub fn revisions(reader: &Reader<'_>, row: i64) -> Result<Vec<wire::Change>, ArchiveError> {
    let steps = history::steps(&reader.revisions(row)?);
    Ok(steps.iter().map(pages::change).collect())
}

/// The number of an event's last revision; 0 where it has none.
pub fn last_revision(reader: &Reader<'_>, row: i64) -> Result<u32, ArchiveError> {
    Ok(reader.revisions(row)?.last().map_or(0, |r| r.number))
}

/// What lies between two revisions of an event, by their numbers; without numbers
/// between the last two that became known. `None` where it has no such revision.
pub fn compare(
    reader: &Reader<'_>,
    row: i64,
    from: Option<u32>,
    to: Option<u32>,
) -> Result<Option<Comparison>, ArchiveError> {
    let steps = history::steps(&reader.revisions(row)?);
    let place = |number: u32| steps.iter().position(|s| s.number == number);
    let last = steps.len().checked_sub(1);
    let Some(to) = to.map_or(last, place) else { return Ok(None) };
    // What came before it: nothing before the first.
    let Some(from) = from.map_or(Some(to.saturating_sub(1)), place) else { return Ok(None) };
    Ok(Some(between(&steps[from], &steps[to])))
}

fn between(from: &Step, to: &Step) -> Comparison {
    let changes: Vec<Difference> = fields(&from.record, &to.record).map(difference).collect();
    let grade = fields(&from.record, &to.record).map(|c| c.grade).max().unwrap_or(Grade::None);
    Comparison { from: from.number, to: to.number, grade, changes }
}

fn fields<'r>(from: &'r Record, to: &'r Record) -> impl Iterator<Item = Change> + 'r {
    Field::ALL
        .into_iter()
        .map(|field| (Value::of(from, field), Value::of(to, field)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| Change { grade: grade::of(&a, &b), before: Some(a), after: b })
}

/// A changed field in the public shape, word by word where it is one text.
pub fn difference(change: Change) -> Difference {
    let prose = matches!(change.field(), Field::Statement | Field::Summary);
    let change = pages::field(&change);
    let words = match (prose, change.before.as_slice(), change.after.as_slice()) {
        (true, [before], [after]) => word_diff::words(before, after),
        _ => Vec::new(),
    };
    Difference { change, words }
}
