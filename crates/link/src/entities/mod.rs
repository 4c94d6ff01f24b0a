//! Entities with identity: who and what a text names.
//!
//! The links that the event lists bring are the identities (`en:France`), and
//! their texts become a [`Gazetteer`]: what each name was linked to and when,
//! how often it stood there without a link, and which identities stand
//! together. It finds the same entities in texts without links. A name with
//! several meanings is decided by counts, time and company; names that nobody
//! ever linked are found by their capitals and by a small tagger that learns
//! from the archive's links, and stay unconfirmed.
//!
//! Answers about a text rest on the days before its own, so a day never has to
//! be looked at again when later ones come.
//!
//! ```
//! use annals_link::entities::{Anchor, Gazetteer, Text, Told};
//!
//! let text = |id, day, text, anchors| Text {
//!     id, day, text, lang: "en", anchors, told: Told::All,
//! };
//! let state = [Anchor { start: 19, end: 26, key: "en:Georgia (U.S. state)" },
//!              Anchor { start: 0, end: 7, key: "en:Atlanta" }];
//! let country = [Anchor { start: 11, end: 18, key: "en:Georgia (country)" },
//!                Anchor { start: 0, end: 7, key: "en:Tbilisi" }];
//! let mut texts = Vec::new();
//! for day in 0..6 {
//!     texts.push(text(1, day, "Atlanta, the seat, Georgia, votes.", &state[..]));
//!     texts.push(text(2, day, "Tbilisi in Georgia votes.", &country[..]));
//! }
//! let gazetteer = Gazetteer::learn(&texts, &[]);
//! let found = gazetteer.find(&text(3, 9, "In Georgia, rain floods Tbilisi.", &[]));
//! let keys: Vec<_> = found.iter().filter_map(|m| m.key.as_deref()).collect();
//! assert_eq!(keys, ["en:Georgia (country)", "en:Tbilisi"]);
//! ```

mod candidates;
mod choose;
mod dotted;
mod find;
mod fold;
mod gazetteer;
mod habits;
mod identity;
mod kinds;
mod lesson;
mod locate;
mod mention;
mod patterns;
mod runs;
mod script;
mod surfaces;
mod tagger;
mod tally;
mod trie;
mod units;
mod weights;

pub use gazetteer::{Gazetteer, Sizes};
pub use locate::{Names, Place};
pub use mention::{Kind, Mention, Reason, ReasonKind, State};
pub use weights::WEIGHTS_VERSION;

/// A text with its links, borrowed from its owner.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// Orders the texts of one day; it must not change between runs.
    pub id: u64,
    /// Days since 1 January 1970.
    pub day: i32,
    /// What it says.
    pub text: &'a str,
    /// Its language, BCP 47; names are kept by its first part.
    pub lang: &'a str,
    /// Its links; empty where it has none or nobody knows. Links that overlap
    /// an earlier one or lie outside the text are passed over.
    pub anchors: &'a [Anchor<'a>],
    /// Where a missing link means that there was none.
    pub told: Told<'a>,
}

/// Which part of a text has all of its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Told<'a> {
    /// All of it, as on a page whose markup is at hand.
    #[default]
    All,
    /// Only these stretches, as bytes from and to. A link outside of them is
    /// one all the same, but what stands there without one teaches nothing.
    Within(&'a [(usize, usize)]),
}

/// A link of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// First byte of the words that carry it.
    pub start: usize,
    /// One past their last byte.
    pub end: usize,
    /// What it leads to, as `annals_model::EntityKey` writes it: `en:France`.
    pub key: &'a str,
}
