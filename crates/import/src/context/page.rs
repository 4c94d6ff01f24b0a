//! What a page of The Context says, before anything is made of it.

use annals_model::{Date, Note, Timestamp};

/// One page as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The input's name, as messages show it.
    pub name: String,
    /// Which edition the page belongs to.
    pub edition: Edition,
    /// What kind of page it is, with its content.
    pub shape: Shape,
    /// What was odd on it.
    pub notes: Vec<Note>,
}

/// The Context's two editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edition {
    /// Addresses under `/news/`.
    English,
    /// Addresses under `/zh/news/`, whatever folder the files lie in.
    Chinese,
}

impl Edition {
    /// The edition's language, BCP 47.
    pub fn lang(self) -> &'static str {
        match self {
            Edition::English => "en",
            Edition::Chinese => "zh",
        }
    }
}

/// The kinds of page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// One event.
    Event(Box<EventPage>),
    /// A list of events: a day's page or a home page.
    Day(DayPage),
    /// Nothing that can be used; the notes say why.
    Nothing,
}

/// An event's page. Texts are as they stand on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventPage {
    /// Its own address without suffix, where the page or its file name tells.
    pub path: Option<String>,
    /// The day in its first heading.
    pub day: Option<Date>,
    /// The heading above the statement.
    pub topic: Option<String>,
    /// The sentence.
    pub statement: String,
    /// Line of the sentence, from 1.
    pub line: u32,
    /// The description under it.
    pub summary: Option<String>,
    /// The numbered sources, the cover image left out.
    pub sources: Vec<Cited>,
    /// Addresses of cover images.
    pub images: Vec<String>,
    /// The list of changes, in its order.
    pub changes: Vec<Wording>,
    /// The list of related events.
    pub related: Vec<RelatedItem>,
}

/// A source as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The publisher.
    pub label: String,
    /// What stands as its address.
    pub url: String,
    /// Line on the page.
    pub line: u32,
}

/// One wording of an event in a list of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The sentence.
    pub text: String,
    /// The page that it had, without suffix.
    pub path: Option<String>,
    /// The time that the list states, UTC.
    pub time: Option<Timestamp>,
    /// How the list marks it.
    pub mark: Mark,
    /// Line on the page.
    pub line: u32,
}

/// The marks in a list of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// "First version"
    First,
    /// "Update"
    Update,
    /// "Current version"
    Current,
    /// Another mark, or none.
    Other,
}

/// A related event as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedItem {
    /// The sentence.
    pub text: String,
    /// Its address without suffix.
    pub path: String,
    /// The labels after "Context:".
    pub context: Vec<String>,
}

/// A list of events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayPage {
    /// The day in its first heading.
    pub day: Option<Date>,
    /// The events in the page's order.
    pub items: Vec<DayItem>,
}

/// An event on a day's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayItem {
    /// The heading above it.
    pub topic: Option<String>,
    /// The sentence.
    pub text: String,
    /// Its address without suffix.
    pub path: String,
    /// The description under it.
    pub summary: Option<String>,
    /// The labels after "Context:".
    pub context: Vec<String>,
    /// Line on the page.
    pub line: u32,
}
