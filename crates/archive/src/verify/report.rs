//! What a verification found, as programs read it.

use super::ClaimKind;
use serde::Serialize;

/// Whether a statement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every claim stands in a captured source, and all bytes are what was kept.
    Holds,
    /// A claim stands in no captured source.
    Unsupported,
    /// A capture is not what was kept.
    Damaged,
    /// No source is captured, or none has a text: nothing can be said.
    Unchecked,
}

/// One event's statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventReport {
    /// The event's id.
    pub id: String,
    /// Its address on the site.
    pub path: String,
    /// Its day.
    pub day: String,
    /// What it says.
    pub statement: String,
    /// Whether that holds.
    pub verdict: Verdict,
    /// What can be looked for in it, in its order.
    pub claims: Vec<ClaimReport>,
    /// Its sources, in its order; then articles that tell it.
    pub sources: Vec<SourceReport>,
}

impl EventReport {
    /// Whether something does not hold.
    pub fn failed(&self) -> bool {
        matches!(self.verdict, Verdict::Unsupported | Verdict::Damaged)
    }
}

/// A part of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimReport {
    /// What it is.
    pub kind: ClaimKind,
    /// The words of the statement.
    pub text: String,
    /// First character in the statement.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Whether it stands in a source; absent where there was no text to look in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
    /// Where it stands, or what comes nearest.
    pub places: Vec<Place>,
}

/// A place in a source's text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Which source, from 0.
    pub source: usize,
    /// How it fits.
    pub fit: Held,
    /// The words as they stand there.
    pub verbatim: String,
    /// First character in the text.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The text: `title`, `deck` (the sentence under it), `article` (its body as annals
    /// reads it), `page` (all text).
    pub of: &'static str,
    /// When the page was captured that the text was read from.
    pub captured_at: String,
    /// Of a figure: whether the same thing is counted there; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_counted: Option<bool>,
    /// What stands around it.
    pub context: Context,
}

/// The words around a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Context {
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// How a claim fits a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// A quotation of which some words are others: does not count.
    Near,
    /// `dozens` or the like, and the number there is within what it means.
    Within,
    /// The number there, rounded.
    Rounded,
    /// The same number, the same words, or the name.
    Same,
    /// The same characters.
    Exact,
}

impl Held {
    /// Whether it counts.
    pub fn counts(self) -> bool {
        self != Held::Near
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Held::Near => "near",
            Held::Within => "within",
            Held::Rounded => "rounded",
            Held::Same => "same",
            Held::Exact => "exact",
        }
    }
}

/// What the archive has of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceState {
    /// Its bytes are there, as they were kept, with a text.
    Captured,
    /// Its bytes are there, and are no text that annals reads.
    NoText,
    /// Bytes of it are not what was kept.
    Damaged,
    /// There is none.
    NotCaptured,
}

impl SourceState {
    /// As it is written for people.
    pub fn name(self) -> &'static str {
        match self {
            SourceState::Captured => "captured",
            SourceState::NoText => "captured, without a text",
            SourceState::Damaged => "damaged",
            SourceState::NotCaptured => "not captured",
        }
    }
}

/// A source of a statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceReport {
    /// Its name.
    pub name: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What the archive has of it.
    pub state: SourceState,
    /// Where its address led, one key of a page after the other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub led_to: Vec<String>,
    /// Its captures, oldest first; of very many, the newest.
    pub captures: Vec<CaptureReport>,
    /// When the server said last that nothing had changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unchanged_at: Option<String>,
    /// The last answer that was an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<(String, u16)>,
}

/// A capture of a source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaptureReport {
    /// Its address.
    pub url: String,
    /// When it was captured.
    pub at: String,
    /// The digest of its content, as the database has it.
    pub digest: String,
    /// Whether the bytes have it.
    pub digest_ok: bool,
    /// Whether it says that the content is that of an earlier capture.
    pub repeats: bool,
    /// The file of captures.
    pub file: String,
    /// Where its record begins in the file, in bytes.
    pub offset: u64,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// How many statements hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Published events.
    pub events: u64,
    /// Those that hold.
    pub hold: u64,
    /// Those with a claim that stands in no captured source.
    pub unsupported: u64,
    /// Those with a source whose bytes are not what was kept.
    pub damaged: u64,
    /// Those without a captured source that has a text.
    pub unchecked: u64,
}
