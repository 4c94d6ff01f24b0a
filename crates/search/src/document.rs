//! What is indexed: an event as it stood for a time.

use annals_model::{Date, EventId, Timestamp};

/// One state of an event: the record as it stood from one moment until the next change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The event.
    pub id: EventId,
    /// Its place in the archive; the documents of one row are replaced together.
    pub row: i64,
    /// From when it was known so.
    pub from: Timestamp,
    /// Until when; `None` where it stands today.
    pub until: Option<Timestamp>,
    /// The day that it is filed under.
    pub day: Date,
    /// Language of the statement, BCP 47.
    pub lang: String,
    /// What happened.
    pub statement: String,
    /// A longer description; may be empty.
    pub summary: String,
    /// The stories that it is part of.
    pub stories: Vec<Named>,
    /// The entities that it names.
    pub entities: Vec<Named>,
    /// The heading of the event list.
    pub category: Option<Named>,
    /// The publishers that report it, by key, each once.
    pub publishers: Vec<Named>,
    /// Hosts of the pages that report it, `www.` left out.
    pub hosts: Vec<String>,
    /// How many pages report it.
    pub sources: u32,
}

/// A name with its identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// Its identity among the names of its kind.
    pub key: String,
    /// As people read it.
    pub title: String,
}

/// What results are counted by, and filtered by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What events are part of.
    Story,
    /// A person, place, organisation or other thing.
    Entity,
    /// A heading of the event list.
    Category,
    /// A publisher.
    Source,
    /// A language; the key is its code.
    Lang,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 5] =
        [Kind::Story, Kind::Entity, Kind::Category, Kind::Source, Kind::Lang];

    /// As questions and answers write it: `story`, `entity`, `category`, `source`, `lang`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Entity => "entity",
            Kind::Category => "category",
            Kind::Source => "source",
            Kind::Lang => "lang",
        }
    }
}
