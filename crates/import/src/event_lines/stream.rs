//! Streaming: a file of any length in chunks of drafts, one line in memory at a time.

use super::LineReader;
use crate::Origin;
use annals_model::{Document, EventId, Incoming, Note};
use std::{
    collections::HashMap,
    io::{self, BufRead},
};

/// How much of a file is held at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Longest line, in bytes; longer ones are refused without being stored.
    pub line_bytes: usize,
    /// Lines a chunk.
    pub chunk_lines: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        // The longest line of the published WCEP sets has 9 kB; an event with a
        // thousand revisions stays below 2 MB.
        Limits { line_bytes: 4 << 20, chunk_lines: 1_000 }
    }
}

/// A part of one file; all chunks of a file together are one [`Document`].
#[derive(Debug)]
pub struct Chunk {
    /// What the part holds; positions (`under`) count within it.
    pub document: Document,
    /// Whether it is the file's first.
    pub first: bool,
}

/// Reads a file of event lines and hands it on in chunks; at least one, even for an empty file.
///
/// Returns the first error of `sink`, or of the reader as `E`.
pub fn read<E: From<io::Error>>(
    origin: &Origin,
    mut input: impl BufRead,
    limits: Limits,
    sink: &mut dyn FnMut(Chunk) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = LineReader::new(origin);
    let mut chunk = Building::new(origin);
    let mut first = true;
    let mut line = Vec::new();
    let mut number: u32 = 0;
    loop {
        let end = match next_line(&mut input, limits.line_bytes, &mut line) {
            Ok(end) => end,
            Err(error) => {
                // What was understood before the damage is handed on first.
                sink(Chunk { document: chunk.document, first })?;
                return Err(error.into());
            }
        };
        number = number.saturating_add(1);
        if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        match end {
            LineEnd::TooLong(bytes) => chunk.document.notes.push(Note {
                line: Some(number),
                kind: "line-too-long",
                problem: format!("the line has {bytes} bytes"),
                done: format!("left it out; a line may have {} bytes", limits.line_bytes),
            }),
            LineEnd::Found | LineEnd::File => chunk.add(&mut reader, number, &line),
        }
        let full = chunk.lines >= limits.chunk_lines.max(1)
            || chunk.document.notes.len() >= limits.chunk_lines.max(1);
        if full || matches!(end, LineEnd::File) {
            let done = std::mem::replace(&mut chunk, Building::new(origin));
            sink(Chunk { document: done.document, first })?;
            first = false;
        }
        if matches!(end, LineEnd::File) {
            return Ok(());
        }
    }
}

/// A chunk in the making.
struct Building {
    document: Document,
    /// Ids of the chunk's told lines, for `under`.
    positions: HashMap<EventId, usize>,
    lines: usize,
}

impl Building {
    fn new(origin: &Origin) -> Building {
        let document = Document { name: origin.name.clone(), ..Document::default() };
        Building { document, positions: HashMap::new(), lines: 0 }
    }

    fn add(&mut self, reader: &mut LineReader, number: u32, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        if text.trim().is_empty() {
            return;
        }
        self.lines += 1;
        if let std::borrow::Cow::Owned(_) = text {
            self.document.notes.push(Note {
                line: Some(number),
                kind: "not-utf-8",
                problem: format!("the line is not UTF-8: {}", crate::quote(&text)),
                done: "put U+FFFD for each byte that is none".to_owned(),
            });
        }
        let notes = &mut self.document.notes;
        if let Some(correction) = reader.read_correction(number, &text, notes) {
            self.document.corrections.extend(correction);
            return;
        }
        let Some(mut incoming) = reader.read_line(number, &text, &mut self.document.notes) else {
            return;
        };
        if let Incoming::Told(draft) = &mut incoming {
            // Only a few lines have `under`: parsing those twice costs less than
            // carrying a field that the draft has no place for.
            if text.contains("\"under\"")
                && let Some(parent) = under(&text)
            {
                draft.under = self.positions.get(&parent).copied();
                if draft.under.is_none() {
                    self.document.notes.push(Note {
                        line: Some(number),
                        kind: "under-not-found",
                        problem: format!("no line shortly before has the id `{parent}`"),
                        done: "kept the event by itself; put it behind the one it stands under"
                            .to_owned(),
                    });
                }
            }
            if let Some(id) = draft.id {
                self.positions.insert(id, self.document.found.len());
            }
        }
        self.document.found.push(incoming);
    }
}

fn under(line: &str) -> Option<EventId> {
    let object: super::Object = serde_json::from_str(line).ok()?;
    object.get("under")?.as_str()?.trim().parse().ok()
}

/// How a line ended.
enum LineEnd {
    Found,
    File,
    /// Longer than allowed; its length. Nothing of it was kept.
    TooLong(u64),
}

/// Reads up to the next line feed, storing at most `limit` bytes.
fn next_line(input: &mut impl BufRead, limit: usize, line: &mut Vec<u8>) -> io::Result<LineEnd> {
    line.clear();
    let mut length: u64 = 0;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let at_end = buffer.is_empty();
        let feed = buffer.iter().position(|b| *b == b'\n');
        let part = &buffer[..feed.unwrap_or(buffer.len())];
        length += part.len() as u64;
        if length <= limit as u64 {
            line.extend_from_slice(part);
        } else {
            *line = Vec::new();
        }
        let used = feed.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if at_end || feed.is_some() {
            return Ok(match (length > limit as u64, at_end) {
                (true, _) => LineEnd::TooLong(length),
                (false, true) => LineEnd::File,
                (false, false) => LineEnd::Found,
            });
        }
    }
}
