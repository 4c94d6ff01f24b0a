//! Fits a logistic model whose weights keep their signs, by projected gradient
//! descent: slow, exact enough, the same on every run.

use rayon::prelude::*;

/// One example: features, whether it is so, and how much it counts.
pub(crate) struct Example<const N: usize> {
    pub features: [f32; N],
    pub same: bool,
    pub weight: f64,
}

/// Steps of the descent.
const STEPS: usize = 800;

/// Weights, none negative (the features from `against` on are subtracted), and the bias.
/// `ridge` is the penalty on the squares of the weights.
pub(crate) fn fit<const N: usize>(
    examples: &[Example<N>],
    against: usize,
    ridge: f64,
) -> ([f32; N], f32) {
    let total: f64 = examples.iter().map(|e| e.weight).sum::<f64>().max(1.0);
    let sign: [f64; N] = std::array::from_fn(|i| if i < against { 1.0 } else { -1.0 });
    let mut weights = [0.5f64; N];
    let mut bias = -1.0f64;
    // Adam's moments: features differ in size by orders of magnitude.
    let mut moments = [[0.0f64; 2]; N];
    let mut bias_moments = [0.0f64; 2];
    for step in 1..=STEPS {
        let mut gradient = [0.0f64; N];
        let mut bias_gradient = 0.0;
        // Parts of a fixed size, added up in order: the sum is the same on any number of cores.
        let parts: Vec<([f64; N], f64)> =
            examples.par_chunks(4096).map(|part| slope(part, &sign, &weights, bias)).collect();
        for (part, part_bias) in parts {
            for (sum, x) in gradient.iter_mut().zip(part) {
                *sum += x / total;
            }
            bias_gradient += part_bias / total;
        }
        let rate = 0.1 / (1.0 + step as f64 / 300.0);
        for i in 0..N {
            let descent = adam(&mut moments[i], gradient[i] + ridge * weights[i], step);
            weights[i] = (weights[i] - rate * descent).max(0.0);
        }
        bias -= rate * adam(&mut bias_moments, bias_gradient, step);
    }
    (weights.map(|w| w as f32), bias as f32)
}

fn adam(moments: &mut [f64; 2], gradient: f64, step: usize) -> f64 {
    moments[0] = 0.9 * moments[0] + 0.1 * gradient;
    moments[1] = 0.999 * moments[1] + 0.001 * gradient * gradient;
    let steps = i32::try_from(step).unwrap_or(i32::MAX);
    let mean = moments[0] / (1.0 - 0.9f64.powi(steps));
    let square = moments[1] / (1.0 - 0.999f64.powi(steps));
    mean / (square.sqrt() + 1e-8)
}

/// The gradient of the loss over some examples.
fn slope<const N: usize>(
    examples: &[Example<N>],
    sign: &[f64; N],
    weights: &[f64; N],
    bias: f64,
) -> ([f64; N], f64) {
    let mut gradient = [0.0; N];
    let mut bias_gradient = 0.0;
    for example in examples {
        let mut odds = bias;
        for i in 0..N {
            odds += sign[i] * weights[i] * f64::from(example.features[i]);
        }
        let so = if example.same { 1.0 } else { 0.0 };
        let error = (1.0 / (1.0 + (-odds).exp()) - so) * example.weight;
        for i in 0..N {
            gradient[i] += error * sign[i] * f64::from(example.features[i]);
        }
        bias_gradient += error;
    }
    (gradient, bias_gradient)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two of three examples with the feature are so, one of four without it:
    /// the log odds are ln 2 and −ln 3.
    #[test]
    fn odds_are_those_of_the_examples() {
        let example = |x: f32, same| Example { features: [x], same, weight: 1.0 };
        let examples = [
            example(1.0, true),
            example(1.0, true),
            example(1.0, false),
            example(0.0, true),
            example(0.0, false),
            example(0.0, false),
            example(0.0, false),
        ];
        let (weights, bias) = fit(&examples, 1, 0.0);
        assert!((f64::from(bias) + 3.0f64.ln()).abs() < 0.02, "{bias}");
        assert!((f64::from(weights[0]) - 6.0f64.ln()).abs() < 0.02, "{weights:?}");
        // What would have to be negative is nothing.
        assert_eq!(fit(&examples, 0, 0.0).0[0], 0.0);
    }
}
