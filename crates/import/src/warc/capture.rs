//! What a web archive says about a page at a moment.

use annals_model::{Note, Timestamp};

/// The bytes of a page at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// `WARC-Record-ID` without its brackets; `offset N` where there is none
    /// (ARC): bytes into the file, of the record or of its packed member.
    pub record: String,
    /// The address, `http` or `https`, as the record states it.
    pub url: String,
    /// When the page was fetched.
    pub captured_at: Option<Timestamp>,
    /// The status of the HTTP response; `None` for a page that was saved without one.
    pub status: Option<u16>,
    /// The headers of the HTTP response as they were sent, at most some hundred kilobytes.
    pub headers: Vec<(String, String)>,
    /// The media type with its parameters: of the HTTP response, else as the
    /// archive identified it.
    pub content_type: Option<String>,
    /// The content, without transfer and content codings.
    pub body: Vec<u8>,
    /// How `body` relates to the bytes that were sent.
    pub content: Content,
    /// The payload's digest as stated: `sha1:…`. A note says where it is wrong.
    pub digest: Option<String>,
    /// The capture that this one repeats, for a revisit record.
    pub revisit_of: Option<Revisit>,
    /// What was odd, and what was done.
    pub notes: Vec<Note>,
}

/// How a body relates to the bytes that were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The same bytes: the headers about codings and length are true of it.
    AsSent,
    /// Codings were taken off.
    Decoded,
    /// Its end is missing: the archive has no more, or a bound cut it.
    Cut,
    /// From the capture that a revisit repeats.
    Earlier,
    /// A revisit of a capture that was not seen: the body is empty.
    Missing,
}

/// The earlier capture that a revisit refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revisit {
    /// `WARC-Refers-To`: the record's id.
    pub record: Option<String>,
    /// `WARC-Refers-To-Target-URI`.
    pub url: Option<String>,
    /// `WARC-Refers-To-Date`.
    pub captured_at: Option<Timestamp>,
    /// The digest that both have.
    pub digest: Option<String>,
    /// `WARC-Profile`, an address.
    pub profile: Option<String>,
}
