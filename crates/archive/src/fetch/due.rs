//! When an address is asked for again.

use crate::config::Period;
use annals_model::{Timestamp, Weekday};
use std::time::Duration;

/// How long the pages of articles and sources are left alone after each failure in a
/// row; after as many failures as stand here and one more they count as dead.
const LADDER: &[Duration] = &[days(1), days(3), days(7), days(30)];

/// The longest time for which a thing that is followed is left alone after failures,
/// unless it is asked for more rarely anyway.
const LONGEST: Duration = days(7);

/// What a feed or its host can ask for at most: a feed that says "once a year" is a
/// mistake more often than a wish.
const HINTED: Duration = days(1);

const fn days(days: u64) -> Duration {
    Duration::from_secs(days * 86_400)
}

/// When a feed wants to be asked for again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Not before so long.
    pub(super) interval: Duration,
    /// Not in these hours of the day, UTC.
    pub(super) skip_hours: Vec<u8>,
    /// Not on these days of the week.
    pub(super) skip_days: Vec<Weekday>,
}

/// After an answer: as often as the owner wants, more rarely where the feed asks for it.
pub(super) fn after_answer(every: Period, hints: &Hints, asked: Timestamp) -> Timestamp {
    let interval = every.duration().max(hints.interval.min(HINTED));
    let mut due = later(asked, interval);
    // At the full hours behind, the first that is not to be skipped; of a feed that
    // skips all hours, none is skipped.
    let skipped = |at: Timestamp| {
        let (hour, weekday) = clock_and_day(at);
        hints.skip_days.contains(&weekday) || hints.skip_hours.contains(&hour)
    };
    let wanted = due;
    for _ in 0..24 * 7 {
        if !skipped(due) {
            return due;
        }
        let hour = due.as_second().div_euclid(3_600) + 1;
        due = Timestamp::from_second(hour * 3_600).unwrap_or(due);
    }
    wanted
}

/// The hour of the day and the day of the week, UTC.
fn clock_and_day(at: Timestamp) -> (u8, Weekday) {
    let hours = at.as_second().div_euclid(3_600);
    let hour = u8::try_from(hours.rem_euclid(24)).unwrap_or(0);
    // The first of January 1970 was a Thursday.
    let day = i8::try_from((hours.div_euclid(24) + 3).rem_euclid(7)).unwrap_or(0);
    (hour, Weekday::from_monday_zero_offset(day).unwrap_or(Weekday::Monday))
}

/// After the `failures`-th failure in a row of something that is followed: twice as long
/// each time.
pub(super) fn after_failure(every: Period, failures: u32, asked: Timestamp) -> Timestamp {
    let every = every.duration().max(Duration::from_secs(60));
    let doubled = every.saturating_mul(1_u32 << failures.min(16));
    later(asked, doubled.min(LONGEST.max(every)))
}

/// After the `failures`-th failure in a row of a page; `None`: it is dead.
pub(super) fn retry(failures: u32, asked: Timestamp) -> Option<Timestamp> {
    let step = usize::try_from(failures).ok()?.checked_sub(1)?;
    LADDER.get(step).map(|wait| later(asked, *wait))
}

/// After the `answers`-th answer of a page: `ages` are how long after the first one it is
/// asked for again. `None`: not any more.
pub(super) fn again(ages: &[Period], answers: u32, asked: Timestamp) -> Option<Timestamp> {
    let mut ages: Vec<Duration> = ages.iter().map(|age| age.duration()).collect();
    ages.sort_unstable();
    let step = usize::try_from(answers).ok()?.checked_sub(1)?;
    let before = step.checked_sub(1).and_then(|at| ages.get(at)).copied().unwrap_or_default();
    ages.get(step).map(|age| later(asked, *age - before))
}

/// A moment so much later.
pub(super) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// `max-age` of a `Cache-Control` (RFC 9111, 5.2.2.1), less the `Age` that it has already.
pub(super) fn max_age(cache_control: Option<&str>, age: Option<&str>) -> Duration {
    let seconds = |text: &str| text.trim().trim_matches('"').parse::<u64>().ok();
    let directives = cache_control.unwrap_or_default().split(',').map(str::trim);
    let stated = directives
        .filter_map(|directive| directive.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("max-age"))
        .and_then(|(_, value)| seconds(value));
    let age = age.and_then(seconds).unwrap_or(0);
    Duration::from_secs(stated.unwrap_or(0).saturating_sub(age))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    // A Monday.
    const NOON: &str = "2016-09-12T12:30:00Z";

    #[test]
    fn a_feed_may_ask_for_less_and_not_for_more() {
        let due = |interval| {
            let hints = Hints { interval: Duration::from_secs(interval), ..Hints::default() };
            after_answer(Period::minutes(30), &hints, at(NOON)).to_string()
        };
        assert_eq!(due(60), "2016-09-12T13:00:00Z");
        assert_eq!(due(7_200), "2016-09-12T14:30:00Z");
        assert_eq!(due(31_536_000), "2016-09-13T12:30:00Z");
    }

    #[test]
    fn skipped_hours_and_days_pass() {
        let hints = |hours: &[u8], days: &[Weekday]| Hints {
            skip_hours: hours.to_vec(),
            skip_days: days.to_vec(),
            ..Hints::default()
        };
        let due = |hints| after_answer(Period::minutes(30), &hints, at(NOON)).to_string();
        assert_eq!(due(hints(&[13, 14], &[])), "2016-09-12T15:00:00Z");
        assert_eq!(due(hints(&[], &[Weekday::Monday])), "2016-09-13T00:00:00Z");
        let all: Vec<u8> = (0..24).collect();
        assert_eq!(due(hints(&all, &[])), "2016-09-12T13:00:00Z");
    }

    #[test]
    fn what_fails_is_asked_for_ever_more_rarely() {
        let minutes = |failures| {
            let due = after_failure(Period::minutes(30), failures, at(NOON));
            due.duration_since(at(NOON)).as_secs() / 60
        };
        assert_eq!([1, 2, 3, 12, u32::MAX].map(minutes), [60, 120, 240, 10_080, 10_080]);
        let rare = after_failure(Period::days(30), 3, at(NOON));
        assert_eq!(rare.duration_since(at(NOON)).as_hours(), 30 * 24);
    }

    #[test]
    fn a_page_dies_after_five_failures() {
        let days = |failures| {
            retry(failures, at(NOON)).map(|due| due.duration_since(at(NOON)).as_hours() / 24)
        };
        assert_eq!(
            [1, 2, 3, 4, 5, 99].map(days),
            [Some(1), Some(3), Some(7), Some(30), None, None]
        );
        assert_eq!(days(0), None);
    }

    #[test]
    fn pages_are_looked_at_again_at_their_ages() {
        let ages = [Period::days(90), Period::days(7)];
        let days = |answers| {
            let due = again(&ages, answers, at(NOON))?;
            Some(due.duration_since(at(NOON)).as_hours() / 24)
        };
        assert_eq!([0, 1, 2, 3].map(days), [None, Some(7), Some(83), None]);
        assert_eq!(again(&[], 1, at(NOON)), None);
    }

    #[test]
    fn caches_say_how_long() {
        let seconds = |control, age| max_age(control, age).as_secs();
        assert_eq!(seconds(Some("public, Max-Age=600"), Some("100")), 500);
        assert_eq!(seconds(Some("max-age=\"60\""), Some("100")), 0);
        assert_eq!(seconds(Some("no-store, max-age=x"), None), 0);
        assert_eq!(seconds(None, None), 0);
    }
}
