//! What readers hand on: documents with drafts of events, and notes about what was odd.

use crate::{
    By, Correction, Date, EventId, Image, Link, Revision, Source, StoryPath, Summary, Timestamp,
};

/// One input as a reader understood it: a day page, an event page, a file of event lines.
///
/// Events of one document are different events unless their texts are equal,
/// so the archive only looks for a draft's match among events of *earlier* documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The input's name as messages show it: a path, or a path inside an archive.
    pub name: String,
    /// What was found, in the input's order.
    pub found: Vec<Incoming>,
    /// What people said of what is computed, as an archive's own export holds it,
    /// in the order of recording.
    pub corrections: Vec<Correction>,
    /// What was odd, and what was done about it.
    pub notes: Vec<Note>,
}

/// One event of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Told by an upstream: the archive decides which event it is.
    Told(Draft),
    /// Written by an archive's own export: it keeps its identity and history.
    Kept(Kept),
}

/// An event as an upstream tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The upstream's lasting id, where it has one.
    pub id: Option<EventId>,
    /// Addresses that led to the event in an older archive, `/news/…/slug`,
    /// without format suffix. They will redirect.
    pub old_paths: Vec<String>,
    /// Position in [`Document::found`] of the event that this one stands under.
    pub under: Option<usize>,
    /// Line in the input, from 1.
    pub line: Option<u32>,
    /// The wordings, oldest first; never empty, the last is the current one.
    pub versions: Vec<Version>,
    /// What an older archive listed as related: for comparison, never stored as truth.
    pub claimed_related: Vec<ClaimedRelated>,
}

/// What an upstream stated at one time. `None` means that it says nothing of
/// the field, not that the field is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The upstream's own time for this wording.
    pub known_at: Option<Timestamp>,
    /// Who reads it, from where.
    pub by: By,
    /// The day that it is filed under.
    pub day: Date,
    /// The statement, tidy; never empty.
    pub text: String,
    /// The statement's links; `None` where the format cannot carry links.
    pub links: Option<Vec<Link>>,
    /// The list's heading.
    pub category: Option<String>,
    /// The chains of headings above the event.
    pub stories: Option<Vec<StoryPath>>,
    /// A description.
    pub summary: Option<Summary>,
    /// The pages that report it.
    pub sources: Option<Vec<Source>>,
    /// A cover image.
    pub image: Option<Image>,
    /// Language, BCP 47.
    pub lang: String,
}

/// An event with its identity and history, as an export holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: EventId,
    /// Its address, `/news/2016/10/5/slug`, without format suffix.
    pub path: String,
    /// Addresses that redirect to it.
    pub old_paths: Vec<String>,
    /// Its whole history.
    pub revisions: Vec<Revision>,
}

/// An older archive's claim that an event is related.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedRelated {
    /// The other event's address there, without format suffix.
    pub path: String,
    /// Its sentence.
    pub text: String,
    /// The shared context that it names.
    pub context: Vec<String>,
}

/// Something odd in an input. Nothing is dropped without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Line in the input, from 1; `None` where it concerns the whole input.
    pub line: Option<u32>,
    /// A stable name for the kind of problem, in kebab-case: `source-without-address`.
    pub kind: &'static str,
    /// What is wrong, quoting at most some 80 characters of the input.
    pub problem: String,
    /// What was done about it.
    pub done: String,
}
