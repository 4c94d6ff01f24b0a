//! The trained weights, and how they were made.

use super::direction::DIRECTION_NAMES;
use super::features::FEATURES;
use super::kind::{KIND_FEATURES, KINDS};

/// Version of the weights; a stored trace names it.
pub const VERSION: u32 = 1;

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
            constant: -7.0,
            derived: [2.0, 2.0, 3.0, 3.0, 3.0, 1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 3.0, 0.5],
            direction: [3.0, 2.0, 4.0, 3.0, 1.0, 1.0, 10.0],
            kinds: [
                [0.0, 4.0, 0.0, 4.0, -8.0, 0.0, -2.0, 0.0, -4.0, 2.0, 0.0, 0.0],
                [0.0, 2.0, 0.0, 2.0, -2.0, 0.0, 4.0, 0.0, 2.0, 0.0, 2.0, 0.0],
                [0.0, 0.0, 4.0, 2.0, -4.0, 0.0, -1.0, 0.0, 2.0, 2.0, 0.0, 0.0],
                [0.0, 2.0, 0.0, 2.0, 6.0, 6.0, -1.0, 3.0, -2.0, -2.0, 0.0, 2.0],
            ],
        }
    }
}
