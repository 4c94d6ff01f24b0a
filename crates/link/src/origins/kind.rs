//! What was done to a derived report: the kinds' model over what differs from
//! the origin.

use super::align::Pair;
use super::direction::Read;
use super::features::{Cover, Features};
use super::{Kind, Weights, credits};
use std::collections::BTreeSet;

/// The kinds that the model tells apart; merged reports are found by their two origins.
pub const KINDS: [Kind; 4] = [Kind::Copy, Kind::Wire, Kind::Excerpt, Kind::Spun];

/// How many features there are, the constant included.
pub const KIND_FEATURES: usize = 12;

/// Their names, in their order.
pub const KIND_NAMES: [&str; KIND_FEATURES] = [
    "constant",
    "share of the origin that is in it",
    "under half of the origin is in it",
    "share of it that is in the origin",
    "words changed in aligned sentences",
    "single words put for single words, by hundred words",
    "an agency's credit that the origin lacks",
    "marks of a spun copy",
    "the end of the origin is missing",
    "hardly a word changed",
    "sentences of the origin left out between others",
    "words changed in every sentence",
];

/// Features of a derived report beside its origin.
pub type KindFeatures = [f32; KIND_FEATURES];

/// Features of `b`, derived from `a`.
pub(super) fn features(
    a: &Read<'_>,
    b: &Read<'_>,
    pairs: &[Pair],
    pair: &Features,
) -> KindFeatures {
    let cover = Cover::new(a.digest, b.digest, pairs);
    let (mut single, mut words, mut touched) = (0, 0, 0);
    for pair in pairs {
        let (len_a, len_b) = (a.digest.of(pair.a).len(), b.digest.of(pair.b).len());
        words += len_b;
        touched += usize::from(pair.diff.kept.len() < len_b.max(len_a));
        single += pair
            .diff
            .gaps(len_a, len_b)
            .iter()
            .filter(|(gap_a, gap_b)| gap_a.len() == gap_b.len() && gap_a.len() <= 2)
            .count();
    }
    let lacks = |agency: &str| a.credits.iter().all(|c| c.agency != agency);
    let named = b.report.agency.and_then(credits::agency);
    let credit = b.credits.iter().map(|c| c.agency).chain(named).any(lacks);
    let last = pairs.iter().map(|p| p.a + 1).max().unwrap_or(0) as f32;
    let missing = 1.0 - last / a.digest.sentences.len().max(1) as f32;
    [
        1.0,
        cover.a,
        (2.0 * (0.5 - cover.a)).max(0.0),
        cover.b,
        1.0 - pair[2],
        (10.0 * single as f32 / words.max(1) as f32).min(1.0),
        f32::from(u8::from(credit)),
        b.report.spun_marks.min(4) as f32 / 4.0,
        missing,
        (1.0 - 12.0 * (1.0 - pair[2])).max(0.0),
        left_out(a, pairs),
        touched as f32 / pairs.len().max(1) as f32,
    ]
}

/// Share of sentences of `a` without a partner between those that have one.
fn left_out(a: &Read<'_>, pairs: &[Pair]) -> f32 {
    let aligned: BTreeSet<usize> = pairs.iter().map(|p| p.a).collect();
    let (Some(first), Some(last)) = (aligned.first(), aligned.last()) else { return 0.0 };
    let long = |s: &usize| a.digest.of(*s).len() >= 5;
    let within = (*first..=*last).filter(long).count();
    let without = (*first..=*last).filter(long).filter(|s| !aligned.contains(s)).count();
    without as f32 / within.max(1) as f32
}

/// The likeliest kind.
pub(super) fn decide(features: &KindFeatures, weights: &Weights) -> Kind {
    let score =
        |kind: usize| -> f32 { weights.kinds[kind].iter().zip(features).map(|(w, f)| w * f).sum() };
    let best = (0..KINDS.len()).max_by(|x, y| score(*x).total_cmp(&score(*y)).then(y.cmp(x)));
    KINDS[best.unwrap_or(0)]
}
