//! Which mentions tell the same event, across texts.
//!
//! A mention is a trigger ("acquired", "the takeover") in its sentence. Only
//! mentions of texts of one group (see [`crate::same_event::cluster`]) are
//! compared: by trigger (the same head, the same root, a family of words that
//! news uses for one kind of event) and by what stands around it (words, names
//! on the same side, numbers, times, places). A logistic model gives the log
//! odds; the nearest mentions are joined first, by the average over all pairs.

mod cluster;
mod families;
mod features;
mod lemma;
mod reading;
mod weights;

pub use cluster::{by_lemma, cluster, pairs};
pub use features::{FEATURES, FOR, N};
pub use weights::{WEIGHTS_VERSION, Weights};

use std::ops::Range;

/// One mention, borrowed from its owner.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The text that it stands in, by the caller's number.
    pub document: usize,
    /// Its sentence's place in the text, from 0.
    pub number: usize,
    /// The sentence.
    pub sentence: &'a str,
    /// Byte ranges of the trigger in the sentence, ascending: several where
    /// other words stand between its parts.
    pub trigger: &'a [Range<usize>],
}

/// How to put mentions together.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What a feature is worth.
    pub weights: Weights,
    /// Mean log odds above which two groups of mentions are one event.
    pub least: f32,
    /// Mentions of a group that are compared pair by pair; of a greater group,
    /// only those with triggers of one head are.
    pub most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { weights: Weights::default(), least: -0.5, most: 1_500 }
    }
}

/// The features of two mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the first mention.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// Values, in the order of [`FEATURES`].
    pub features: [f32; N],
}
