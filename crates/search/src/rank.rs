//! What makes one result better than another, besides its words.

use crate::Score;

/// How much a new event counts more than one long past, and after how many days
/// that is halved. An archive is read for what happened then as well as for what is
/// new, so age decides among results that match about equally, and no more.
const RECENCY: f64 = 0.35;
const HALF_LIFE: f64 = 730.0;
/// How much the logarithm of the number of sources counts.
const SOURCES: f64 = 0.12;
/// More sources than this say nothing more.
const MOST_SOURCES: u32 = 20;

/// The score of an event by how well its text matches, its age in days (0 for the
/// newest day and what lies ahead), and how many pages report it.
pub(crate) fn score(text: f32, age: i32, sources: u32) -> Score {
    let recency = 1.0 + RECENCY * (-f64::from(age.max(0)) / HALF_LIFE).exp2();
    let sources = 1.0 + SOURCES * f64::from(sources.min(MOST_SOURCES)).ln_1p();
    // Sums of floating point differ in their last digits with the order of adding.
    let text = round(f64::from(text));
    let (recency, sources) = (round(recency), round(sources));
    Score { total: round(text * recency * sources), text, recency, sources }
}

fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}
