//! The formats that annals imports: one list, for finding, help and documentation.

use crate::{context, current_events, event_lines};
use std::str::FromStr;

/// A format of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Day pages of Wikipedia's Current Events portal.
    Wikitext,
    /// Pages of The Context, the archive before annals.
    Context,
    /// annals' interchange format.
    Lines,
}

/// A format with what is said about it.
#[derive(Debug)]
pub struct FormatInfo {
    /// Which one.
    pub format: Format,
    /// Its name on the command line.
    pub name: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Whether a text that begins like this is in the format.
    pub looks_like: fn(&str) -> bool,
}

/// Every format, in the order in which content is tried: the strictest first.
pub const FORMATS: &[FormatInfo] = &[
    FormatInfo {
        format: Format::Lines,
        name: "lines",
        help: "event lines: JSONL, one event a line, plain or gzipped",
        looks_like: event_lines::looks_like,
    },
    FormatInfo {
        format: Format::Context,
        name: "context",
        help: "The Context's Markdown: event and day pages, a folder or a tar archive",
        looks_like: context::looks_like,
    },
    FormatInfo {
        format: Format::Wikitext,
        name: "wikitext",
        help: "day pages of Wikipedia's Current Events portal, as wikitext",
        looks_like: current_events::looks_like,
    },
];

impl Format {
    /// The format of a text that begins with `head`.
    pub fn find(head: &str) -> Option<Format> {
        FORMATS.iter().find(|f| (f.looks_like)(head)).map(|f| f.format)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|f| f.format == self).map_or("", |f| f.name)
    }
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let found = FORMATS.iter().find(|f| f.name == name);
        found.map(|f| f.format).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}
