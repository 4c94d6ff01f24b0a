//! The event's record: what the archive holds to be so at one moment.

use crate::{Date, EventId, Source, StoryPath, Text};

/// One event as it stands: the fold over its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The date that the event is filed under.
    pub day: Date,
    /// What happened, in a sentence or two, with the links to its entities.
    pub statement: Text,
    /// The heading of the event list, "Armed conflicts and attacks".
    pub category: Option<String>,
    /// The chains of headings above the event; an event may stand in several stories.
    pub stories: Vec<StoryPath>,
    /// A longer description, with whose words they are.
    pub summary: Option<Summary>,
    /// The pages that report it, in the order of the list.
    pub sources: Vec<Source>,
    /// A cover image.
    pub image: Option<Image>,
    /// Language of the statement, BCP 47 ("en", "zh").
    pub lang: String,
    /// The event that this one was told under, as an addition or an answer to it.
    pub under: Option<EventId>,
    /// Whether it is published, and why not.
    pub status: Status,
}

/// A description in somebody's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The description, tidy.
    pub text: String,
    /// Whose words they are: the publisher's name; `None` where nobody says.
    pub by: Option<String>,
}

/// A picture that belongs to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The picture's address, http or https.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// Who made it or owns it.
    pub credit: Option<String>,
}

/// Whether readers see an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Status {
    /// It has a page.
    #[default]
    Published,
    /// It waits for a person; the reason says for what.
    Held(String),
    /// It was taken back; its page says why.
    Withdrawn(String),
    /// It is the same event as another; its address leads there.
    MergedInto(EventId),
}
