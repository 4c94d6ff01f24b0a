//! What belongs together, and why.
//!
//! [`relate`] links each event to the earlier events nearest to it. A score is
//! a sum: words and names in common, each rare one worth more, the same
//! countries, nearness in time, a shared story, the same category. So a link
//! can say why it stands there, and its reasons add up to its score.
//!
//! [`same_event`] puts texts together that tell one event and links articles to
//! events; [`coreference`] does so for single mentions.
//!
//! The results are exact to the bit and depend, for each day, on a window of
//! the archive behind it only: [`window_start`] says from where. A new day is
//! related without touching older ones.
//!
//! ```
//! use annals_link::{Item, Options, relate};
//! let item = |id, day, text| Item {
//!     id, day, text, lang: "en", entities: &[], stories: &[], category: None,
//! };
//! let items = [
//!     item(1, 17_052, "Russia and the United States agree in Geneva on a truce in Syria."),
//!     item(2, 17_053, "A new bridge opens in Lisbon."),
//!     item(3, 17_063, "The Syrian truce that was agreed in Geneva collapses."),
//! ];
//! let links = relate(&items, 2, &Options::default());
//! assert_eq!(links[0][0].other, 0);
//! assert_eq!(links[0][0].days, 11);
//! let shared: Vec<&str> = links[0][0].context.iter().map(|c| c.label.as_str()).collect();
//! assert!(shared.contains(&"Geneva") && shared.contains(&"Syria"));
//! ```

pub mod background;
pub mod coreference;
mod day;
pub mod entities;
mod gazetteer;
mod index;
mod logit;
mod names;
mod options;
pub mod origins;
mod rank;
mod reasons;
mod relate;
pub mod relation;
pub mod same_event;
mod space;
pub mod stories;
pub mod the_context;
pub mod timeline;
mod tokens;
mod vocabulary;
mod window;
mod words;

pub use index::Index;
pub use options::{Options, QueryStories, WEIGHTS_VERSION, Weights, WithinDay};
pub use rank::{Parts, Ranked};
pub use relate::{Said, relate, relate_as_said};
pub use window::window_start;
pub use words::words;

/// One event as linking sees it, borrowed from its owner.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Orders the events of one day; it must not change between runs.
    pub id: u64,
    /// Days since 1 January 1970.
    pub day: i32,
    /// What happened.
    pub text: &'a str,
    /// Language of the text, BCP 47.
    pub lang: &'a str,
    /// The text's links: entity key (`en:France`) and label ("French").
    pub entities: &'a [(&'a str, &'a str)],
    /// Keys of the stories that it is part of, the innermost of each path.
    pub stories: &'a [&'a str],
    /// The list's heading.
    pub category: Option<&'a str>,
}

/// A link to an earlier event.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Index of the other item.
    pub other: usize,
    /// How many days earlier the other one is.
    pub days: i32,
    /// The sum of the reasons' scores; only to be compared with other links'.
    pub score: f32,
    /// Why, greatest first.
    pub reasons: Vec<Reason>,
    /// The names that both share, as people read them, most telling first.
    pub context: Vec<Shared>,
}

/// One term of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What kind of thing ties the two.
    pub kind: ReasonKind,
    /// The thing: a name; words or numbers, the greatest first, with commas
    /// between; the category. Empty for time (see [`Related::days`]) and story.
    pub label: String,
    /// What it adds to the score.
    pub score: f32,
}

/// What kind of thing ties two events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// They are part of the same story.
    Story,
    /// A country, region or city.
    Place,
    /// An alliance, agency, armed group and the like.
    Organisation,
    /// A name whose kind no table knows.
    Name,
    /// Other words.
    Words,
    /// Numbers.
    Number,
    /// They are near in time.
    Time,
    /// They stand under the same heading.
    Category,
}

impl ReasonKind {
    /// The name that formats use.
    pub fn name(self) -> &'static str {
        match self {
            ReasonKind::Story => "story",
            ReasonKind::Place => "place",
            ReasonKind::Organisation => "organisation",
            ReasonKind::Name => "name",
            ReasonKind::Words => "words",
            ReasonKind::Number => "number",
            ReasonKind::Time => "time",
            ReasonKind::Category => "category",
        }
    }
}

/// A name that two events share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// As people read it: "France", where the texts say "French".
    pub label: String,
    /// The entity's key, where one of the texts links it.
    pub key: Option<String>,
    /// What it is.
    pub kind: EntityKind,
}

/// What an entity is, where a table knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntityKind {
    /// A country, region or city.
    Place,
    /// An alliance, agency, armed group and the like.
    Organisation,
    /// Nobody knows.
    Unknown,
}
