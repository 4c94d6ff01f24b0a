//! From a body as it was sent to its content: transfer and content codings.
//!
//! Archives keep codings that were already taken off, and servers declare ones
//! that they do not use; both show, and the bytes are then kept as they are.

use super::{
    Limits,
    chunked::{self, Chunked},
    fields::joined,
    frames::{FRAME, Frames, Next},
    notes::note,
    packed::Packed,
};
use annals_model::Note;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::{self, Read};

/// Codings one over the other that are followed; two occur by mistake.
const LAYERS: usize = 3;
/// Unpacked bytes of a body from which its ratio counts.
const RATIO_FROM: usize = 8 << 20;
/// Largest zstd window in HTTP (RFC 9659).
const HTTP_WINDOW: u64 = 8 << 20;

/// A body without its codings.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// Something was taken off, or cut.
    pub(super) changed: bool,
    /// The end is missing because of a bound.
    pub(super) cut: bool,
    pub(super) notes: Vec<Note>,
}

/// Takes off what the headers declare.
pub(super) fn decode(headers: &[(String, String)], body: Vec<u8>, limits: &Limits) -> Content {
    let mut content = Content { bytes: body, changed: false, cut: false, notes: Vec::new() };
    if joined(headers, "Transfer-Encoding").to_ascii_lowercase().contains("chunked") {
        take_chunks_off(&mut content);
    }
    let declared = joined(headers, "Content-Encoding");
    // The last coding was applied last.
    for (layer, name) in declared.rsplit(',').enumerate() {
        let name = name.trim().to_ascii_lowercase();
        if content.bytes.is_empty() || name.is_empty() || name == "identity" || name == "none" {
            continue;
        }
        if layer >= LAYERS {
            content.notes.push(note(
                "too-many-codings",
                format!("the body has more than {LAYERS} codings"),
                "left the rest on",
            ));
            break;
        }
        if !take_off(&mut content, &name, limits) {
            break;
        }
    }
    let bound = usize::try_from(limits.body_bytes).unwrap_or(usize::MAX);
    if content.bytes.len() > bound {
        content.bytes.truncate(bound);
        content.changed = true;
        content.cut = true;
        content.notes.push(cut(bound));
    }
    content
}

/// A body without the content codings that `headers` name, as a reader of its record
/// would take it. `None` if what they name does not come off whole.
///
/// `headers` may speak of transfer codings, which are gone already.
pub fn uncoded(headers: &[(String, String)], body: &[u8], limits: &Limits) -> Option<Vec<u8>> {
    let codings: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
        .cloned()
        .collect();
    let content = decode(&codings, body.to_vec(), limits);
    (content.notes.is_empty() && !content.cut).then_some(content.bytes)
}

fn take_chunks_off(content: &mut Content) {
    match chunked::decode(&content.bytes) {
        Chunked::Whole(bytes) => {
            content.bytes = bytes;
            content.changed = true;
        }
        Chunked::Broken(bytes, at) => {
            content.bytes = bytes;
            content.changed = true;
            content.notes.push(note(
                "chunks-broken",
                format!("the chunks end or go wrong at byte {at} of the body"),
                "kept what the chunks before hold",
            ));
        }
        Chunked::Not if content.bytes.is_empty() => {}
        Chunked::Not => content.notes.push(note(
            "not-chunked",
            "the header says that the body is chunked, and it is not",
            "kept the body as it is",
        )),
    }
}

/// Takes one coding off; whether the one below can be tried.
fn take_off(content: &mut Content, name: &str, limits: &Limits) -> bool {
    let body = content.bytes.as_slice();
    let unpacked = match name {
        "gzip" | "x-gzip" => gzip(body, limits),
        "deflate" | "x-deflate" => deflate(body, limits),
        "br" => unpack(brotli_decompressor::Decompressor::new(body, 4 << 10), body, limits),
        "zstd" => zstd(body, limits),
        _ => {
            content.notes.push(note(
                "unknown-coding",
                format!("the body has the coding `{}`", crate::quote(name)),
                "kept it as it is",
            ));
            return false;
        }
    };
    match unpacked {
        Unpacked { bytes, end: End::Whole } => content.bytes = bytes,
        Unpacked { bytes, end: End::Bound(bound) } => {
            content.bytes = bytes;
            content.cut = true;
            content.notes.push(cut(bound));
        }
        // Text under a wrong label may pass for brotli or deflate for a while.
        Unpacked { bytes, end: End::Damaged } if !bytes.is_empty() && !is_plain(body) => {
            content.notes.push(note(
                "coding-damaged",
                format!("the {name} of the body is damaged after {} bytes of content", bytes.len()),
                "kept what lies before",
            ));
            content.bytes = bytes;
        }
        Unpacked { .. } => {
            content.notes.push(note(
                "wrong-coding",
                format!("the header says that the body is {name}, and it is not"),
                "kept the body as it is",
            ));
            return false;
        }
    }
    content.changed = true;
    true
}

/// What unpacking came to.
struct Unpacked {
    bytes: Vec<u8>,
    end: End,
}

enum End {
    Whole,
    Damaged,
    /// It goes on after this many bytes, more than any page has.
    Bound(usize),
}

fn unpack(mut reader: impl Read, packed: &[u8], limits: &Limits) -> Unpacked {
    let bound = usize::try_from(limits.body_bytes).unwrap_or(usize::MAX);
    let ratio = usize::try_from(limits.ratio).unwrap_or(usize::MAX);
    let bound = bound.min(packed.len().saturating_mul(ratio).max(RATIO_FROM));
    let mut bytes = Vec::new();
    let result = reader.by_ref().take(bound as u64).read_to_end(&mut bytes);
    let end = match result {
        Err(_) => End::Damaged,
        Ok(_) if bytes.len() < bound => End::Whole,
        Ok(_) => match reader.read(&mut [0]) {
            Ok(0) => End::Whole,
            _ => End::Bound(bound),
        },
    };
    Unpacked { bytes, end }
}

fn gzip(body: &[u8], limits: &Limits) -> Unpacked {
    unpack(Members { rest: body, current: None, whole: 0 }, body, limits)
}

/// Members of gzip, and an end where something else follows the first: servers
/// append line ends and comments.
struct Members<'b> {
    rest: &'b [u8],
    current: Option<GzDecoder<&'b [u8]>>,
    whole: usize,
}

impl Read for Members<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.current {
                Some(member) => {
                    let n = member.read(to)?;
                    if n > 0 || to.is_empty() {
                        return Ok(n);
                    }
                    self.whole += 1;
                    if let Some(member) = self.current.take() {
                        self.rest = member.into_inner();
                    }
                }
                None if self.whole > 0 && !self.rest.starts_with(&[0x1F, 0x8B]) => return Ok(0),
                None => self.current = Some(GzDecoder::new(self.rest)),
            }
        }
    }
}

/// `deflate` means zlib (RFC 9110, 8.4.1.2), but some servers send it bare.
fn deflate(body: &[u8], limits: &Limits) -> Unpacked {
    let zlib = match body {
        [cmf, flags, ..] => {
            cmf & 0x0F == 8 && (u16::from(*cmf) << 8 | u16::from(*flags)).is_multiple_of(31)
        }
        _ => false,
    };
    if zlib {
        let unpacked = unpack(ZlibDecoder::new(body), body, limits);
        if !unpacked.bytes.is_empty() || matches!(unpacked.end, End::Whole) {
            return unpacked;
        }
    }
    unpack(DeflateDecoder::new(body), body, limits)
}

fn zstd(body: &[u8], limits: &Limits) -> Unpacked {
    if !body.starts_with(&FRAME) {
        return Unpacked { bytes: Vec::new(), end: End::Damaged };
    }
    let frames = Frames::new(Packed::new(body), HTTP_WINDOW);
    unpack(AllFrames { frames, within: false }, body, limits)
}

/// Frames one after the other as one content.
struct AllFrames<'b> {
    frames: Frames<&'b [u8]>,
    within: bool,
}

impl Read for AllFrames<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.within {
                let n = self.frames.read(to)?;
                if n > 0 || to.is_empty() {
                    return Ok(n);
                }
            }
            match self.frames.next()? {
                Next::End => return Ok(0),
                Next::Frame => self.within = true,
            }
        }
    }
}

/// Whether bytes are markup or JSON rather than packed.
fn is_plain(body: &[u8]) -> bool {
    let mut start = body.iter().skip_while(|b| b.is_ascii_whitespace());
    start.next().is_some_and(|b| matches!(b, b'<' | b'{' | b'['))
        && body.iter().take(64).all(|b| *b >= 0x20 || b.is_ascii_whitespace())
}

fn cut(bound: usize) -> Note {
    note("body-too-large", format!("the body has more than {bound} bytes"), "cut it there")
}
