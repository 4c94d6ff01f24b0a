//! The trained weights, and how they were made.
//!
//! `cargo xtask eval origins --train` printed them: logistic regression by
//! gradient descent, on the training half (by topic) of ECB+ topics 1-35 and of
//! the scrapinghub benchmark's bodies, with three draws of copies made of them
//! (18,853 pairs that share fingerprints, 2,656 of them derived). The test half,
//! the test spinner and its table had no part in it.

use super::direction::DIRECTION_NAMES;
use super::features::FEATURES;
use super::kind::{KIND_FEATURES, KINDS};

/// Version of the weights; a stored trace names it.
pub const VERSION: u32 = 1;

/// Weight of the marks of spun copy. Set by hand: the training set has too few
/// marks to learn it, and nobody but a program writes "USA -backed".
const MARKS: f32 = 3.0;

/// Weights of the three models. In each, a score is the sum of weight times
/// feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Log-odds of derived, before any feature.
    pub constant: f32,
    /// Of the features in [`super::FEATURE_NAMES`]; never negative, so that no
    /// explanation inverts.
    pub derived: [f32; FEATURES],
    /// Of the signs in [`super::DIRECTION_NAMES`].
    pub direction: [f32; DIRECTION_NAMES.len()],
    /// For each of [`super::KINDS`], of the features in [`super::KIND_NAMES`].
    pub kinds: [[f32; KIND_FEATURES]; KINDS.len()],
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            constant: -8.605,
            derived: [
                1.978, 1.185, 1.082, 2.731, 3.444, 1.254, 1.937, 0.155, 1.227, 0.649, 1.621, 2.752,
                1.03,
            ],
            direction: [6.441, 5.258, MARKS, 3.792, 0.902, 3.077, 12.061],
            kinds: [
                [
                    -2.192, 5.629, -0.341, -2.561, -0.451, 0.831, -1.378, 0.0, -4.195, 1.574,
                    -2.88, -0.254,
                ],
                [
                    0.404, -1.583, -2.032, 0.809, -0.018, -3.844, 3.989, 0.0, 2.457, 0.096, 2.612,
                    3.237,
                ],
                [
                    0.767, -5.219, 2.618, 0.367, -0.124, -0.378, -1.792, 0.0, 4.411, 2.204, -1.281,
                    -3.265,
                ],
                [
                    1.021, 1.174, -0.245, 1.385, 0.593, 3.391, -0.819, MARKS, -2.674, -3.874,
                    1.549, 0.281,
                ],
            ],
        }
    }
}
