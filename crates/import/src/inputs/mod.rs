//! Inputs: files, folders, archives and standard input as documents.
//!
//! [`read_all`] walks what it is given, finds each file's format by its
//! content and hands documents on one after the other. Nothing is written to
//! disk, symbolic links inside folders are not followed, and everything that
//! an input can make large is bounded by [`Limits`]. What cannot be read as
//! any format becomes a document with a note; only files that cannot be opened
//! or read are errors.

mod bounded;
mod decode;
mod files;
mod formats;
mod known_at;
mod pending;
mod saved;
mod unpack;

pub use formats::{FORMATS, Format, FormatInfo, UnknownFormat};
pub use saved::{Asked, Kind, Saved};

use crate::{event_lines, warc};
use annals_model::{Document, Timestamp};
use std::{io, path::PathBuf};

/// How inputs are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format of every input; `None` finds it by content.
    pub format: Option<Format>,
    /// Language of texts that do not tell it, BCP 47; `en` if empty.
    pub lang: String,
    /// When the world could know what the inputs say, where they do not tell.
    pub known_at: Option<Timestamp>,
    /// What is looked for.
    pub wanted: Wanted,
    /// What bounds memory and time.
    pub limits: Limits,
}

/// What inputs are read for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Whatever an archive keeps.
    #[default]
    Everything,
    /// Articles: every file is a web archive, a page, or the text of one.
    Articles,
}

/// Bounds on what inputs may make large.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest page, unpacked and in bytes. Event lines are streamed and not bound by it.
    pub page_bytes: u64,
    /// Pages that are held until the end of their input (The Context's, and day
    /// pages inside archives), in bytes of text.
    pub held_bytes: u64,
    /// Times its packed size that a packed input may unpack to...
    pub ratio: u64,
    /// ... once it gave more than this many bytes.
    pub ratio_from: u64,
    /// Files in one folder tree or archive.
    pub entries: u64,
    /// Event lines: longest line, and lines a chunk.
    pub lines: event_lines::Limits,
    /// Web archives: records, bodies, packing.
    pub warc: warc::Limits,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            page_bytes: 64 << 20,
            // The whole Chinese edition of 2003 to 2016 has 40 MB.
            held_bytes: 512 << 20,
            // Text packs 3 to 30 times; deflate can reach 1,030.
            ratio: 200,
            ratio_from: 64 << 20,
            entries: 5_000_000,
            lines: event_lines::Limits::default(),
            warc: warc::Limits::default(),
        }
    }
}

/// What was found next, with the progress so far.
#[derive(Debug)]
pub struct Item {
    /// What was found.
    pub found: Found,
    /// Bytes of the inputs read so far, packed as they are.
    pub read: u64,
    /// Bytes of all inputs; `None` where standard input is among them.
    pub total: Option<u64>,
}

/// Something in an input.
#[derive(Debug)]
pub enum Found {
    /// A document, or a part of one, as it was read.
    Document(Document, Part),
    /// A page, a feed or a list of feeds, not yet read.
    Saved(Box<Saved>),
}

impl Found {
    /// The document, if it is one.
    pub fn document(&self) -> Option<&Document> {
        match self {
            Found::Document(document, _) => Some(document),
            Found::Saved(_) => None,
        }
    }
}

/// Long files of event lines come in parts that are one document together:
/// drafts of one document never match each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A new document.
    Start,
    /// More of the document of the item before.
    Continued,
}

/// An input that could not be opened or read.
#[derive(Debug, thiserror::Error)]
#[error("could not read `{path}`: {source}")]
pub struct ReadError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// Reads every input in order and hands its documents to `sink`.
///
/// A path may be a file, a folder, a tar archive, any of them gzipped, or `-`
/// for standard input. Files of a folder come sorted by name; a day's pages
/// whose names end in `@TIME` come in the order of that time. Pages of The
/// Context come at the end of their input, reunited by day.
///
/// Returns the first error of `sink`, or the first input that cannot be read.
pub fn read_all<E: From<ReadError>>(
    paths: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<(), E> {
    unpack::read_all(paths, options, sink)
}
