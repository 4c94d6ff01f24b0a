//! What a feature of two texts is worth, trained.

use crate::logit::log_odds;

/// Name of the weights below.
pub const WEIGHTS_VERSION: &str = "same-event-1";

/// The features of two texts, in the order of [`Weights::values`]. The first
/// speak for one event, the last (`…_differ`) against it; no weight is negative,
/// so that a reason never turns round.
pub const FEATURES: [&str; N] = [
    "words",
    "lead",
    "names",
    "lead_names",
    "places",
    "numbers",
    "times",
    "places_differ",
    "numbers_differ",
    "times_differ",
    "names_differ",
];

/// Number of features.
pub const N: usize = 11;

/// Features that speak for one event; those after them speak against it.
pub const FOR: usize = 7;

/// A logistic model: the log odds that two texts tell the same event are
/// `bias` plus the features' values times their weights, those against it subtracted.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// One for each of [`FEATURES`], none negative.
    pub values: [f32; N],
    /// Log odds of two texts that share nothing.
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
                5.98,  // words
                4.719, // lead
                4.527, // names
                1.608, // lead_names
                0.1,   // places
                3.623, // numbers
                1.266, // times
                0.286, // places_differ
                1.215, // numbers_differ
                0.411, // times_differ
                0.782, // names_differ
            ],
            bias: -3.317,
        }
    }
}

/// The features of a cut of a cluster in two, in the order of [`CutWeights::values`].
///
/// `apart`: how much less alike texts are across the cut than within, by terms
/// that not all of them have; `marks_less`, `marks_more`: how plainly each side
/// has terms of its own; `gap`: log odds within less those across; `size`: that
/// the smaller side is not a text or two; against the cut, `across`: log odds across it.
pub const CUT_FEATURES: [&str; CUTS] =
    ["apart", "marks_less", "marks_more", "gap", "size", "across"];

/// Number of features of a cut.
pub const CUTS: usize = 6;

/// Features that speak for the cut.
pub const CUT_FOR: usize = 5;

/// A logistic model: the log odds that the two sides of a cut tell two events.
#[derive(Debug, Clone, PartialEq)]
pub struct CutWeights {
    /// One for each of [`CUT_FEATURES`], none negative.
    pub values: [f32; CUTS],
    /// Log odds where nothing speaks for it.
    pub bias: f32,
}

impl CutWeights {
    /// The log odds for features' values.
    pub fn log_odds(&self, features: &[f32; CUTS]) -> f32 {
        log_odds(&self.values, self.bias, features, CUT_FOR)
    }
}

/// Made by `cargo xtask eval coreference PATH --train` from topics 1 to 35 of ECB+.
impl Default for CutWeights {
    fn default() -> Self {
        CutWeights { values: [2.016, 0.883, 0.833, 1.401, 3.875, 3.93], bias: -4.387 }
    }
}
