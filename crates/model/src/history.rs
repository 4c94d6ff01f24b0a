//! Folding revisions: how an event came to be as it is, and how it stood at any moment.

use crate::{By, Field, Grade, Record, Revision, Status, Text, Timestamp, Value, date, grade};

/// One revision in the order of knowing, with what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision's number.
    pub number: u32,
    /// When the world could know: the revision's own time, or the one before's where it has none.
    pub known_at: Option<Timestamp>,
    /// Whether `known_at` is the upstream's own word.
    pub time_stated: bool,
    /// When the archive stored it.
    pub recorded_at: Timestamp,
    /// Who stated it.
    pub by: By,
    /// How much it matters: the gravest of its changes.
    pub grade: Grade,
    /// What it changed; everything it states, for the first one.
    pub changes: Vec<Change>,
    /// The record after it.
    pub record: Record,
}

/// One field that a revision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The value before; `None` for what the first revision states.
    pub before: Option<Value>,
    /// The value after.
    pub after: Value,
    /// How much it matters.
    pub grade: Grade,
}

impl Change {
    /// The field that changed.
    pub fn field(&self) -> Field {
        self.after.field()
    }
}

/// The record before anything is known of it.
fn blank() -> Record {
    Record {
        day: date(1, 1, 1),
        statement: Text::default(),
        category: None,
        stories: Vec::new(),
        summary: None,
        sources: Vec::new(),
        image: None,
        lang: "en".to_owned(),
        under: None,
        status: Status::Published,
    }
}

/// Puts the revisions in the order in which they became known and says what each changed.
///
/// A revision without a time became known with the one recorded before it.
/// What an editor set stays: an importer's later value for that field is passed over.
pub fn steps(revisions: &[Revision]) -> Vec<Step> {
    let mut order: Vec<(Option<Timestamp>, &Revision)> = Vec::with_capacity(revisions.len());
    let mut last = None;
    let mut by_number: Vec<&Revision> = revisions.iter().collect();
    by_number.sort_by_key(|r| r.number);
    for revision in by_number {
        let known = revision.known_at.or(last);
        last = known;
        order.push((known, revision));
    }
    // None sorts first: what has no time was known before anything that has one.
    order.sort_by_key(|(known, r)| (*known, r.number));

    let mut record = blank();
    let mut set_by_editor = Vec::new();
    let mut steps: Vec<Step> = Vec::with_capacity(order.len());
    for (known_at, revision) in order {
        let mut changes = Vec::new();
        for value in &revision.values {
            let field = value.field();
            if revision.by.is_editor() {
                set_by_editor.push(field);
            } else if set_by_editor.contains(&field) {
                continue;
            }
            if steps.is_empty() {
                changes.push(Change { before: None, after: value.clone(), grade: Grade::First });
            } else if !value.holds_in(&record) {
                let before = Value::of(&record, field);
                let grade = grade::of(&before, value);
                changes.push(Change { before: Some(before), after: value.clone(), grade });
            }
            value.clone().put(&mut record);
        }
        let first = if steps.is_empty() { Grade::First } else { Grade::None };
        steps.push(Step {
            number: revision.number,
            known_at,
            time_stated: revision.known_at.is_some(),
            recorded_at: revision.recorded_at,
            by: revision.by.clone(),
            grade: changes.iter().map(|c| c.grade).max().unwrap_or(first),
            changes,
            record: record.clone(),
        });
    }
    steps
}

/// The current record; `None` where there is no revision.
pub fn fold(steps: &[Step]) -> Option<&Record> {
    steps.last().map(|s| &s.record)
}

/// The record as it was known at `time`; `None` where nothing was known yet.
///
/// A revision whose time nobody states counts as known from the start of the event's day (UTC).
pub fn as_of(steps: &[Step], time: Timestamp) -> Option<&Record> {
    steps.iter().take_while(|s| known_from(s) <= time).last().map(|s| &s.record)
}

/// The moment from which a step counts as known.
pub fn known_from(step: &Step) -> Timestamp {
    step.known_at.unwrap_or_else(|| day_start(step.record.day))
}

/// Midnight UTC at the start of a day.
pub fn day_start(day: crate::Date) -> Timestamp {
    let days = i64::from(day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days()));
    Timestamp::from_second(days * 86_400).unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Option<Timestamp> {
        Timestamp::from_second(seconds).ok()
    }

    fn rev(number: u32, known_at: Option<Timestamp>, text: &str) -> Revision {
        let by = By::importer("test", None);
        Revision {
            known_at,
            ..Revision::new(number, by, vec![Value::Statement(Text::plain(text))])
        }
    }

    #[test]
    fn what_was_known_later_wins_whatever_was_recorded_first() {
        let steps = steps(&[rev(1, at(10), "a"), rev(2, at(30), "c"), rev(3, at(20), "b")]);
        assert_eq!(fold(&steps).unwrap().statement.text, "c");
        assert_eq!(as_of(&steps, at(25).unwrap()).unwrap().statement.text, "b");
        assert!(as_of(&steps, at(5).unwrap()).is_none());
    }

    #[test]
    fn an_import_does_not_override_a_person() {
        let person = By::Editor { name: "Ada".into(), reason: "checked".into() };
        let steps = steps(&[
            rev(1, None, "a"),
            Revision::new(2, person, vec![Value::Statement(Text::plain("mine"))]),
            rev(3, None, "c"),
        ]);
        assert_eq!(fold(&steps).unwrap().statement.text, "mine");
        assert!(steps[2].changes.is_empty());
    }

    #[test]
    fn a_day_starts_at_midnight() {
        assert_eq!(day_start(date(2016, 10, 5)).to_string(), "2016-10-05T00:00:00Z");
    }

    proptest! {
        #[test]
        fn replaying_the_changes_gives_the_record(
            texts in prop::collection::vec(("[a-c ]{0,6}", prop::option::of(0i64..5)), 1..8)
        ) {
            let revisions: Vec<Revision> = texts
                .iter()
                .enumerate()
                .map(|(i, (text, time))| rev(i as u32 + 1, time.and_then(at), text))
                .collect();
            let steps = steps(&revisions);
            let mut record = blank();
            for step in &steps {
                for change in &step.changes {
                    if let Some(before) = &change.before {
                        prop_assert!(before.holds_in(&record));
                    }
                    change.after.clone().put(&mut record);
                }
                prop_assert_eq!(&record, &step.record);
            }
            prop_assert_eq!(steps.len(), revisions.len());
        }
    }
}
