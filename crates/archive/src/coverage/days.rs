//! Each day beside the lists: what they have and the archive lacks.

use super::{Finding, Kind, Period};
use crate::ArchiveError;
use annals_model::{Date, Span};
use annals_store::{ListedState, Reader};
use serde::Serialize;
use std::collections::BTreeMap;

/// Statements of a day that are quoted, and their characters.
const QUOTED: usize = 3;
const CHARACTERS: usize = 100;
/// Days on each side of one that tell what is usual, and events of a day that make an
/// empty one among them odd.
const AROUND: i32 = 7;
const USUAL: u64 = 3;
/// Days that have passed before an empty one is odd: lists are written the day after.
const GRACE: i32 = 2;

/// How a day stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// ISO 8601.
    pub day: String,
    /// Events that readers see.
    pub events: u64,
    /// Items that the followed lists have.
    pub listed: u64,
    /// Those of them that readers do not see.
    pub lacking: u64,
    /// Revisions of the lists that wait for a person.
    pub waiting: u64,
    /// What is lacking, a few statements, shortened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
}

pub(super) fn look(
    reader: &Reader<'_>,
    period: &Period,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Day>, ArchiveError> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut events: BTreeMap<Date, u64> = BTreeMap::new();
    for (_, day, count) in reader.days()? {
        *events.entry(day).or_default() += count;
    }
    for (day, count) in events.range(period.from..=period.to) {
        days.entry(*day).or_default().events = *count;
    }
    for day in reader.listed_days(period.from, period.to)? {
        days.entry(day).or_default();
    }
    // The titles of days that lack something, and whether some of it is not even held.
    let mut lacks: BTreeMap<Date, (String, bool)> = BTreeMap::new();
    for item in reader.listed_items(period.from, period.to)? {
        let day = days.entry(item.day).or_default();
        day.listed += 1;
        if item.state != ListedState::Shown {
            day.lacking += 1;
            let (_, is_absent) = lacks.entry(item.day).or_insert((item.title, false));
            *is_absent |= item.state == ListedState::Absent;
            if day.statements.len() < QUOTED {
                day.statements.push(item.text.chars().take(CHARACTERS).collect());
            }
        }
    }
    for (date, (title, is_absent)) in lacks {
        let Some(day) = days.get(&date) else { continue };
        findings.push(Finding {
            kind: Kind::Missing,
            // What is held waits for an editor, who is told by the queue.
            grave: is_absent,
            what: format!("the list has {} items, readers lack {}", day.listed, day.lacking),
            place: title,
            since: Some(date.to_string()),
            next: if is_absent {
                format!("`annals fetch wcep --from {date} --to {date}` reads the day again")
            } else {
                "all of it is held back: `annals queue --kind upstream` and `--kind held` list it, an editor decides".to_owned()
            },
        });
    }
    for waiting in reader.waiting_revisions(period.from, period.to)? {
        days.entry(waiting.day).or_default().waiting += 1;
        findings.push(Finding {
            kind: Kind::Waiting,
            grave: false,
            what: format!("held back ({}): {}", waiting.items, waiting.reason),
            place: waiting.title,
            since: Some(super::written(waiting.at)),
            next: "`annals queue --kind upstream` lists it, an editor decides".to_owned(),
        });
    }
    empty_days(&events, period, findings);
    let named = |(date, day): (Date, Day)| Day { day: date.to_string(), ..day };
    Ok(days.into_iter().map(named).collect())
}

/// Days without events among days that have some.
fn empty_days(events: &BTreeMap<Date, u64>, period: &Period, findings: &mut Vec<Finding>) {
    let Some((first, last)) = events.keys().next().zip(events.keys().next_back()) else { return };
    let passed = super::day_of(period.now).saturating_sub(Span::new().days(GRACE));
    // An archive that stands still is not one that lacks days, until it is behind its feeds.
    let (mut day, end) = (period.from.max(*first), period.to.min(passed).min(*last));
    while day <= end {
        if !events.contains_key(&day) {
            let span = Span::new().days(AROUND);
            let around = day.saturating_sub(span)..=day.saturating_add(span);
            let mut counts: Vec<u64> = events.range(around).map(|(_, count)| *count).collect();
            // The empty days around it count as well.
            counts.resize(2 * AROUND as usize, 0);
            counts.sort_unstable();
            let usual = counts[counts.len() / 2];
            if usual >= USUAL {
                findings.push(Finding {
                    kind: Kind::EmptyDay,
                    grave: true,
                    what: format!("the day has no events, days around it have {usual}"),
                    place: day.to_string(),
                    since: Some(day.to_string()),
                    next: format!(
                        "`annals fetch wcep --from {day} --to {day}`, or import a list of it"
                    ),
                });
            }
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Timestamp, date};

    #[test]
    fn a_hole_among_full_days_is_found_and_a_quiet_archive_is_not() {
        let now: Timestamp = "2016-10-20T12:00:00Z".parse().expect("a time");
        let period = Period { from: date(2016, 10, 1), to: date(2016, 10, 20), now };
        let found = |skipped: i8, count: u64| {
            let days = (1..=20).filter(|d| *d != skipped).map(|d| (date(2016, 10, d), count));
            let mut findings = Vec::new();
            empty_days(&days.collect(), &period, &mut findings);
            findings.into_iter().map(|f| f.place).collect::<Vec<_>>()
        };
        assert_eq!(found(9, 12), ["2016-10-09"]);
        assert_eq!(found(9, 1), [""; 0]);
        // Yesterday's list may still be written.
        assert_eq!(found(19, 12), [""; 0]);
    }
}
