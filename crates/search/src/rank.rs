//! What makes one result better than another, besides its words.

use crate::Score;
use std::sync::LazyLock;

/// How much a new event counts more than one long past, and after how many days
/// that is halved. An archive is read for what happened then as well as for what is
/// new, so age decides among results that match about equally, and no more.
const RECENCY: f64 = 0.35;
const HALF_LIFE: f64 = 730.0;
/// How much the logarithm of the number of sources counts.
const SOURCES: f64 = 0.12;
/// More sources than this say nothing more.
const MOST_SOURCES: u32 = 20;
/// Ages up to this, in days (22 years), are reckoned once and looked up.
const USUAL_AGE: i32 = 8_191;

/// What each usual age and each number of sources counts.
static RECENCIES: LazyLock<Vec<f64>> = LazyLock::new(|| (0..=USUAL_AGE).map(recency).collect());
static BY_SOURCES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let counts = |n| round(1.0 + SOURCES * f64::from(n).ln_1p());
    (0..=MOST_SOURCES).map(counts).collect()
});

/// The score of an event by how well its text matches, its age in days (0 for the
/// newest day and what lies ahead), and how many pages report it.
pub(crate) fn score(text: f32, age: i32, sources: u32) -> Score {
    let age = age.max(0);
    let usual = RECENCIES.get(age as usize);
    let recency = usual.copied().unwrap_or_else(|| recency(age));
    let sources = BY_SOURCES[sources.min(MOST_SOURCES) as usize];
    // Sums of floating point differ in their last digits with the order of adding.
    let text = round(f64::from(text));
    Score { total: round(text * recency * sources), text, recency, sources }
}

fn recency(age: i32) -> f64 {
    round(1.0 + RECENCY * (-f64::from(age) / HALF_LIFE).exp2())
}

fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_halves_what_newness_counts_and_sources_count_less_and_less() {
        let of = |age, sources| score(10.0, age, sources);
        assert_eq!(
            (of(0, 0).recency, of(730, 0).recency, of(1_460, 0).recency),
            (1.35, 1.175, 1.088)
        );
        assert_eq!(of(-5, 0), of(0, 0), "what lies ahead is new");
        // Beyond what is looked up, it goes on as before.
        let near: Vec<f64> = (USUAL_AGE - 1..USUAL_AGE + 3).map(|age| of(age, 0).recency).collect();
        assert!(near.iter().all(|r| (r - near[0]).abs() < 0.002), "{near:?}");
        assert_eq!(of(i32::MAX, 0).recency, 1.0);
        assert_eq!((of(0, 1).sources, of(0, 20).sources), (1.083, 1.365));
        assert_eq!(of(0, u32::MAX), of(0, 20));
        assert_eq!(of(0, 0).total, 13.5);
    }
}
