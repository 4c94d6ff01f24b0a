//! What was done to a derived report: the kinds' model over what differs from
//! the origin.

use super::align::Pair;
use super::direction::Read;
use super::features::{Cover, Features};
use super::{Kind, Weights};

/// The kinds that the model tells apart; merged reports are found by their two origins.
pub const KINDS: [Kind; 4] = [Kind::Copy, Kind::Wire, Kind::Excerpt, Kind::Spun];

/// How many features there are, the constant included.
pub const KIND_FEATURES: usize = 9;

/// Their names, in their order.
pub const KIND_NAMES: [&str; KIND_FEATURES] = [
    "constant",
    "share of the origin that is in it",
    "under half of the origin is in it",
    "share of it that is in the origin",
    "words changed in aligned sentences",
    "single words put for single words, by hundred words",
    "an agency's credit",
    "marks of a spun copy",
    "the end of the origin is missing",
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
    let (mut single, mut words) = (0, 0);
    for pair in pairs {
        let (len_a, len_b) = (a.digest.of(pair.a).len(), b.digest.of(pair.b).len());
        words += len_b;
        single += pair
            .diff
            .gaps(len_a, len_b)
            .iter()
            .filter(|(gap_a, gap_b)| gap_a.len() == gap_b.len() && gap_a.len() <= 2)
            .count();
    }
    let credit = !b.credits.is_empty() || b.report.agency.is_some();
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
    ]
}

/// The likeliest kind.
pub(super) fn decide(features: &KindFeatures, weights: &Weights) -> Kind {
    let score =
        |kind: usize| -> f32 { weights.kinds[kind].iter().zip(features).map(|(w, f)| w * f).sum() };
    let best = (0..KINDS.len()).max_by(|x, y| score(*x).total_cmp(&score(*y)).then(y.cmp(x)));
    KINDS[best.unwrap_or(0)]
}
