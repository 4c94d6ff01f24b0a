//! What a feature of two mentions is worth, trained.

use super::features::{FOR, N};
use crate::logit::log_odds;

/// Name of the weights below.
pub const WEIGHTS_VERSION: &str = "coreference-1";

/// A logistic model: the log odds that two mentions tell one event. No weight
/// is negative; features against it are subtracted.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One for each of [`super::FEATURES`].
    pub values: [f32; N],
    /// Log odds of two mentions without any feature.
    pub bias: f32,
}

impl Weights {
    /// The log odds for features' values.
    pub fn log_odds(&self, features: &[f32; N]) -> f32 {
        log_odds(&self.values, self.bias, features, FOR)
    }
}

/// Made by `cargo xtask eval coreference PATH --train` from topics 1 to 35 of ECB+.
impl Default for Weights {
    fn default() -> Self {
        Weights {
            values: [
                1.603, // same_head
                1.138, // same_root
                1.369, // same_family
                0.686, // trigger_words
                1.247, // same_head_rare
                1.801, // near
                0.046, // same_side_names
                0.221, // numbers
                0.018, // times
                0.167, // both_in_front
                0.472, // same_head_in_sentence
                0.101, // names_differ
                0.357, // numbers_differ
                0.0,   // times_differ
                1.749, // same_sentence
                1.581, // saying
                1.764, // other_head
                0.342, // same_head_away
            ],
            bias: -1.946,
        }
    }
}
