//! Which of two reports was made from the other.
//!
//! The times decide where they are known and differ. Elsewhere these do, each
//! weakly: the one that has more of the other is the whole; replaced words are
//! rarer than what they were put for; marks of a spun copy; a credit to the
//! other's publisher.

use super::align::{Pair, halves};
use super::features::Cover;
use super::text::{Class, Digest};
use super::{Report, Weights, credits};
use std::collections::{BTreeSet, HashMap};

/// Log-odds that the earlier one is the origin. A clock may be wrong, but no
/// other sign is as good.
const TIME: f32 = 8.0;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Share of a text that editors leave out within it.
const LEFT_OUT: f32 = 0.12;

/// How many signs there are.
const SIGNS: usize = 7;

/// Their names, in their order.
pub const DIRECTION_NAMES: [&str; SIGNS] = [
    "the other has more that this one lacks",
    "replaced words are rarer",
    "marks of a spun copy",
    "credits the other's publisher",
    "has an agency's credit that the other lacks",
    "short lines about the text",
    "other matter stands between what the other has together",
];

/// Signs that the second report comes from the first: positive for, negative
/// against; exchanging the reports changes the signs.
pub type Direction = [f32; SIGNS];

/// How many reports have a word.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    with: HashMap<u64, u32>,
}

impl Frequencies {
    pub(super) fn add(&mut self, digest: &Digest) {
        let mut keys: Vec<u64> = digest.words.iter().map(|w| w.key).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *self.with.entry(key).or_default() += 1;
        }
    }

    fn of(&self, key: u64) -> f32 {
        self.with.get(&key).copied().unwrap_or(0) as f32
    }
}

/// A report with what was read from it.
pub(super) struct Read<'r> {
    pub report: &'r Report<'r>,
    pub digest: &'r Digest,
    pub credits: &'r [credits::Credit],
}

/// The signs for "`b` comes from `a`".
pub(super) fn signs(a: &Read<'_>, b: &Read<'_>, pairs: &[Pair], words: &Frequencies) -> Direction {
    let cover = Cover::new(a.digest, b.digest, pairs);
    let credits_publisher = |of: &[credits::Credit], other: &Report<'_>| {
        let other = other.publisher.and_then(credits::agency);
        f32::from(u8::from(other.is_some_and(|o| of.iter().any(|c| c.agency == o))))
    };
    let lacking = |mine: &[credits::Credit], theirs: &[credits::Credit]| {
        f32::from(u8::from(!mine.is_empty() && theirs.is_empty()))
    };
    let marks = |report: &Report<'_>| (report.spun_marks.min(4)) as f32 / 4.0;
    [
        cover.b - cover.a,
        rarer(a.digest, b.digest, pairs, words),
        marks(b.report) - marks(a.report),
        credits_publisher(b.credits, a.report) - credits_publisher(a.credits, b.report),
        lacking(b.credits, a.credits) - lacking(a.credits, b.credits),
        frame_lines(b.digest, pairs.iter().map(|p| p.b))
            - frame_lines(a.digest, pairs.iter().map(|p| p.a)),
        interrupted(b.digest, pairs.iter().map(|p| p.b))
            - interrupted(a.digest, pairs.iter().map(|p| p.a)),
    ]
}

/// Log-odds that `b` comes from `a`.
pub(super) fn log_odds(
    a: &Report<'_>,
    b: &Report<'_>,
    signs: &Direction,
    weights: &Weights,
) -> f32 {
    let of_signs: f32 = signs.iter().zip(weights.direction).map(|(s, w)| s * w).sum();
    match earlier(a, b) {
        Some(true) => TIME,
        Some(false) => -TIME,
        None => of_signs.clamp(-TIME / 2.0, TIME / 2.0),
    }
}

/// Whether `a` is known to be earlier than `b`.
fn earlier(a: &Report<'_>, b: &Report<'_>) -> Option<bool> {
    let (at_a, at_b) = (a.published?, b.published?);
    let day_only = at_a.rem_euclid(DAY) == 0 || at_b.rem_euclid(DAY) == 0;
    let (at_a, at_b) =
        if day_only { (at_a.div_euclid(DAY), at_b.div_euclid(DAY)) } else { (at_a, at_b) };
    (at_a != at_b).then_some(at_a < at_b)
}

/// Mean logarithm of how much commoner the words of `a` are than what `b` has for them.
fn rarer(a: &Digest, b: &Digest, pairs: &[Pair], words: &Frequencies) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for pair in pairs {
        let (words_a, words_b) = (a.of(pair.a), b.of(pair.b));
        for (gap_a, gap_b) in pair.diff.gaps(words_a.len(), words_b.len()) {
            if gap_a.len() != gap_b.len() || gap_a.len() > 2 {
                continue;
            }
            for (x, y) in words_a[gap_a].iter().zip(&words_b[gap_b]) {
                if x.class == Class::Plain && y.class == Class::Plain {
                    sum += (1.0 + words.of(x.key)).ln() - (1.0 + words.of(y.key)).ln();
                    count += 1.0;
                }
            }
        }
    }
    // A few words may be accidents.
    sum / (count + 3.0)
}

/// Share of foreign words between the first and the last aligned sentence, as
/// far as it is more than editors leave out: text merged of two reports has
/// much, an excerpt none.
fn interrupted(digest: &Digest, aligned: impl Iterator<Item = usize>) -> f32 {
    let aligned: BTreeSet<usize> = aligned.collect();
    let (Some(first), Some(last)) = (aligned.first(), aligned.last()) else { return 0.0 };
    let (mut foreign, mut all) = (0, 0);
    for sentence in *first..=*last {
        let words = digest.of(sentence).len();
        all += words;
        foreign += if aligned.contains(&sentence) { 0 } else { words };
    }
    (foreign as f32 / all.max(1) as f32 - LEFT_OUT).max(0.0)
}

/// Lines that nothing in the other report is like and that are short: "Read
/// more", "Share this". At most 4, as a share of that.
fn frame_lines(digest: &Digest, aligned: impl Iterator<Item = usize>) -> f32 {
    let aligned: BTreeSet<usize> = aligned.collect();
    let short = |s: &usize| !aligned.contains(s) && halves(digest.of(*s)) <= 16;
    (0..digest.sentences.len()).filter(short).count().min(4) as f32 / 4.0
}
