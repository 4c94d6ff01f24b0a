//! The trained weights, and how they were made.
//!
//! `cargo xtask eval origins --train` printed them: logistic regression by
//! gradient descent, on the training half (by topic) of ECB+ topics 1-35 and of
//! the scrapinghub benchmark's bodies, with three draws of copies made of them
//! (19,013 pairs that share fingerprints, 2,699 of them derived). The test half,
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
            constant: -8.599,
            derived: [
                2.048, 1.406, 0.813, 2.654, 3.452, 1.048, 1.968, 0.106, 1.647, 1.063, 1.686, 2.593,
                0.737,
            ],
            direction: [5.901, 5.632, MARKS, 0.574, 2.81, 3.254, 13.258],
            kinds: [
                [
                    -2.11, 5.986, -0.363, -2.313, -0.326, 1.184, -1.047, 0.0, -3.485, 0.862, -2.51,
                    -0.992,
                ],
                [
                    0.359, -1.376, -1.226, 0.484, -0.018, -4.913, 2.276, 0.0, 2.147, -0.005, 2.828,
                    5.298,
                ],
                [
                    0.787, -5.88, 1.854, 0.26, -0.207, -0.225, -1.101, 0.0, 4.046, 3.218, -1.594,
                    -4.975,
                ],
                [
                    0.965, 1.271, -0.266, 1.569, 0.551, 3.954, -0.129, MARKS, -2.708, -4.075,
                    1.277, 0.669,
                ],
            ],
        }
    }
}
