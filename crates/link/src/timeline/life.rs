//! A story's events over time: a count for each week, or for longer stretches
//! where the story is long, so that the counts are few and none is left out.

use super::Told;
use annals_model::{Date, date};

/// A life has at most so many counts; more are no picture any more.
pub(crate) const MOST: usize = 120;

/// How long a stretch of time each count stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Seven days from a Monday on.
    Week,
    /// A month of the calendar.
    Month,
    /// A year.
    Year,
    /// Ten years, the first divisible by ten.
    Decade,
    /// A hundred years, the first divisible by a hundred.
    Century,
}

impl Step {
    /// From the shortest to the longest.
    pub const ALL: [Step; 5] = [Step::Week, Step::Month, Step::Year, Step::Decade, Step::Century];

    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Step::Week => "week",
            Step::Month => "month",
            Step::Year => "year",
            Step::Decade => "decade",
            Step::Century => "century",
        }
    }

    /// The number of the stretch that a day lies in, counted from some fixed day.
    fn number(self, day: i32) -> i32 {
        match self {
            // 1 January 1970 was a Thursday.
            Step::Week => day.saturating_add(3).div_euclid(7),
            Step::Month => {
                let date = calendar(day);
                i32::from(date.year()) * 12 + i32::from(date.month()) - 1
            }
            Step::Year => i32::from(calendar(day).year()),
            Step::Decade => i32::from(calendar(day).year()).div_euclid(10),
            Step::Century => i32::from(calendar(day).year()).div_euclid(100),
        }
    }

    /// The first day of a stretch by its number.
    fn begin(self, number: i32) -> i32 {
        let of_year = |year: i32, month: i32| {
            let year = i16::try_from(year).unwrap_or(i16::MAX).clamp(-9_999, 9_999);
            Date::new(year, month as i8, 1).map_or(0, day_number)
        };
        match self {
            Step::Week => number.saturating_mul(7).saturating_sub(3),
            Step::Month => of_year(number.div_euclid(12), number.rem_euclid(12) + 1),
            Step::Year => of_year(number, 1),
            Step::Decade => of_year(number.saturating_mul(10), 1),
            Step::Century => of_year(number.saturating_mul(100), 1),
        }
    }
}

/// Events over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// What each count stands for.
    pub step: Step,
    /// The first day of each stretch, in days since 1 January 1970.
    pub begins: Vec<i32>,
    /// How many events each stretch has, zeros among them; the first and the last are above zero.
    pub counts: Vec<u32>,
}

impl Life {
    /// Counts events, which stand in the order of their days.
    pub(super) fn of(events: &[Told<'_>]) -> Life {
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return Life { step: Step::Week, begins: Vec::new(), counts: Vec::new() };
        };
        let fits = |step: &&Step| {
            let stretches =
                i64::from(step.number(last.day)) - i64::from(step.number(first.day)) + 1;
            usize::try_from(stretches).is_ok_and(|n| n <= MOST)
        };
        let step = *Step::ALL.iter().find(fits).unwrap_or(&Step::Century);
        let from = step.number(first.day);
        let to = step.number(last.day).max(from);
        let length = usize::try_from(to - from).unwrap_or(0).min(MOST * 2) + 1;
        let mut counts = vec![0u32; length];
        for event in events {
            let at =
                usize::try_from(i64::from(step.number(event.day)) - i64::from(from)).unwrap_or(0);
            counts[at.min(length - 1)] += 1;
        }
        Life { step, begins: (from..=to).take(length).map(|n| step.begin(n)).collect(), counts }
    }
}

const EPOCH: Date = date(1970, 1, 1);

/// The calendar's date of a day; days beyond the calendar are its ends.
fn calendar(day: i32) -> Date {
    let span = annals_model::Span::new().try_days(day);
    let end = if day < 0 { Date::MIN } else { Date::MAX };
    span.ok().and_then(|span| EPOCH.checked_add(span).ok()).unwrap_or(end)
}

fn day_number(day: Date) -> i32 {
    day.since(EPOCH).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(days: &[i32]) -> Life {
        let told = |day: &i32| Told {
            day: *day,
            text: "",
            lang: "en",
            sources: 0,
            referred: 0,
            names: &[],
        };
        Life::of(&days.iter().map(told).collect::<Vec<_>>())
    }

    #[test]
    fn weeks_begin_on_mondays_and_empty_ones_count() {
        // 26 September 2016 was a Monday.
        let monday = day_number(date(2016, 9, 26));
        let life = life(&[monday - 1, monday, monday + 6, monday + 14]);
        assert_eq!(life.counts, [1, 2, 0, 1]);
        assert_eq!(life.begins, [monday - 7, monday, monday + 7, monday + 14]);
    }

    #[test]
    fn long_stories_are_counted_by_longer_stretches() {
        let day = |year| day_number(date(year, 5, 17));
        assert_eq!(life(&[day(2016), day(2018)]).step, Step::Week);
        let months = life(&[day(2010), day(2018)]);
        assert_eq!((months.step, months.counts.len()), (Step::Month, 97));
        assert_eq!(months.begins[0], day_number(date(2010, 5, 1)));
        assert_eq!(life(&[day(1914), day(2018)]).step, Step::Year);
        assert_eq!(life(&[day(1066), day(2018)]).step, Step::Decade);
        let centuries = life(&[day(1), day(2018)]);
        assert_eq!((centuries.step, centuries.counts.len()), (Step::Century, 21));
        assert_eq!(life(&[]).counts.len(), 0);
        assert!(life(&[i32::MIN, 0, i32::MAX]).counts.len() <= 2 * MOST + 1);
    }
}
