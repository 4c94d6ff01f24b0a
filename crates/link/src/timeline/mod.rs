//! A story's life: its key days with a sentence each, its events over time, and
//! who and what it is about.
//!
//! All of it is computed from the story's own events ([`Told`]), so a story's
//! page changes when one of its events does and at no other time.
//!
//! ```
//! use annals_link::timeline::{Timeline, Told};
//! let told = |day, text| Told { day, text, lang: "en", sources: 1, referred: 0, names: &[] };
//! let events = [
//!     told(17_052, "Russia and the United States agree in Geneva on a truce in Syria."),
//!     told(17_054, "The truce in Syria takes effect."),
//!     told(17_061, "Aircraft bomb an aid convoy near Aleppo; the truce collapses."),
//! ];
//! let timeline = Timeline::of(&events);
//! assert_eq!((timeline.first, timeline.last), (17_052, 17_061));
//! assert_eq!(timeline.key_days[0].event, 0);
//! assert_eq!(timeline.life.counts.iter().sum::<u32>(), 3);
//! ```

mod appearance;
mod cast;
mod days;
mod kinds;
mod life;
mod sentence;

pub use appearance::{Appearance, NameKind, appearances};
pub use cast::Member;
pub use days::{KeyDay, Why};
pub use life::{Life, Step};

/// One event of a story, as its timeline sees it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Days since 1 January 1970.
    pub day: i32,
    /// What happened.
    pub text: &'a str,
    /// Language of the text, BCP 47.
    pub lang: &'a str,
    /// How many sources report it.
    pub sources: u32,
    /// How many events of later days have it on their list of related events.
    pub referred: u32,
    /// Whom and what it names.
    pub names: &'a [Appearance],
}

/// A story's life in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The first event's day, in days since 1 January 1970.
    pub first: i32,
    /// The last event's day.
    pub last: i32,
    /// The days that tell the story, in order; at most 12.
    pub key_days: Vec<KeyDay>,
    /// Events over time.
    pub life: Life,
    /// Whom and what it is about: of each kind the weightiest, first those of more weight.
    pub cast: Vec<Member>,
}

impl Timeline {
    /// The timeline of a story's events, which stand in the order of their days.
    /// Of no events it is empty, and its days are 0.
    pub fn of(events: &[Told<'_>]) -> Timeline {
        Timeline {
            first: events.first().map_or(0, |e| e.day),
            last: events.last().map_or(0, |e| e.day),
            key_days: days::key_days(events),
            life: Life::of(events),
            cast: cast::cast(events),
        }
    }
}
