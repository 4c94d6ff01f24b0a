//! Results over time: buckets whose length follows from the span.

use crate::columns::{day_number, day_of};
use crate::{Bucket, Histogram, Step};
use annals_model::{Date, Span};

/// The most buckets of a length.
const MOST: i32 = 60;

/// Counts days into buckets; `None` where there are none.
pub(crate) fn histogram(days: &[i32]) -> Option<Histogram> {
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    let span = last - first + 1;
    let (from, to) = (day_of(first), day_of(last));
    let months = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
    let step = if span <= MOST {
        Step::Day
    } else if span <= 7 * MOST {
        Step::Week
    } else if months(to) - months(from) < MOST {
        Step::Month
    } else {
        let years = i32::from(to.year()) - i32::from(from.year()) + 1;
        let lengths = [1u16, 2, 5, 10, 20, 50, 100, 200];
        let fits = lengths.into_iter().find(|n| years <= MOST * i32::from(*n));
        Step::Years(fits.unwrap_or(500))
    };
    let mut starts = vec![begin(step, from)];
    while let Some(next) = starts.last().and_then(|start| after(step, *start)) {
        if next > to || starts.len() > 2 * MOST as usize {
            break;
        }
        starts.push(next);
    }
    let numbers: Vec<i32> = starts.iter().map(|d| day_number(*d)).collect();
    let mut counts = vec![0u64; starts.len()];
    for day in days {
        let at = numbers.partition_point(|start| start <= day);
        counts[at.saturating_sub(1)] += 1;
    }
    let end = |at: usize| {
        let next = starts.get(at + 1).copied().or_else(|| after(step, starts[at]));
        next.and_then(|d| d.yesterday().ok()).unwrap_or(Date::MAX)
    };
    let buckets = (0..starts.len())
        .map(|at| Bucket { from: starts[at], to: end(at), count: counts[at] })
        .collect();
    Some(Histogram { step, buckets })
}

/// The first day of the bucket that a day falls into.
fn begin(step: Step, day: Date) -> Date {
    match step {
        Step::Day => day,
        Step::Week => {
            let back = day.weekday().to_monday_zero_offset();
            day.checked_sub(Span::new().days(back)).unwrap_or(day)
        }
        Step::Month => day.first_of_month(),
        Step::Years(n) => {
            let n = i16::try_from(n).unwrap_or(1);
            let year = day.year().div_euclid(n) * n;
            Date::new(year.max(1), 1, 1).unwrap_or(day)
        }
    }
}

fn after(step: Step, start: Date) -> Option<Date> {
    let span = match step {
        Step::Day => Span::new().days(1),
        Step::Week => Span::new().days(7),
        Step::Month => Span::new().months(1),
        // The first bucket may begin in the year 1 instead of 0.
        Step::Years(n) => {
            let n = i16::try_from(n).ok()?;
            return Date::new((start.year().div_euclid(n) + 1).checked_mul(n)?, 1, 1).ok();
        }
    };
    start.checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::date;
    use proptest::prelude::*;

    fn of(days: &[Date]) -> String {
        let numbers: Vec<i32> = days.iter().map(|d| day_number(*d)).collect();
        let h = histogram(&numbers).unwrap();
        let (first, last) = (h.buckets[0], h.buckets[h.buckets.len() - 1]);
        format!("{} {} {}..{}", h.step.name(), h.buckets.len(), first.from, last.to)
    }

    #[test]
    fn the_span_decides_the_step() {
        let d = date;
        assert_eq!(of(&[d(2016, 9, 12)]), "day 1 2016-09-12..2016-09-12");
        assert_eq!(of(&[d(2016, 9, 12), d(2016, 12, 31)]), "week 16 2016-09-12..2017-01-01");
        assert_eq!(of(&[d(2013, 2, 3), d(2016, 9, 12)]), "month 44 2013-02-01..2016-09-30");
        assert_eq!(of(&[d(2002, 2, 3), d(2018, 9, 12)]), "year 17 2002-01-01..2018-12-31");
        assert_eq!(of(&[d(1, 1, 1), d(2018, 9, 12)]), "50 years 41 0001-01-01..2049-12-31");
    }

    proptest! {
        #[test]
        fn every_day_is_counted_once(days in prop::collection::vec(-700_000i32..2_900_000, 1..50)) {
            let h = histogram(&days).unwrap();
            prop_assert_eq!(h.buckets.iter().map(|b| b.count).sum::<u64>(), days.len() as u64);
            prop_assert!(h.buckets.len() <= 62);
            for pair in h.buckets.windows(2) {
                prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
            }
        }
    }
}
