//! How did we get here: the few earlier events that explain an event best.
//!
//! The related events of an event are those most like it, often of yesterday.
//! Its background is another thing: what came before what came before. So the
//! links are followed backwards for some steps (`reach`), the event's story is
//! read from its beginning, and of all that is found a few are chosen that
//! together speak of the event's own names and lie at different distances in
//! time (`choose`). They stand in the order of time, and each says what ties
//! it to the event, or else to the one after it.
//!
//! What is chosen depends on the window behind the event's day only, as its
//! related events do, so a new day is computed without the older ones.

mod choose;
mod reach;

use crate::{Index, Options, Shared};
pub use reach::STEPS;
use reach::Stories;

/// Changes whenever a chain could change.
pub const BACKGROUND_VERSION: &str = "background-2";

/// How many events a chain has at most.
pub const LENGTH: usize = 5;

/// A link of an event's list, as [`backgrounds`] follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Index of the earlier item.
    pub other: u32,
    /// The link's score.
    pub score: f32,
}

/// An earlier event that explains another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index of the earlier item.
    pub other: usize,
    /// How many days earlier it is than the event that it explains.
    pub days: i32,
    /// What it is tied to by what follows.
    pub toward: Toward,
    /// The names that both share, most telling first.
    pub context: Vec<Shared>,
    /// Words that both share, with commas between; only where they share no name, but
    /// a story.
    pub words: String,
}

/// What a step of a chain is tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// The event whose background it is.
    Event,
    /// The step after it.
    Next,
}

impl Toward {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            Toward::Event => "event",
            Toward::Next => "next",
        }
    }
}

/// For each item from `from` on its background, oldest first, at most [`LENGTH`] events.
///
/// `lists` are the related events of every item of the index, those before
/// `from` as they were computed earlier; edges that lead out of a day's window
/// or forward in time are not followed.
///
/// ```
/// use annals_link::{Index, Item, Options, background};
/// let texts = [
///     "Rebels seize Goma in the Congo.",
///     "Talks on Goma begin in Kampala between the Congo and the rebels.",
///     "The rebels leave Goma after the talks in Kampala.",
/// ];
/// let items: Vec<Item<'_>> = (0..3).map(|i| Item {
///     id: i as u64, day: 15_664 + 5 * i as i32, text: texts[i], lang: "en",
///     entities: &[], stories: &[], category: None,
/// }).collect();
/// let options = Options::default();
/// let index = Index::new(&items, &options);
/// let lists: Vec<Vec<background::Edge>> = index
///     .related_from(0, &options)
///     .into_iter()
///     .map(|list| list.iter().map(|l| background::Edge { other: l.other as u32, score: l.score }).collect())
///     .collect();
/// let chains = background::backgrounds(&index, 2, &lists, &options);
/// let days: Vec<i32> = chains[0].iter().map(|step| step.days).collect();
/// assert_eq!(days, [10, 5]);
/// assert!(chains[0][0].context.iter().any(|name| name.label == "Goma"));
/// ```
pub fn backgrounds(
    index: &Index<'_>,
    from: usize,
    lists: &[Vec<Edge>],
    options: &Options,
) -> Vec<Vec<Step>> {
    let queries: Vec<usize> = (from..index.items.len()).collect();
    let stories = Stories::of(index);
    index.by_day(&queries, options, |scratch, query| {
        let found = reach::reach(index, &scratch.day, query, lists, &stories);
        choose::choose(index, scratch, query, &found, options)
    })
}
