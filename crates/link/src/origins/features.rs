//! What tells a derived report from an independent one of the same event.
//!
//! Both share names, numbers and quotations. Only a derived one has them in the
//! same order and at the same density, in sentences of the same length that
//! follow each other as in the other text, with the same small words between
//! them and single words put for single words.

use super::align::{Pair, halves};
use super::index::runs;
use super::text::{Class, Digest};
use std::collections::BTreeSet;

/// Words without a break, outside quotations, that count as taken over. Fewer
/// than this come about by themselves ("in the early hours of the morning").
const RUN: usize = 7;

/// The features' names, in their order.
pub const NAMES: [&str; FEATURES] = [
    "aligned share of the more covered report",
    "aligned share of the less covered report",
    "words kept in their order in aligned sentences",
    "share of the shorter report taken over in runs of seven words",
    "words taken over in runs of seven",
    "names and numbers kept in their order",
    "aligned sentences that follow each other in both",
    "equal lengths of aligned sentences",
    "single words put for single words",
    "small words kept",
    "aligned words",
    "runs of three words in both",
    "quotations in both",
];

/// How many there are.
pub const FEATURES: usize = 13;

/// Features of a pair of reports, each 0 to about 1, for which more is always
/// more likely derived.
pub type Features = [f32; FEATURES];

/// Shares of each report that are aligned, in words.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cover {
    pub a: f32,
    pub b: f32,
}

impl Cover {
    pub(super) fn new(a: &Digest, b: &Digest, pairs: &[Pair]) -> Cover {
        let of = |digest: &Digest, sentences: &BTreeSet<usize>| {
            let aligned: usize = sentences.iter().map(|s| digest.of(*s).len()).sum();
            aligned as f32 / digest.words.len().max(1) as f32
        };
        Cover {
            a: of(a, &pairs.iter().map(|p| p.a).collect()),
            b: of(b, &pairs.iter().map(|p| p.b).collect()),
        }
    }
}

/// Measures a pair of reports over its aligned sentences.
pub(super) fn features(a: &Digest, b: &Digest, pairs: &[Pair]) -> Features {
    let mut sum = Sums::default();
    for pair in pairs {
        sum.add(a, b, pair);
    }
    let follow = pairs.windows(2).filter(|p| p[1].b == p[0].b + 1 && p[1].a == p[0].a + 1).count();
    let cover = Cover::new(a, b, pairs);
    let share = |part: f32, whole: f32| if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 };
    // Of one or two aligned sentences nothing can follow.
    let shorter = a.words.len().min(b.words.len()) as f32;
    let amount = |words: f32| (1.0 + words / 10.0).ln() / 4.0;
    let (mut of_a, mut of_b) = (runs(a), runs(b));
    let trigrams = contained(&mut of_a, &mut of_b);
    let (mut quotes_a, mut quotes_b) = (a.quotes.clone(), b.quotes.clone());
    [
        cover.a.max(cover.b),
        cover.a.min(cover.b),
        share(2.0 * sum.kept, sum.words),
        share(sum.run_words, shorter),
        amount(sum.run_words),
        share(sum.kept_anchors, sum.anchors),
        share(follow as f32, pairs.len().saturating_sub(1).max(2) as f32),
        share(sum.length, sum.weight),
        share(sum.single, sum.gaps.max(3.0)),
        share(sum.kept_frame, sum.frame),
        amount(sum.words / 2.0),
        trigrams,
        contained(&mut quotes_a, &mut quotes_b),
    ]
}

/// Sums over aligned sentences.
#[derive(Default)]
struct Sums {
    words: f32,
    kept: f32,
    run_words: f32,
    anchors: f32,
    kept_anchors: f32,
    frame: f32,
    kept_frame: f32,
    gaps: f32,
    single: f32,
    length: f32,
    weight: f32,
}

impl Sums {
    fn add(&mut self, a: &Digest, b: &Digest, pair: &Pair) {
        let (words_a, words_b) = (a.of(pair.a), b.of(pair.b));
        let (len_a, len_b) = (words_a.len() as f32, words_b.len() as f32);
        self.words += len_a + len_b;
        self.kept += pair.diff.kept.len() as f32;
        let count = |class: fn(Class) -> bool| {
            let of_a = words_a.iter().filter(|w| class(w.class)).count();
            let of_b = words_b.iter().filter(|w| class(w.class)).count();
            let kept = pair.diff.kept.iter().filter(|(i, _)| class(words_a[*i].class)).count();
            (of_a.max(of_b) as f32, kept as f32)
        };
        let (anchors, kept_anchors) = count(Class::is_anchor);
        let (frame, kept_frame) = count(|c| c == Class::Frame);
        self.anchors += anchors;
        self.kept_anchors += kept_anchors;
        self.frame += frame;
        self.kept_frame += kept_frame;
        for (start, _, len) in pair.diff.runs() {
            let run = &words_a[start..start + len];
            if halves(run) >= 2 * RUN {
                self.run_words += run.iter().filter(|w| !w.quoted).count() as f32;
            }
        }
        let gaps = pair.diff.gaps(words_a.len(), words_b.len());
        self.gaps += gaps.len() as f32;
        let single = |g: &&(std::ops::Range<usize>, std::ops::Range<usize>)| {
            g.0.len() == g.1.len() && g.0.len() <= 2
        };
        self.single += gaps.iter().filter(single).count() as f32;
        self.length += len_a.min(len_b);
        self.weight += len_a.max(len_b);
    }
}

/// Share of the smaller set that is in the other.
fn contained(a: &mut Vec<u64>, b: &mut Vec<u64>) -> f32 {
    for list in [&mut *a, &mut *b] {
        list.sort_unstable();
        list.dedup();
    }
    let smaller = a.len().min(b.len());
    let both = a.iter().filter(|key| b.binary_search(key).is_ok()).count();
    if smaller == 0 { 0.0 } else { both as f32 / smaller as f32 }
}
