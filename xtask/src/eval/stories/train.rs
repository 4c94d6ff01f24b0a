//! Training of the models of stories: a multinomial logit over the candidates of
//! each event, with weights of zero or more, and logistic models of trust.
//!
//! Both are convex, and are minimised by projected gradient descent with a step
//! that grows while it succeeds, from the same start: the same data give the
//! same weights.

use annals_link::stories::{Candidate, FEATURES, Features, Model, Signs};
use rayon::prelude::*;

/// An event whose story is among its candidates.
pub(crate) struct Example<'a> {
    pub candidates: &'a [Candidate],
    /// The position of its story.
    pub right: usize,
}

/// Penalty on the square of a weight, in units of the feature's own spread.
const RIDGE: f64 = 1e-4;
const STEPS: usize = 400;

/// Weights of the features that make the examples' stories likeliest.
pub(crate) fn weights(examples: &[Example<'_>]) -> Features {
    let spread = spread(examples);
    let loss = |w: &[f64]| -> (f64, Vec<f64>) {
        let zero = || (0.0, vec![0.0; FEATURES.len()]);
        // Fixed stretches, summed in order: threads do not change the result.
        let parts: Vec<(f64, Vec<f64>)> = examples
            .par_chunks(256)
            .map(|chunk| {
                chunk.iter().fold(zero(), |(mut loss, mut slope), e| {
                    loss += add(e, w, &spread, &mut slope);
                    (loss, slope)
                })
            })
            .collect();
        let n = examples.len().max(1) as f64;
        let mut total = zero();
        for (loss, slope) in parts {
            total.0 += loss / n;
            total.1.iter_mut().zip(slope).for_each(|(t, s)| *t += s / n);
        }
        (total.0, total.1)
    };
    let found = minimise(vec![0.1; FEATURES.len()], &loss, |x| x.max(0.0));
    std::array::from_fn(|i| (found[i] / spread[i]) as f32)
}

/// Weights of the signs that tell the true from the false (`truth`); the first
/// sign is a constant.
pub(crate) fn trust(signs: &[Signs], truth: &[bool]) -> Signs {
    let n = signs.len().max(1) as f64;
    let mean = |i: usize| signs.iter().map(|s| f64::from(s[i])).sum::<f64>() / n;
    let means: [f64; 5] = std::array::from_fn(|i| if i == 0 { 0.0 } else { mean(i) });
    let spread: [f64; 5] = std::array::from_fn(|i| {
        let square = signs.iter().map(|s| (f64::from(s[i]) - means[i]).powi(2)).sum::<f64>() / n;
        square.sqrt().max(1e-6)
    });
    let scaled: Vec<[f64; 5]> = signs
        .iter()
        .map(|s| std::array::from_fn(|i| (f64::from(s[i]) - means[i]) / spread[i]))
        .collect();
    let loss = |w: &[f64]| -> (f64, Vec<f64>) {
        let (mut loss, mut slope) = (0.0, vec![0.0; w.len()]);
        for (signs, truth) in scaled.iter().zip(truth) {
            let z: f64 = signs.iter().zip(w).map(|(x, w)| x * w).sum();
            let truth = f64::from(u8::from(*truth));
            loss += (z.max(0.0) - truth * z + (-z.abs()).exp().ln_1p()) / n;
            let p = 1.0 / (1.0 + (-z).exp());
            slope.iter_mut().zip(signs).for_each(|(s, x)| *s += (p - truth) * x / n);
        }
        (loss, slope)
    };
    let found = minimise(vec![0.0; 5], &loss, |x| x);
    let shift: f64 = (1..5).map(|i| found[i] * means[i] / spread[i]).sum();
    std::array::from_fn(|i| {
        (if i == 0 { found[0] / spread[0] - shift } else { found[i] / spread[i] }) as f32
    })
}

/// The standard deviation of each feature over all candidates.
fn spread(examples: &[Example<'_>]) -> Vec<f64> {
    let all = || examples.iter().flat_map(|e| e.candidates);
    let n = all().count().max(1) as f64;
    (0..FEATURES.len())
        .map(|i| {
            let mean = all().map(|c| f64::from(c.features[i])).sum::<f64>() / n;
            let square = all().map(|c| (f64::from(c.features[i]) - mean).powi(2)).sum::<f64>();
            (square / n).sqrt().max(1e-6)
        })
        .collect()
}

/// Adds one example's slope; returns its loss.
fn add(example: &Example<'_>, w: &[f64], spread: &[f64], slope: &mut [f64]) -> f64 {
    let score = |c: &Candidate| -> f64 {
        (0..w.len()).map(|i| w[i] * f64::from(c.features[i]) / spread[i]).sum()
    };
    let scores: Vec<f64> = example.candidates.iter().map(score).collect();
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
    for (at, (candidate, score)) in example.candidates.iter().zip(&scores).enumerate() {
        let p = (score - top).exp() / total - f64::from(u8::from(at == example.right));
        for i in 0..w.len() {
            slope[i] += p * f64::from(candidate.features[i]) / spread[i];
        }
    }
    top + total.ln() - scores[example.right]
}

/// A value and its slope.
type Loss = (f64, Vec<f64>);

fn minimise(mut at: Vec<f64>, loss: &dyn Fn(&[f64]) -> Loss, project: fn(f64) -> f64) -> Vec<f64> {
    let ridged = |w: &[f64]| {
        let (value, mut slope) = loss(w);
        slope.iter_mut().zip(w).for_each(|(s, w)| *s += 2.0 * RIDGE * w);
        (value + RIDGE * w.iter().map(|w| w * w).sum::<f64>(), slope)
    };
    let mut step = 1.0;
    let (mut value, mut slope) = ridged(&at);
    for _ in 0..STEPS {
        let next: Vec<f64> = at.iter().zip(&slope).map(|(w, s)| project(w - step * s)).collect();
        let (next_value, next_slope) = ridged(&next);
        if next_value < value {
            let gain = value - next_value;
            (at, value, slope) = (next, next_value, next_slope);
            step *= 1.5;
            if gain < 1e-9 {
                break;
            }
        } else {
            step *= 0.4;
        }
    }
    at
}

/// A model made of examples and of what it then gets right.
pub(crate) fn model(
    examples: &[Example<'_>],
    all: &[(&[Candidate], Option<usize>, bool)],
) -> Model {
    let mut model = Model { weights: weights(examples), ..Model::default() };
    let mut signs = Vec::new();
    let (mut known, mut right) = (Vec::new(), Vec::new());
    for (candidates, story, is_known) in all {
        let guess = model.guess(candidates.to_vec());
        if let Some(s) = model.signs(&guess) {
            signs.push(s);
            known.push(*is_known);
            right.push(guess.candidates.first().map(|(c, _)| c.story) == *story);
        }
    }
    model.known = trust(&signs, &known);
    model.right = trust(&signs, &right);
    model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_gets_the_weight() {
        let candidate = |story, x| {
            let mut features = [0.5; FEATURES.len()];
            features[3] = x;
            Candidate { story, features }
        };
        let sets: Vec<Vec<Candidate>> = (0..40)
            .map(|i| vec![candidate(0, 0.9), candidate(1, if i % 10 == 0 { 1.0 } else { 0.1 })])
            .collect();
        let examples: Vec<Example<'_>> =
            sets.iter().map(|c| Example { candidates: c, right: 0 }).collect();
        let weights = weights(&examples);
        assert!(weights[3] > 1.0, "{weights:?}");
        assert!(weights.iter().enumerate().all(|(i, w)| i == 3 || *w >= 0.0));
        let signs: Vec<Signs> = (0..40).map(|i| [1.0, i as f32 / 10.0, 0.0, 0.0, 0.0]).collect();
        let truth: Vec<bool> = (0..40).map(|i| i > 20).collect();
        let found = trust(&signs, &truth);
        assert!(found[0] < 0.0 && found[1] > 0.0, "{found:?}");
    }
}
