//! Events to stories: which story an event goes on with, if any.
//!
//! A story is known by its title and by the events that stood under it on
//! earlier days. [`crate::Index::guess_stories`] compares an event with the stories
//! of the last two years that share something with it; the score of each is a
//! sum of [`FEATURES`], each with a weight of zero or more, so what is said for
//! a story always speaks for it. Two further models say how far the best one is
//! to be believed: whether the event goes on with a known story at all, and
//! whether the best one is it.
//!
//! The features follow what is known of linking news to stories: likeness to
//! the story's events and title, nearness in time, activity, places.

mod bursts;
mod candidates;
mod features;
mod known;
mod model;

pub use bursts::{Burst, LEAST_EVENTS, LEAST_SHARED, Loose, NEAR_DAYS, bursts};
pub(crate) use candidates::Board;
pub use candidates::Candidate;
pub use features::{FEATURES, Features};
pub(crate) use known::Known;
pub use model::{Decision, Guess, Model, SIGNS, Signs, WEIGHTS_VERSION};

/// Days for which a story without news stays a candidate.
pub const REACH: i32 = 730;

/// Days in which what a story's event tells of it halves.
const HALF_LIFE: f32 = 90.0;
