//! Trains the three models on made copies, by plain gradient descent: few
//! features, few thousand pairs, the same figures on every machine.

use super::copies::Made;
use super::score::{Truth, pairs_asked};
use annals_link::origins::{
    DIRECTION_NAMES, FEATURES, KIND_FEATURES, KINDS, Kind, Measured, Report, Weights, measure,
};

/// Rounds over all pairs.
const ROUNDS: usize = 6_000;
/// Step of a round.
const STEP: f64 = 0.8;
/// Weight of the squares of the weights, so that none grows without need.
const SQUARES: f64 = 3e-4;

/// Weights learned from these reports, of which some were made of others.
pub(super) fn train(made: &[Made], reports: &[Report<'_>]) -> Weights {
    let truth = Truth::new(made);
    let pairs = pairs_asked(reports);
    let measured = measure(reports, &pairs);
    let derived: Vec<(Vec<f64>, f64)> = pairs
        .iter()
        .zip(&measured)
        .map(|(&(a, b), m)| (wide(&m.pair), f64::from(u8::from(truth.related(a, b)))))
        .collect();
    eprintln!(
        "{} pairs, {} of them derived",
        derived.len(),
        derived.iter().filter(|(_, y)| *y > 0.5).count()
    );
    let (constant, of_pair) = logistic(&derived, true, true);

    // Direct steps only: of two versions of one text neither is the origin.
    let steps: Vec<(usize, usize)> = (0..made.len())
        .filter_map(|i| made[i].made.as_ref().map(|(_, from, second)| (i, *from, *second)))
        .flat_map(|(i, from, second)| [Some((from, i)), second.map(|s| (s, i))])
        .flatten()
        .collect();
    let measured = measure(reports, &steps);
    // Half of them the other way round, so that the signs' sum has no constant.
    let turned = |m: &Measured, turn: bool| {
        let sign = if turn { -1.0 } else { 1.0 };
        (m.direction.iter().map(|s| sign * f64::from(*s)).collect(), f64::from(u8::from(!turn)))
    };
    let both: Vec<(Vec<f64>, f64)> =
        measured.iter().flat_map(|m| [turned(m, false), turned(m, true)]).collect();
    let (_, of_direction) = logistic(&both, false, false);
    let of_kind: Vec<(Vec<f64>, usize)> = steps
        .iter()
        .zip(&measured)
        .filter_map(|(&(_, i), m)| Some((wide(&m.kind), place(made[i].made.as_ref()?.0)?)))
        .collect();
    let kinds = softmax(&of_kind);

    let mut weights = Weights { constant: round(constant), ..Weights::default() };
    (0..FEATURES).for_each(|i| weights.derived[i] = round(of_pair[i]));
    (0..DIRECTION_NAMES.len()).for_each(|i| weights.direction[i] = round(of_direction[i]));
    for kind in 0..KINDS.len() {
        (0..KIND_FEATURES).for_each(|i| weights.kinds[kind][i] = round(kinds[kind][i]));
    }
    weights
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
