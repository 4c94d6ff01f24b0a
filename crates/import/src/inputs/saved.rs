//! Pages and feeds as inputs hold them: their bytes, and what is known about them.

use crate::warc::{Capture, Content};
use annals_model::{Note, Timestamp};
use std::net::IpAddr;

/// A page, a feed or a list of feeds, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The input's name as messages show it.
    pub name: String,
    /// The record in a web archive; `None` for a file.
    pub record: Option<String>,
    /// What it is, where the input shows it.
    pub kind: Kind,
    /// Its address, where a web archive says it.
    pub url: Option<String>,
    /// When it was captured, where that is known.
    pub captured_at: Option<Timestamp>,
    /// The status of the HTTP response.
    pub status: Option<u16>,
    /// The headers of the HTTP response.
    pub headers: Vec<(String, String)>,
    /// The media type with its parameters.
    pub content_type: Option<String>,
    /// The content, without transfer and content codings.
    pub body: Vec<u8>,
    /// How the body relates to the bytes that were sent.
    pub content: Content,
    /// The request that it answers, where annals asked itself.
    pub asked: Option<Asked>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// The request behind what was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The headers that were sent, in their order.
    pub sent: Vec<(String, String)>,
    /// The address that the host's name led to.
    pub ip: Option<IpAddr>,
    /// The response's body as it was sent, with its content codings, where it has any:
    /// that is what a web archive keeps.
    pub coded: Option<Vec<u8>>,
}

/// What a saved file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page, or the text of one.
    Page,
    /// A feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// A capture whose kind its media type and content tell.
    Capture,
}

impl Saved {
    /// A file as it lies there.
    pub(super) fn file(
        name: &str,
        kind: Kind,
        captured_at: Option<Timestamp>,
        body: Vec<u8>,
    ) -> Saved {
        Saved {
            name: name.to_owned(),
            record: None,
            kind,
            url: None,
            captured_at,
            status: None,
            headers: Vec::new(),
            content_type: None,
            body,
            content: Content::AsSent,
            asked: None,
            notes: Vec::new(),
        }
    }

    /// A capture of a web archive.
    pub(super) fn capture(name: &str, capture: Capture) -> Saved {
        Saved {
            name: name.to_owned(),
            record: Some(capture.record),
            kind: Kind::Capture,
            url: Some(capture.url),
            captured_at: capture.captured_at,
            status: capture.status,
            headers: capture.headers,
            content_type: capture.content_type,
            body: capture.body,
            content: capture.content,
            asked: None,
            notes: capture.notes,
        }
    }

    /// The value of a header of the HTTP response.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
