//! What can be set, with the values that were measured to be best.

/// Name of the weights below: it changes whenever a score could change, so
/// that a stored link says what made it.
pub const WEIGHTS_VERSION: &str = "related-3";

/// How to relate events.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Related events for each event.
    pub k: usize,
    /// How many events of one story a list may hold.
    pub per_story: usize,
    /// Texts whose words agree more than this (cosine, 0 to 1) with one already
    /// in the list are left out of it.
    pub same_text: f32,
    /// The days behind an event's day that its scores may depend on.
    pub window_days: i32,
    /// The window reaches back over at least this many events.
    pub window_items: usize,
    /// Related events are at most this many days older; `None`: the whole window.
    pub max_age: Option<i32>,
    /// Whether events of the same day are related.
    pub within_day: WithinDay,
    /// Which of an event's own stories count.
    pub query_stories: QueryStories,
    /// What a feature is worth.
    pub weights: Weights,
    /// What an event must share (words, names, places, story) to be listed at
    /// all: recency and category alone relate nothing.
    pub least_shared: f32,
    /// Candidates that are scored exactly, the best by a rougher score.
    pub candidates: usize,
    /// Postings that are read for one event, rarest terms first: bounds the time on huge days.
    pub postings: usize,
}

/// Whether events of the same day are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithinDay {
    /// They are, to those before them in order.
    Related,
    /// Only events of earlier days are.
    Apart,
}

/// Which stories of the event count for which others are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryStories {
    /// Those that it is told under; where there are none, those believed.
    Told,
    /// Those believed, as if nothing were told: to measure what that is worth.
    Believed,
}

/// What a feature is worth; a score is the sum of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Cosine of the words.
    pub words: f32,
    /// Cosine of the names.
    pub names: f32,
    /// Cosine of the sets of countries, however common: the same kind of event
    /// in another country is the commonest mistake.
    pub places: f32,
    /// Recency that halves fast.
    pub fresh: f32,
    /// Days in which the fast recency halves.
    pub fresh_days: f32,
    /// Recency that halves slowly.
    pub recent: f32,
    /// Days in which the slow recency halves.
    pub recent_days: f32,
    /// A story in common, times how likely it is where it is believed only.
    pub story: f32,
    /// What is left of that where the earlier event, too, is only believed to
    /// be part of it.
    pub guessed: f32,
    /// The same category, a rare one; a common one is worth less.
    pub category: f32,
    /// Within the names: a link.
    pub linked: f32,
    /// Within the names: a known name.
    pub known: f32,
    /// Within the names: several words with capitals.
    pub phrase: f32,
    /// Within the names: a single word with a capital.
    pub single: f32,
    /// Within the names: one word of a longer name.
    pub part: f32,
    /// Within the names: the country of a known place.
    pub hint: f32,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            k: 5,
            per_story: 2,
            same_text: 0.8,
            window_days: 730,
            window_items: 8_192,
            max_age: None,
            within_day: WithinDay::Related,
            query_stories: QueryStories::Told,
            weights: Weights::default(),
            least_shared: 0.2,
            candidates: 200,
            postings: 8_000,
        }
    }
}

/// Set by hand, one weight at a time, on the WCEP events of 2002 to 2018. Each
/// choice gained on the queries of odd and of even years alike, but no years
/// were kept apart: `cargo xtask eval related` on other years tells more.
/// Names weigh little beside words because a name's word counts among the words too.
impl Default for Weights {
    fn default() -> Self {
        Weights {
            words: 1.0,
            names: 0.3,
            places: 0.2,
            fresh: 0.18,
            fresh_days: 8.0,
            recent: 0.2,
            recent_days: 150.0,
            story: 0.8,
            guessed: 0.5,
            category: 0.2,
            linked: 1.0,
            known: 1.0,
            phrase: 0.4,
            single: 0.7,
            part: 0.4,
            hint: 0.7,
        }
    }
}
