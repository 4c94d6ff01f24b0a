//! A pair of reports, measured: derived or not, of what kind, in which direction.

use super::align::{Pair, align};
use super::credits::{Credit, credits};
use super::direction::{self, Direction, Frequencies, Read};
use super::features::{self, FEATURES, Features};
use super::kind::{self, KindFeatures};
use super::text::Digest;
use super::{Reason, Report, Weights};
use rayon::prelude::*;

/// What is measured in a pair of reports; what the models are trained on.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Whether one is derived from the other.
    pub pair: Features,
    /// Signs that the second comes from the first.
    pub direction: Direction,
    /// What was done to the second, if it comes from the first.
    pub kind: KindFeatures,
}

impl Measured {
    /// Log-odds that one is derived from the other.
    pub fn score(&self, weights: &Weights) -> f32 {
        score(&self.pair, weights)
    }
}

/// Measures pairs of reports; all reports say which words are rare.
pub fn measure(reports: &[Report<'_>], pairs: &[(usize, usize)]) -> Vec<Measured> {
    let digests: Vec<Digest> = reports.par_iter().map(|r| Digest::new(r.text)).collect();
    let credits: Vec<Vec<Credit>> = reports.iter().map(|r| credits(r.text)).collect();
    let mut words = Frequencies::default();
    digests.iter().for_each(|digest| words.add(digest));
    let read = |i: usize| Read { report: &reports[i], digest: &digests[i], credits: &credits[i] };
    let one = |&(a, b): &(usize, usize)| {
        let (a, b) = (read(a), read(b));
        let aligned = align(a.digest, b.digest);
        let pair = features::features(a.digest, b.digest, &aligned);
        Measured {
            pair,
            direction: direction::signs(&a, &b, &aligned, &words),
            kind: kind::features(&a, &b, &aligned, &pair),
        }
    };
    pairs.par_iter().map(one).collect()
}

/// Two aligned sentences, without their words: pairs are many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aligned {
    pub a: u32,
    pub b: u32,
    /// Words kept in their order.
    pub kept: u32,
}

impl Aligned {
    fn new(pair: &Pair) -> Aligned {
        Aligned { a: pair.a as u32, b: pair.b as u32, kept: pair.diff.kept.len() as u32 }
    }
}

/// A pair that was aligned and found derived.
#[derive(Debug, Clone)]
pub(super) struct Derived {
    pub aligned: Vec<Aligned>,
    pub features: Features,
    pub score: f32,
    /// Log-odds that the second comes from the first.
    pub direction: f32,
}

/// Aligns and measures two reports; `None` where they are independent.
pub(super) fn derived(
    a: &Read<'_>,
    b: &Read<'_>,
    words: &Frequencies,
    weights: &Weights,
) -> Option<Derived> {
    let pairs = align(a.digest, b.digest);
    if pairs.is_empty() {
        return None;
    }
    let features = features::features(a.digest, b.digest, &pairs);
    let score = score(&features, weights);
    (score > 0.0).then(|| {
        let signs = direction::signs(a, b, &pairs, words);
        let direction = direction::log_odds(a.report, b.report, &signs, weights);
        let aligned = pairs.iter().map(Aligned::new).collect();
        Derived { aligned, features, score, direction }
    })
}

/// Log-odds of derived.
fn score(features: &Features, weights: &Weights) -> f32 {
    weights.constant + features.iter().zip(weights.derived).map(|(f, w)| f * w).sum::<f32>()
}

/// The terms of a score that add to it, greatest first.
pub(super) fn reasons(values: &Features, weights: &Weights) -> Vec<Reason> {
    let mut out: Vec<Reason> = (0..FEATURES)
        .map(|i| Reason {
            name: features::NAMES[i],
            value: values[i],
            score: values[i] * weights.derived[i],
        })
        .filter(|reason| reason.score != 0.0)
        .collect();
    out.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.name.cmp(y.name)));
    out
}
