//! Trains the three models on made copies, by plain gradient descent: few
//! features, few thousand pairs, the same figures on every machine.

use super::copies::Made;
use super::score::{Truth, pairs_asked};
use annals_link::origins::{
    DIRECTION_NAMES, FEATURES, KIND_FEATURES, KIND_NAMES, KINDS, Kind, Weights, measure,
};

/// Rounds over all pairs.
const ROUNDS: usize = 6_000;
/// Step of a round.
const STEP: f64 = 0.8;
/// Weight of the squares of the weights, so that none grows without need.
const SQUARES: f64 = 3e-4;

/// Weights learned from sets of reports, of which some were made of others.
pub(super) fn train(sets: &[Vec<Made>]) -> Weights {
    let (mut of_pairs, mut of_steps, mut of_kinds) = (Vec::new(), Vec::new(), Vec::new());
    for made in sets {
        let reports = super::reports(made);
        let truth = Truth::new(made);
        let pairs = pairs_asked(&reports);
        let label = |(a, b): (usize, usize)| f64::from(u8::from(truth.related(a, b)));
        let measured = measure(&reports, &pairs);
        of_pairs.extend(pairs.iter().zip(&measured).map(|(p, m)| (wide(&m.pair), label(*p))));

        // Direct steps only: of two versions of one text neither is the origin.
        let parts = made.iter().enumerate().filter_map(|(i, m)| m.made.map(|made| (i, made)));
        let steps: Vec<(usize, usize, Kind)> = parts
            .flat_map(|(i, (kind, from, second))| {
                [Some((from, i, kind)), second.map(|s| (s, i, kind))]
            })
            .flatten()
            .collect();
        let asked: Vec<(usize, usize)> = steps.iter().map(|(from, i, _)| (*from, *i)).collect();
        for (measured, (_, _, kind)) in measure(&reports, &asked).iter().zip(&steps) {
            // Both ways round, so that the signs' sum has no constant.
            let signs = wide(&measured.direction);
            of_steps.push((signs.iter().map(|s| -s).collect(), 0.0));
            of_steps.push((signs, 1.0));
            of_kinds.extend(place(*kind).map(|kind| (wide(&measured.kind), kind)));
        }
    }
    let derived = of_pairs.iter().filter(|(_, y)| *y > 0.5).count();
    println!("learned from {} pairs, {derived} of them derived", of_pairs.len());
    let (constant, of_pair) = logistic(&of_pairs, true, true);
    let (_, of_direction) = logistic(&of_steps, false, true);
    let kinds = softmax(&of_kinds);

    let mut weights = Weights { constant: round(constant), ..Weights::default() };
    (0..FEATURES).for_each(|i| weights.derived[i] = round(of_pair[i]));
    // What concerns marks of spun copies is set by hand: see the weights' source.
    let learned = |name: &str| !name.contains("marks");
    for i in (0..DIRECTION_NAMES.len()).filter(|i| learned(DIRECTION_NAMES[*i])) {
        weights.direction[i] = round(of_direction[i]);
    }
    for (found, kind) in weights.kinds.iter_mut().zip(&kinds) {
        for i in (0..KIND_FEATURES).filter(|i| learned(KIND_NAMES[*i])) {
            found[i] = round(kind[i]);
        }
    }
    weights
}

/// The weights as they stand in the source.
pub(super) fn source(weights: &Weights) -> String {
    let kinds: String = weights.kinds.iter().map(|kind| format!("    {kind:?},\n")).collect();
    format!(
        "constant: {:?},\nderived: {:?},\ndirection: {:?},\nkinds: [\n{kinds}],",
        weights.constant, weights.derived, weights.direction
    )
}

fn place(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|k| *k == kind)
}

fn wide(features: &[f32]) -> Vec<f64> {
    features.iter().map(|f| f64::from(*f)).collect()
}

fn round(x: f64) -> f32 {
    ((x * 1000.0).round() / 1000.0) as f32
}

/// Logistic regression: the constant, where one is wanted, and the weights,
/// never negative where that is wanted.
fn logistic(data: &[(Vec<f64>, f64)], with_constant: bool, positive: bool) -> (f64, Vec<f64>) {
    let width = data.first().map_or(0, |(x, _)| x.len());
    let (mut constant, mut weights) = (0.0, vec![0.0; width]);
    for _ in 0..ROUNDS {
        let (mut slope, mut slopes) = (0.0, vec![0.0; width]);
        for (x, y) in data {
            let sum: f64 = constant + x.iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>();
            let error = 1.0 / (1.0 + (-sum).exp()) - y;
            slope += error;
            slopes.iter_mut().zip(x).for_each(|(s, x)| *s += error * x);
        }
        let n = data.len().max(1) as f64;
        if with_constant {
            constant -= STEP * slope / n;
        }
        for (w, s) in weights.iter_mut().zip(&slopes) {
            *w -= STEP * (s / n + SQUARES * *w);
            if positive {
                *w = w.max(0.0);
            }
        }
    }
    (constant, weights)
}

/// Multinomial logistic regression over the kinds.
fn softmax(data: &[(Vec<f64>, usize)]) -> Vec<Vec<f64>> {
    let mut weights = vec![vec![0.0; KIND_FEATURES]; KINDS.len()];
    for _ in 0..ROUNDS {
        let mut slopes = vec![vec![0.0; KIND_FEATURES]; KINDS.len()];
        for (x, y) in data {
            let sums: Vec<f64> =
                weights.iter().map(|w| w.iter().zip(x).map(|(w, x)| w * x).sum()).collect();
            let most = sums.iter().copied().fold(f64::MIN, f64::max);
            let all: f64 = sums.iter().map(|s| (s - most).exp()).sum();
            for (kind, slope) in slopes.iter_mut().enumerate() {
                let error = (sums[kind] - most).exp() / all - f64::from(u8::from(kind == *y));
                slope.iter_mut().zip(x).for_each(|(s, x)| *s += error * x);
            }
        }
        let n = data.len().max(1) as f64;
        for (weights, slopes) in weights.iter_mut().zip(&slopes) {
            for (w, s) in weights.iter_mut().zip(slopes) {
                *w -= STEP * (s / n + SQUARES * *w);
            }
        }
    }
    weights
}
