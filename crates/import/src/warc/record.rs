//! Records and their framing: where one begins, its fields, its block, its end.
//!
//! The one place that knows the outer grammar of WARC (ISO 28500, 4) and ARC.
//! It follows `Content-Length` as long as what comes after the block is what
//! must come, and searches for the next record where it is not.

use super::{
    Limits, arc,
    fields::{FIELDS, Fields, chomp},
    notes::{Notes, note},
    stream::{Place, Recovery, Stream},
};
use annals_model::Note;
use std::io::{self, Read};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Warcinfo,
    Response,
    Resource,
    Request,
    Metadata,
    Revisit,
    Conversion,
    Continuation,
    Other,
}

impl Kind {
    fn of(name: &str) -> Kind {
        match name.to_ascii_lowercase().as_str() {
            "warcinfo" => Kind::Warcinfo,
            "response" => Kind::Response,
            "resource" => Kind::Resource,
            "request" => Kind::Request,
            "metadata" => Kind::Metadata,
            "revisit" => Kind::Revisit,
            "conversion" => Kind::Conversion,
            "continuation" => Kind::Continuation,
            _ => Kind::Other,
        }
    }
}

/// Why a block is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    /// It is longer than [`Limits::block_bytes`]; the rest was passed over.
    Bound,
    /// The file ends, or is damaged, in the middle of it.
    Ended,
    /// Another record begins before the length is reached.
    Next,
}

/// One record as it lies in the file.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) place: Place,
    pub(super) kind: Kind,
    pub(super) fields: Fields,
    pub(super) block: Vec<u8>,
    pub(super) short: Option<Short>,
    pub(super) notes: Vec<Note>,
}

impl Record {
    /// How notes name it.
    pub(super) fn name(&self) -> String {
        match self.fields.get("WARC-Record-ID") {
            Some(id) => id.trim_start_matches('<').trim_end_matches('>').to_owned(),
            None => self.place.to_string(),
        }
    }
}

/// The outer grammar of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grammar {
    Unknown,
    Warc,
    Arc,
}

/// Takes a file apart.
pub(super) struct Records<'l, R> {
    stream: Stream<R>,
    limits: &'l Limits,
    grammar: Grammar,
    /// Bytes that may still be read twice: what keeps a file of lengths that
    /// all reach to its end from being read once for each of them.
    again: u64,
}

/// One line of a header.
struct HeadLine {
    bytes: Vec<u8>,
    end: LineEnd,
}

#[derive(PartialEq, Eq)]
enum LineEnd {
    Newline,
    /// Longer than the bound; the rest of it was passed over.
    Bound,
    /// The file ends, or is damaged.
    Ended,
}

impl<'l, R: Read> Records<'l, R> {
    pub(super) fn new(input: R, limits: &'l Limits) -> io::Result<Records<'l, R>> {
        let stream = Stream::new(input, limits)?;
        let again = limits.block_bytes.saturating_mul(4);
        Ok(Records { stream, limits, grammar: Grammar::Unknown, again })
    }

    /// The beginning of the unpacked file.
    pub(super) fn head(&mut self) -> io::Result<&[u8]> {
        self.stream.peek(4 << 10)
    }

    /// Unpacked bytes so far.
    pub(super) fn position(&self) -> u64 {
        self.stream.position()
    }

    /// The next record; what lies between records goes to the notes.
    pub(super) fn next(&mut self, notes: &mut Notes) -> io::Result<Option<Record>> {
        loop {
            self.skip_line_ends()?;
            if self.stream.fill()?.is_empty() {
                match self.stream.recover()? {
                    Recovery::End => return Ok(None),
                    Recovery::Damage { at, reason, on } => notes.push(damaged(at, &reason, on)),
                }
            } else if self.begins()? {
                let record = match self.grammar {
                    Grammar::Arc => self.arc_record()?,
                    _ => Some(self.warc_record()?),
                };
                if record.is_some() {
                    return Ok(record);
                }
            } else {
                self.skip_garbage(notes)?;
            }
        }
    }

    /// Whether a record begins here. The first one decides the grammar.
    fn begins(&mut self) -> io::Result<bool> {
        if self.grammar != Grammar::Arc && is_version(self.stream.peek(VERSION)?) {
            self.grammar = Grammar::Warc;
            return Ok(true);
        }
        if self.grammar != Grammar::Warc && arc::begins(self.stream.peek(arc::LINE_BYTES)?) {
            self.grammar = Grammar::Arc;
            return Ok(true);
        }
        Ok(false)
    }

    fn skip_line_ends(&mut self) -> io::Result<()> {
        loop {
            let seen = self.stream.fill()?;
            let blank = seen.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let all = blank == seen.len();
            if blank > 0 {
                self.stream.consume(blank);
            }
            if blank == 0 || !all {
                return Ok(());
            }
        }
    }

    /// Takes the two line ends after a block, or what there is of them.
    fn separator(&mut self) -> io::Result<Vec<u8>> {
        let seen = self.stream.peek(4)?;
        let blank = seen.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let separator = seen[..blank].to_vec();
        self.stream.consume(blank);
        Ok(separator)
    }

    /// Passes over lines until one opens a record.
    fn skip_garbage(&mut self, notes: &mut Notes) -> io::Result<()> {
        let (place, from) = (self.stream.place(), self.stream.position());
        loop {
            let seen = self.stream.fill()?;
            if seen.is_empty() {
                break;
            }
            let newline = seen.iter().position(|b| *b == b'\n');
            let n = newline.map_or(seen.len(), |at| at + 1);
            self.stream.consume(n);
            if (newline.is_some() || self.stream.at_member()?) && self.begins()? {
                break;
            }
        }
        let bytes = self.stream.position() - from;
        notes.push(note(
            "garbage-between-records",
            format!("{bytes} bytes at {place} belong to no record"),
            "went on with the next record",
        ));
        Ok(())
    }

    fn line(&mut self, bound: usize) -> io::Result<HeadLine> {
        let mut bytes = Vec::new();
        let mut end = LineEnd::Newline;
        loop {
            let seen = self.stream.fill()?;
            if seen.is_empty() {
                return Ok(HeadLine { bytes, end: LineEnd::Ended });
            }
            let newline = seen.iter().position(|b| *b == b'\n');
            let part = newline.unwrap_or(seen.len());
            let room = bound.saturating_sub(bytes.len());
            if part > room + 1 {
                end = LineEnd::Bound;
            }
            bytes.extend_from_slice(&seen[..part.min(room + 1)]);
            self.stream.consume(newline.map_or(part, |at| at + 1));
            if newline.is_some() {
                let length = chomp(&bytes).len();
                if length > bound {
                    end = LineEnd::Bound;
                }
                bytes.truncate(length.min(bound));
                return Ok(HeadLine { bytes, end });
            }
        }
    }

    fn warc_record(&mut self) -> io::Result<Record> {
        let place = self.stream.place();
        let bound = self.limits.header_bytes;
        self.line(64)?;
        let mut fields = Fields::default();
        let (mut held, mut passed_over, mut short) = (0, false, None);
        loop {
            // A header without its end, before the next record.
            if is_version(self.stream.peek(VERSION)?) {
                short = Some(Short::Next);
                break;
            }
            let line = self.line(bound.saturating_sub(held))?;
            if line.bytes.is_empty() && line.end == LineEnd::Newline {
                break;
            }
            held += line.bytes.len() + 1;
            if line.end == LineEnd::Bound || held > bound {
                passed_over = true;
            } else if !line.bytes.is_empty() {
                fields.push(&line.bytes);
            }
            if line.end == LineEnd::Ended {
                short = Some(Short::Ended);
                break;
            }
        }
        let kind = fields.get("WARC-Type").map_or(Kind::Other, Kind::of);
        let mut record =
            Record { place, kind, fields, block: Vec::new(), short, notes: Vec::new() };
        if passed_over || record.fields.over > 0 {
            record.notes.push(note(
                "header-too-large",
                format!("the header of the record at {place} has more than {bound} bytes or {FIELDS} fields"),
                "kept the fields before that",
            ));
        }
        if record.fields.odd > 0 {
            record.notes.push(note(
                "odd-header-line",
                format!("{} lines in the header of {} are no fields", record.fields.odd, place),
                "passed over them",
            ));
        }
        let length = record.fields.get("Content-Length").map(|l| l.parse::<u64>().ok());
        match length {
            _ if record.short.is_some() => {}
            Some(Some(length)) => self.block(&mut record, length)?,
            _ => {
                record.notes.push(note(
                    "record-without-length",
                    format!("the record at {place} states no length that is a number"),
                    "took what lies before the next record",
                ));
                self.block_without_length(&mut record)?;
            }
        }
        Ok(record)
    }

    fn arc_record(&mut self) -> io::Result<Option<Record>> {
        let place = self.stream.place();
        let line = self.line(arc::LINE_BYTES)?;
        let Some(line) = arc::parse(&line.bytes) else { return Ok(None) };
        let mut fields = Fields::default();
        fields.push(format!("WARC-Target-URI: {}", line.url).as_bytes());
        fields.push(format!("WARC-Date: {}", line.date).as_bytes());
        if let Some(content_type) = line.content_type {
            fields.push(format!("WARC-Identified-Payload-Type: {content_type}").as_bytes());
        }
        let kind = if line.url.starts_with("filedesc:") { Kind::Warcinfo } else { Kind::Response };
        let mut record =
            Record { place, kind, fields, block: Vec::new(), short: None, notes: Vec::new() };
        self.block(&mut record, line.length)?;
        Ok(Some(record))
    }

    /// Reads a block of a stated length, and finds out whether it was right.
    fn block(&mut self, record: &mut Record, length: u64) -> io::Result<()> {
        let mut left = length;
        while left > 0 {
            if self.stream.at_member()? && self.begins()? {
                let held = record.block.len();
                trim_end(&mut record.block);
                // What ends as a record does is whole.
                let whole = record.block.len() + 4 == held && length - left == held as u64;
                record.short = (!whole).then_some(Short::Next);
                record.notes.push(wrong_length(record, length, length - left));
                return Ok(());
            }
            let hold = self.limits.block_bytes.saturating_sub(record.block.len() as u64);
            let seen = self.stream.fill()?;
            if seen.is_empty() {
                break;
            }
            let n = usize::try_from(left).unwrap_or(usize::MAX).min(seen.len());
            let held = usize::try_from(hold).unwrap_or(usize::MAX).min(n);
            record.block.extend_from_slice(&seen[..held]);
            self.stream.consume(n);
            left -= n as u64;
        }
        let got = length - left;
        let mut separator = Vec::new();
        if left == 0 {
            separator = self.separator()?;
            if self.stream.fill()?.is_empty() || self.begins()? {
                record.short = (got > record.block.len() as u64).then_some(Short::Bound);
                return Ok(());
            }
        }
        // Either the file ends too early, or the length reaches into the next
        // record: then that one begins within the block.
        if got == record.block.len() as u64
            && let Some(end) = embedded(&record.block)
            && (record.block.len() - end) as u64 <= self.again
        {
            let mut rest = record.block.split_off(end);
            rest.append(&mut separator);
            self.again = self.again.saturating_sub(rest.len() as u64);
            self.stream.push_back(&rest);
            trim_end(&mut record.block);
            record.short = None;
            record.notes.push(wrong_length(record, length, end as u64));
            return Ok(());
        }
        if got > record.block.len() as u64 {
            record.short = Some(Short::Bound);
        } else if left > 0 {
            record.short = Some(Short::Ended);
        }
        Ok(())
    }

    /// Reads a block up to the next record.
    fn block_without_length(&mut self, record: &mut Record) -> io::Result<()> {
        let (mut passed, mut at_line) = (0_u64, true);
        loop {
            if (at_line || self.stream.at_member()?) && self.begins()? {
                break;
            }
            let hold = self.limits.block_bytes.saturating_sub(record.block.len() as u64);
            let seen = self.stream.fill()?;
            if seen.is_empty() {
                break;
            }
            let newline = seen.iter().position(|b| *b == b'\n');
            at_line = newline.is_some();
            let n = newline.map_or(seen.len(), |at| at + 1);
            let held = usize::try_from(hold).unwrap_or(usize::MAX).min(n);
            record.block.extend_from_slice(&seen[..held]);
            self.stream.consume(n);
            passed += n as u64;
        }
        if passed > record.block.len() as u64 {
            record.short = Some(Short::Bound);
        } else {
            trim_end(&mut record.block);
        }
        Ok(())
    }
}

/// Bytes that tell a version line: `WARC/1.0`.
const VERSION: usize = 8;

/// Versions below 1.0 were drafts (`WARC/0.17`, `WARC/0.18`) with the same grammar.
fn is_version(head: &[u8]) -> bool {
    head.len() == VERSION
        && head.starts_with(b"WARC/")
        && head[5].is_ascii_digit()
        && head[6] == b'.'
        && head[7].is_ascii_digit()
}

/// Where in a block another record begins: after an empty line, as it must.
fn embedded(block: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = block[from..].windows(5).position(|w| w == b"WARC/") {
        let at = from + at;
        let before = &block[..at];
        let after_blank = before.ends_with(b"\r\n\r\n") || before.ends_with(b"\n\n");
        if after_blank && is_version(block.get(at..at + VERSION).unwrap_or_default()) {
            return Some(at);
        }
        from = at + 5;
    }
    None
}

/// Takes off the two line ends that separate records.
fn trim_end(block: &mut Vec<u8>) {
    for _ in 0..2 {
        if block.ends_with(b"\n") {
            block.pop();
            if block.ends_with(b"\r") {
                block.pop();
            }
        }
    }
}

fn wrong_length(record: &Record, stated: u64, found: u64) -> Note {
    note(
        "wrong-length",
        format!(
            "{} states {stated} bytes, but the next record begins after {found}",
            record.name()
        ),
        "ended it there",
    )
}

fn damaged(at: u64, reason: &str, on: Option<u64>) -> Note {
    let done = match on {
        Some(on) => format!("went on at offset {on}"),
        None => "kept what could be read before it".to_owned(),
    };
    note("damaged-member", format!("the packed member at offset {at} is damaged: {reason}"), done)
}
