//! From features to a guess: how likely each story is, and what to do about it.

use super::{Candidate, FEATURES, Features};
use crate::{Index, Options};

/// Name of the weights below: it changes whenever a guess could change.
pub const WEIGHTS_VERSION: &str = "stories-1";

/// What the models of trust look at: a constant; the best candidate's score; its
/// lead over the next; its probability; and how near its nearest event is.
pub const SIGNS: [&str; 5] = ["one", "score", "lead", "probability", "nearest event"];

/// The values of [`SIGNS`].
pub type Signs = [f32; 5];

/// How features become a guess.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What each of [`FEATURES`] is worth, zero or more.
    pub weights: Features,
    /// Whether the event goes on with a known story (logistic).
    pub known: Signs,
    /// Whether the best candidate is its story (logistic).
    pub right: Signs,
    /// From this trust on an event is linked.
    pub link: f32,
    /// From this trust on a link is suggested.
    pub suggest: f32,
}

/// What to do about the best candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The evidence is strong: the event is part of the story.
    Link,
    /// A person should say.
    Suggest,
    /// Nothing.
    Leave,
}

/// The stories that an event may go on with.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// Candidates with the probability of each, given that it is one of them; best first.
    pub candidates: Vec<(Candidate, f32)>,
    /// That it goes on with a known story, 0 to 1.
    pub known: f32,
    /// That the best candidate is its story, 0 to 1.
    pub trust: f32,
}

/// Made by `cargo xtask eval stories` on the WCEP events of 2002 to 2018, all
/// years together (5,504 events with a known story); its figures are of models
/// made from the years before the one they are measured on. The bounds follow
/// from what was seen there: of the links with a trust of .75 and more, eight in
/// ten have the very heading that the editors chose, and most of the others one
/// beside it; of those from .4 on, six in ten.
impl Default for Model {
    fn default() -> Self {
        Model {
            weights: [
                5.851, 0.897, 0.0, 2.035, 0.895, 0.678, 0.885, 0.303, 1.588, 1.532, 1.92, 0.425,
                0.231, 2.636, 0.876,
            ],
            known: [-5.532, 0.433, -0.081, 0.826, -0.241],
            right: [-5.642, 0.26, 0.122, 2.366, -0.247],
            link: 0.75,
            suggest: 0.4,
        }
    }
}

/// Stories that an event is believed to go on with, at most.
const BELIEVED: usize = 3;

/// Candidates that are kept of each of many guesses: bounds memory.
const KEPT: usize = 8;

/// What is less likely than this is not believed.
const LEAST_LIKELY: f32 = 0.1;

impl Guess {
    /// The likeliest stories and how likely each is, given all that is unsure:
    /// at most three.
    pub fn believed(&self) -> impl Iterator<Item = (usize, f32)> {
        let all = self.candidates.iter().map(|(c, p)| (c.story, p * self.known));
        all.take(BELIEVED).filter(|(_, p)| *p >= LEAST_LIKELY)
    }
}

impl Model {
    /// The sum that a candidate is ranked by.
    pub fn score(&self, features: &Features) -> f32 {
        self.weights.iter().zip(features).map(|(w, x)| w * x).sum()
    }

    /// What each feature adds to a candidate's score, most first, without those
    /// that add nothing.
    pub fn reasons(&self, features: &Features) -> Vec<(&'static str, f32)> {
        let mut parts: Vec<(&'static str, f32)> = FEATURES
            .iter()
            .zip(self.weights.iter().zip(features))
            .map(|(name, (w, x))| (*name, w * x))
            .filter(|(_, part)| *part > 0.0)
            .collect();
        parts.sort_by(|a, b| b.1.total_cmp(&a.1));
        parts
    }

    /// Ranks candidates: a multinomial logit over them.
    pub fn guess(&self, candidates: Vec<Candidate>) -> Guess {
        let mut scored: Vec<(f32, Candidate)> =
            candidates.into_iter().map(|c| (self.score(&c.features), c)).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.story.cmp(&b.1.story)));
        let signs = signs(&scored);
        let top = scored.first().map_or(0.0, |(s, _)| *s);
        let total: f32 = scored.iter().map(|(s, _)| (s - top).exp()).sum();
        let (known, trust) = match signs {
            Some(signs) => (logistic(&self.known, &signs), logistic(&self.right, &signs)),
            None => (0.0, 0.0),
        };
        let candidates = scored.into_iter().map(|(s, c)| (c, (s - top).exp() / total)).collect();
        Guess { candidates, known, trust }
    }

    /// What the guess is good for.
    pub fn decide(&self, guess: &Guess) -> Decision {
        match guess.trust {
            t if t >= self.link => Decision::Link,
            t if t >= self.suggest => Decision::Suggest,
            _ => Decision::Leave,
        }
    }

    /// What the models of trust see of a guess; none where there is no candidate.
    pub fn signs(&self, guess: &Guess) -> Option<Signs> {
        let scored: Vec<(f32, Candidate)> =
            guess.candidates.iter().map(|(c, _)| (self.score(&c.features), c.clone())).collect();
        signs(&scored)
    }
}

fn signs(scored: &[(f32, Candidate)]) -> Option<Signs> {
    let (top, best) = scored.first()?;
    let next = scored.get(1).map_or(0.0, |(s, _)| *s);
    let total: f32 = scored.iter().map(|(s, _)| (s - top).exp()).sum();
    Some([1.0, *top, (top - next).min(5.0), 1.0 / total, best.features[0]])
}

fn logistic(weights: &Signs, signs: &Signs) -> f32 {
    let sum: f32 = weights.iter().zip(signs).map(|(w, x)| w * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

impl Index<'_> {
    /// For each of the items, which story it goes on with: the best eight candidates.
    pub fn guess_stories(&self, queries: &[usize], model: &Model, options: &Options) -> Vec<Guess> {
        self.by_day(queries, options, |scratch, query| {
            let mut guess = model.guess(self.candidates(scratch, query));
            guess.candidates.truncate(KEPT);
            guess.candidates.shrink_to_fit();
            guess
        })
    }
}
