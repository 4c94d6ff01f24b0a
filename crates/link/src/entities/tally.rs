//! Counts over time that fade: how often something was seen before a day.
//!
//! A tally answers for any day with what was known before it, so later days
//! never change an earlier answer. Sightings count 2^(day/half-life); running
//! sums of that are kept, and an answer is one search and one division.

/// Days in which a sighting loses half of its weight: four years. Offices and
/// their holders change in such times; countries do not, and are seen daily.
const HALF_LIFE: f64 = 1461.0;

/// The day whose sightings weigh 1 in the sums: in 2013, so that sums stay small.
const ORIGIN: f64 = 16_000.0;

/// Farthest exponent; days beyond some 1,000 years count as those at it.
const FARTHEST: f64 = 250.0;

fn weight(day: i32) -> f64 {
    ((f64::from(day) - ORIGIN) / HALF_LIFE).clamp(-FARTHEST, FARTHEST).exp2()
}

/// Sightings by day.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Day, sum of weights up to its end; in order of days.
    sums: Vec<(i32, f64)>,
}

impl Tally {
    /// Adds one sighting, on no earlier day than the last one.
    pub(super) fn add(&mut self, day: i32) {
        match self.sums.last_mut() {
            Some((last, sum)) if *last >= day => *sum += weight(*last),
            Some((_, sum)) => {
                let sum = *sum + weight(day);
                self.sums.push((day, sum));
            }
            None => self.sums.push((day, weight(day))),
        }
    }

    /// Faded number of sightings before the day, as of that day.
    pub(super) fn before(&self, day: i32) -> f64 {
        match self.known(day) {
            0 => 0.0,
            n => self.sums[n - 1].1 / weight(day),
        }
    }

    /// Faded number of sightings in the last `days` before the day, as of that day.
    pub(super) fn lately(&self, day: i32, days: u16) -> f64 {
        let since = day.saturating_sub(i32::from(days));
        match (self.known(since), self.known(day)) {
            (_, 0) => 0.0,
            (0, n) => self.sums[n - 1].1 / weight(day),
            (before, n) => (self.sums[n - 1].1 - self.sums[before - 1].1) / weight(day),
        }
    }

    /// The last day before `day` with a sighting.
    pub(super) fn last_before(&self, day: i32) -> Option<i32> {
        self.known(day).checked_sub(1).map(|at| self.sums[at].0)
    }

    fn known(&self, day: i32) -> usize {
        self.sums.partition_point(|(at, _)| *at < day)
    }

    /// Entries that it holds.
    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sightings_fade_and_later_ones_are_not_seen() {
        let mut tally = Tally::default();
        for day in [10_000, 10_000, 11_461] {
            tally.add(day);
        }
        assert_eq!(tally.before(10_000), 0.0);
        assert!((tally.before(10_001) - 2.0).abs() < 0.01);
        assert!((tally.before(11_461) - 1.0).abs() < 1e-9);
        assert!((tally.before(11_462) - 2.0).abs() < 0.01);
        assert_eq!(tally.last_before(11_461), Some(10_000));
    }

    #[test]
    fn what_was_long_ago_is_not_lately() {
        let mut tally = Tally::default();
        for day in [10_000, 10_500, 10_501] {
            tally.add(day);
        }
        assert!((tally.lately(10_502, 365) - 2.0).abs() < 0.01);
        assert!(tally.lately(10_366, 365).abs() < 1e-9);
        assert!((tally.lately(10_001, 365) - 1.0).abs() < 0.01);
        assert_eq!(tally.lately(9_000, 365), 0.0);
    }

    #[test]
    fn far_days_stay_finite() {
        let mut tally = Tally::default();
        tally.add(i32::MIN);
        tally.add(i32::MAX);
        assert!(tally.before(0).is_finite() && tally.before(i32::MAX).is_finite());
    }
}
