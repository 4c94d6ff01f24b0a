//! Reading a web archive from its beginning to its end.

use super::{
    capture::Capture,
    notes::{Notes, note},
    pages,
    record::{Kind, Records},
    remembered::Remembered,
    shape::{Shape, shape},
};
use annals_model::Note;
use std::io::{self, BufRead, Read};

/// Bounds on what an archive may make large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest part of a record that is held; what goes beyond is passed over.
    pub block_bytes: u64,
    /// Largest body, unpacked.
    pub body_bytes: u64,
    /// Largest header of a record, and of an HTTP response.
    pub header_bytes: usize,
    /// Times its size that a packed member or body may unpack to...
    pub ratio: u64,
    /// ... once a member gave more than this many bytes (a body: 8 MiB).
    pub ratio_from: u64,
    /// Largest window of a zstd frame. `zstd --long` makes 128 MiB.
    pub window_bytes: u64,
    /// Bodies that are held for the revisits to come.
    pub remembered_bytes: u64,
    /// Notes about a file, beside those of its captures.
    pub notes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            block_bytes: 64 << 20,
            body_bytes: 64 << 20,
            // Browsers refuse 256 KB.
            header_bytes: 256 << 10,
            // Text packs 3 to 30 times; deflate can reach 1,030.
            ratio: 200,
            ratio_from: 64 << 20,
            window_bytes: 128 << 20,
            remembered_bytes: 128 << 20,
            notes: 1_000,
        }
    }
}

/// What an archive held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records of the type; ARC's opening records count too.
    pub warcinfo: u64,
    /// Records of the type; all pages of an ARC file are responses.
    pub response: u64,
    /// Records of the type.
    pub resource: u64,
    /// Records of the type.
    pub request: u64,
    /// Records of the type.
    pub metadata: u64,
    /// Records of the type.
    pub revisit: u64,
    /// Records of the type.
    pub conversion: u64,
    /// Records of the type: later segments of others.
    pub continuation: u64,
    /// Records of other types and of none.
    pub other: u64,
    /// Captures that were handed on.
    pub captures: u64,
    /// Bytes of the file, unpacked.
    pub bytes: u64,
    /// What was odd about the file and about records that are no captures.
    pub notes: Vec<Note>,
}

impl Summary {
    /// Records of all types.
    pub fn records(&self) -> u64 {
        self.warcinfo
            + self.response
            + self.resource
            + self.request
            + self.metadata
            + self.revisit
            + self.conversion
            + self.continuation
            + self.other
    }

    pub(super) fn count(&mut self, kind: Kind) {
        let count = match kind {
            Kind::Warcinfo => &mut self.warcinfo,
            Kind::Response => &mut self.response,
            Kind::Resource => &mut self.resource,
            Kind::Request => &mut self.request,
            Kind::Metadata => &mut self.metadata,
            Kind::Revisit => &mut self.revisit,
            Kind::Conversion => &mut self.conversion,
            Kind::Continuation => &mut self.continuation,
            Kind::Other => &mut self.other,
        };
        *count += 1;
    }
}

/// Why reading ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error<E> {
    /// The input could not be read.
    #[error("could not read the web archive: {0}")]
    Read(#[from] io::Error),
    /// The sink gave an error.
    #[error("{0}")]
    Sink(E),
}

/// Reads a WARC or ARC file, plain, gzipped or packed with zstd, and hands its
/// captures to `sink` in their order.
///
/// Damage ends a member and not the reading. A WACZ is a zip file, which cannot
/// be streamed: it gives a note here, and its captures with [`super::read_wacz`].
///
/// # Errors
/// An error of the input or of the sink.
pub fn read<E>(
    input: impl BufRead,
    limits: &Limits,
    sink: &mut dyn FnMut(Capture) -> Result<(), E>,
) -> Result<Summary, Error<E>> {
    let mut reading = Reading::new(limits);
    reading.file(input, "", sink)?;
    Ok(reading.end())
}

/// What reading keeps from file to file of one archive.
pub(super) struct Reading<'l> {
    limits: &'l Limits,
    pub(super) summary: Summary,
    pub(super) notes: Notes,
    remembered: Remembered,
}

impl<'l> Reading<'l> {
    pub(super) fn new(limits: &'l Limits) -> Reading<'l> {
        Reading {
            limits,
            summary: Summary::default(),
            notes: Notes::new(limits.notes),
            remembered: Remembered::new(limits.remembered_bytes),
        }
    }

    pub(super) fn end(self) -> Summary {
        Summary { notes: self.notes.into_list(), ..self.summary }
    }

    /// Reads one file; `part` names it in the ids of records that have none.
    pub(super) fn file<E>(
        &mut self,
        input: impl Read,
        part: &str,
        sink: &mut dyn FnMut(Capture) -> Result<(), E>,
    ) -> Result<(), Error<E>> {
        let mut records = Records::new(input, self.limits)?;
        let head = records.head()?;
        if shape(head) == Some(Shape::Wacz) || head.starts_with(b"PK\x03\x04") {
            self.notes.push(note(
                "zip-in-a-stream",
                "the archive is a zip file (WACZ), which can only be read from a file",
                "read nothing of it",
            ));
            return Ok(());
        }
        let empty = head.is_empty();
        let before = self.summary.records();
        while let Some(record) = records.next(&mut self.notes)? {
            self.summary.count(record.kind);
            match pages::capture(record, self.limits, &mut self.remembered) {
                Ok(mut capture) => {
                    let unnamed = ["offset ", "unpacked offset "];
                    let unnamed = unnamed.iter().any(|start| capture.record.starts_with(start));
                    if !part.is_empty() && unnamed {
                        capture.record = format!("{part} {}", capture.record);
                    }
                    self.summary.captures += 1;
                    sink(capture).map_err(Error::Sink)?;
                }
                Err(record) => {
                    if let Some(short) = record.short {
                        self.notes.push(pages::short_note(&record, short));
                    }
                    record.notes.into_iter().for_each(|note| self.notes.push(note));
                }
            }
        }
        self.summary.bytes += records.position();
        if self.summary.records() == before && !empty {
            self.notes.push(note(
                "no-records",
                "the file holds no record of WARC or ARC",
                "read nothing of it",
            ));
        }
        Ok(())
    }
}
