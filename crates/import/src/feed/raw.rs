//! What an element or object of a feed says, before it is made sense of:
//! one shape for the feed's head, an entry, and an entry's source.

use super::geo::Place;
use super::person::Person;
use super::shape::{Category, Generator, Link, Media};
use super::text::Text;
use super::when::When;
use annals_model::Weekday;
use std::rc::Rc;

/// The raw shape.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    pub(super) at: usize,
    /// The language in force around and on it: `xml:lang`.
    pub(super) in_force: Option<Rc<str>>,
    /// The language that it states as its own: `language`, `dc:language`.
    pub(super) language: Option<String>,
    pub(super) base: Option<Rc<str>>,
    pub(super) title: Ranked<Text>,
    pub(super) subtitle: Ranked<Text>,
    pub(super) summary: Ranked<Text>,
    pub(super) content: Ranked<Text>,
    pub(super) rights: Ranked<Text>,
    /// Addresses are resolved, and not yet looked at.
    pub(super) links: Vec<Link>,
    pub(super) licences: Vec<String>,
    pub(super) id: Option<String>,
    /// RSS: whether the `guid` says that it is an address; `None` where there is none.
    pub(super) permalink: Option<bool>,
    /// `rdf:about`
    pub(super) rdf_about: Option<String>,
    pub(super) authors: Vec<Person>,
    pub(super) contributors: Vec<Person>,
    pub(super) publisher: Ranked<Person>,
    pub(super) webmaster: Option<Person>,
    pub(super) published: Ranked<When>,
    pub(super) updated: Ranked<When>,
    pub(super) created: Option<When>,
    pub(super) categories: Vec<Category>,
    pub(super) generator: Option<Generator>,
    pub(super) ttl: Option<u32>,
    /// `sy:updatePeriod`, in seconds.
    pub(super) period: Option<u64>,
    /// `sy:updateFrequency`
    pub(super) frequency: Option<u64>,
    pub(super) skip_hours: Vec<u8>,
    pub(super) skip_days: Vec<Weekday>,
    pub(super) image: Ranked<RawImage>,
    pub(super) icon: Option<String>,
    pub(super) comments: Option<String>,
    pub(super) moved_to: Option<String>,
    pub(super) source: Option<Box<Raw>>,
    pub(super) media: Vec<Media>,
    pub(super) place: Option<Place>,
    pub(super) latitude: Option<String>,
    pub(super) longitude: Option<String>,
    /// A sound's length in seconds, said of the entry.
    pub(super) duration: Option<u32>,
}

/// A picture of a feed or an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct RawImage {
    pub(super) url: String,
    pub(super) title: Option<String>,
    pub(super) link: Option<String>,
    pub(super) description: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
}

/// A value of which several vocabularies give one: the format's own comes
/// before Dublin Core's, that before Media RSS and iTunes. Of one rank, the first.
#[derive(Debug, Clone)]
pub(super) struct Ranked<T> {
    value: Option<(Rank, T)>,
}

/// How close to the format's own a vocabulary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Own,
    Terms,
    Dublin,
    Media,
    Itunes,
}

impl<T> Default for Ranked<T> {
    fn default() -> Ranked<T> {
        Ranked { value: None }
    }
}

impl<T> Ranked<T> {
    /// Keeps the value if nothing as good is there; gives back what is not kept.
    pub(super) fn offer(&mut self, rank: Rank, value: T) -> Option<T> {
        match &self.value {
            Some((before, _)) if *before <= rank => Some(value),
            _ => self.value.replace((rank, value)).map(|(_, old)| old),
        }
    }

    /// The same for values of which the last of a rank counts.
    pub(super) fn offer_later(&mut self, rank: Rank, value: T) {
        if self.value.as_ref().is_none_or(|(before, _)| *before >= rank) {
            self.value = Some((rank, value));
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        self.value.as_ref().map(|(_, value)| value)
    }

    pub(super) fn take(&mut self) -> Option<T> {
        self.value.take().map(|(_, value)| value)
    }
}
