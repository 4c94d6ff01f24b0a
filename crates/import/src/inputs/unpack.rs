//! From paths to documents: opening, unpacking, finding the format, reading.

use super::{
    Format, Found, Item, Options, Part, ReadError, Wanted,
    bounded::{Bounded, Counting, TOO_MUCH, is_damage},
    decode, files,
    pending::{self, Cut, Pending},
    saved::{Kind, Saved},
};
use crate::{Origin, current_events, event_lines, warc};
use annals_model::{Document, Note};
use flate2::bufread::MultiGzDecoder;
use std::{
    cell::Cell,
    fs,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    rc::Rc,
};

/// Bytes from which a format is told. Formats show in their first lines; a first
/// line of several hundred kilobytes is one of event lines and begins with a brace.
const HEAD: usize = 16 << 10;

/// See [`super::read_all`].
pub(super) fn read_all<E: From<ReadError>>(
    paths: &[PathBuf],
    options: &Options,
    sink: &mut dyn FnMut(Item) -> Result<(), E>,
) -> Result<(), E> {
    let mut inputs = Vec::new();
    let mut total = Some(0);
    for path in paths {
        if path.as_os_str() == "-" {
            total = None;
            inputs.push(None);
        } else {
            let files = files::list(path, &options.limits)?;
            let size: u64 = files.files.iter().map(|f| f.size).sum();
            total = total.map(|t| t + size);
            inputs.push(Some(files));
        }
    }
    let read = Rc::new(Cell::new(0));
    let mut out = Out { options, sink, read: Rc::clone(&read), total, pending: Pending::default() };
    for (path, input) in paths.iter().zip(inputs) {
        match input {
            None => {
                let stdin = io::stdin().lock();
                out.stream("-", Path::new("-"), Counting::new(stdin, Rc::clone(&read)))?;
            }
            Some(found) => {
                if !found.notes.is_empty() {
                    out.notes_only(&files::name(path), found.notes)?;
                }
                let mut before = read.get();
                for file in found.files {
                    let opened = fs::File::open(&file.path)
                        .map_err(|source| ReadError { path: file.path.clone(), source })?;
                    out.stream(&file.name, &file.path, Counting::new(opened, Rc::clone(&read)))?;
                    // A file that was left early counts as read.
                    before += file.size;
                    read.set(before);
                }
            }
        }
        out.flush(Cut::AtTheEnd)?;
    }
    Ok(())
}

/// Why reading one stream ended early.
enum Stop<E> {
    /// The sink's error, or the input's.
    Error(E),
    /// The content is damaged or out of proportion.
    Damaged(io::Error),
}

/// An error of a stream of event lines: the reader's or the sink's.
enum LinesError<E> {
    Io(io::Error),
    Sink(E),
}

impl<E> From<io::Error> for LinesError<E> {
    fn from(error: io::Error) -> LinesError<E> {
        LinesError::Io(error)
    }
}

/// Where documents go, with the pages that wait.
struct Out<'s, E> {
    options: &'s Options,
    sink: &'s mut dyn FnMut(Item) -> Result<(), E>,
    read: Rc<Cell<u64>>,
    total: Option<u64>,
    pending: Pending,
}

impl<E: From<ReadError>> Out<'_, E> {
    fn hand_on(&mut self, document: Document, part: Part) -> Result<(), E> {
        self.give(Found::Document(document, part))
    }

    fn give(&mut self, found: Found) -> Result<(), E> {
        (self.sink)(Item { found, read: self.read.get(), total: self.total })
    }

    fn notes_only(&mut self, name: &str, notes: Vec<Note>) -> Result<(), E> {
        let document = Document { name: name.to_owned(), notes, ..Document::default() };
        self.hand_on(document, Part::Start)
    }

    fn flush(&mut self, cut: Cut) -> Result<(), E> {
        for document in self.pending.take(cut) {
            self.hand_on(document, Part::Start)?;
        }
        Ok(())
    }

    /// Reads one file or standard input.
    fn stream(&mut self, name: &str, path: &Path, input: impl Read) -> Result<(), E> {
        let result = self.packed(name, BufReader::with_capacity(HEAD, input));
        match result {
            Ok(()) => Ok(()),
            Err(Stop::Error(error)) => Err(error),
            Err(Stop::Damaged(error)) if is_damage(&error) => {
                let done = if error.to_string().contains(TOO_MUCH) {
                    "stopped there; unpack it and import the files if it is sound"
                } else {
                    "kept what could be read before the damage"
                };
                let problem = format!("the file is damaged: {error}");
                self.notes_only(name, vec![note("input-damaged", problem, done)])
            }
            Err(Stop::Damaged(source)) => Err(ReadError { path: path.to_owned(), source }.into()),
        }
    }

    /// A gzipped or plain stream that may be a tar archive.
    fn packed(&mut self, name: &str, mut input: impl BufRead) -> Result<(), Stop<E>> {
        let head = input.fill_buf().map_err(Stop::Damaged)?;
        if self.options.format.is_none_or(|f| f == Format::Warc)
            && let Some(shape) = warc::shape(head)
        {
            return self.web_archive(name, shape, input);
        }
        if is_gzip(head) {
            let unpacked = Bounded::new(
                MultiGzDecoder::new(input),
                Rc::clone(&self.read),
                self.options.limits,
            );
            self.unpacked(name, BufReader::with_capacity(HEAD, unpacked))
        } else {
            self.unpacked(name, input)
        }
    }

    /// The captures of a WARC, ARC or WACZ.
    fn web_archive(
        &mut self,
        name: &str,
        shape: warc::Shape,
        mut input: impl BufRead,
    ) -> Result<(), Stop<E>> {
        let limits = self.options.limits.warc;
        let result = if shape == warc::Shape::Wacz {
            // A zip file is read from its end, so it must lie in memory here.
            let most = self.options.limits.held_bytes;
            let mut bytes = Vec::new();
            input.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(Stop::Damaged)?;
            if bytes.len() as u64 > most {
                let problem = format!("the WACZ has more than {most} bytes");
                let done = "left it out; unpack it and import its `archive` folder";
                return self
                    .notes_only(name, vec![note("page-too-large", problem, done)])
                    .map_err(Stop::Error);
            }
            warc::read_wacz(io::Cursor::new(bytes), &limits, &mut |capture| {
                self.give(Found::Saved(Box::new(Saved::capture(name, capture))))
            })
        } else {
            warc::read(input, &limits, &mut |capture| {
                self.give(Found::Saved(Box::new(Saved::capture(name, capture))))
            })
        };
        match result {
            Ok(summary) => self.notes_only(name, summary.notes).map_err(Stop::Error),
            Err(warc::Error::Read(error)) => Err(Stop::Damaged(error)),
            Err(warc::Error::Sink(error)) => Err(Stop::Error(error)),
        }
    }

    fn unpacked(&mut self, name: &str, mut input: impl BufRead) -> Result<(), Stop<E>> {
        let head = peek(&mut input).map_err(Stop::Damaged)?;
        let input = io::Cursor::new(head.clone()).chain(input);
        if is_tar(&head) {
            self.tar(name, input)
        } else {
            self.content(name, &head, input, Holds::OneFile)
        }
    }

    /// The files of a tar archive. Names only serve messages and old addresses:
    /// nothing is written, so a name that climbs is odd but harmless.
    fn tar(&mut self, name: &str, input: impl Read) -> Result<(), Stop<E>> {
        let limits = self.options.limits;
        let mut archive = tar::Archive::new(input);
        let mut notes = Vec::new();
        let mut result = Ok(());
        for (count, entry) in archive.entries().map_err(Stop::Damaged)?.enumerate() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    result = Err(Stop::Damaged(error));
                    break;
                }
            };
            if count as u64 >= limits.entries {
                notes.push(note(
                    "too-many-files",
                    format!("the archive holds more than {} files", limits.entries),
                    "read only the first",
                ));
                break;
            }
            let inside = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if let Some(problem) = passed_over(&entry, &inside) {
                // Folders say nothing; a million odd entries say it a hundred times.
                if !problem.is_empty() && notes.len() < 100 {
                    let problem = format!("{problem}: {}", crate::quote(&inside));
                    notes.push(note("archive-entry-passed-over", problem, "did not read it"));
                }
                continue;
            }
            let inside = inside.trim_start_matches("./");
            if let Err(stop) = self.entry(&format!("{name}/{inside}"), entry) {
                result = Err(stop);
                break;
            }
        }
        if !notes.is_empty() {
            self.notes_only(name, notes).map_err(Stop::Error)?;
        }
        result
    }

    /// One file inside an archive, which may be gzipped itself.
    fn entry(&mut self, name: &str, entry: impl Read) -> Result<(), Stop<E>> {
        let mut entry = BufReader::with_capacity(HEAD, entry);
        if self.options.format.is_none_or(|f| f == Format::Warc)
            && let Some(shape) = warc::shape(entry.fill_buf().map_err(Stop::Damaged)?)
        {
            return self.web_archive(name, shape, entry);
        }
        if is_gzip(entry.fill_buf().map_err(Stop::Damaged)?) {
            let decoder = MultiGzDecoder::new(entry);
            let unpacked = Bounded::new(decoder, Rc::clone(&self.read), self.options.limits);
            let mut unpacked = BufReader::with_capacity(HEAD, unpacked);
            let head = peek(&mut unpacked).map_err(Stop::Damaged)?;
            let input = io::Cursor::new(head.clone()).chain(unpacked);
            self.content(name, &head, input, Holds::ManyFiles)
        } else {
            let head = peek(&mut entry).map_err(Stop::Damaged)?;
            let input = io::Cursor::new(head.clone()).chain(entry);
            self.content(name, &head, input, Holds::ManyFiles)
        }
    }

    /// A file's unpacked content.
    fn content(
        &mut self,
        name: &str,
        head: &[u8],
        input: impl BufRead,
        holds: Holds,
    ) -> Result<(), Stop<E>> {
        let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let format = match self.options.wanted {
            Wanted::Articles => Some(Format::Page),
            Wanted::Everything => {
                self.options.format.or_else(|| Format::find(&String::from_utf8_lossy(head)))
            }
        };
        let origin = pending::origin(name, self.options);
        if format == Some(Format::Lines) && !utf16 {
            return self.lines(&origin, input);
        }
        let limit = self.options.limits.page_bytes;
        let mut bytes = Vec::new();
        input.take(limit + 1).read_to_end(&mut bytes).map_err(Stop::Damaged)?;
        let mut notes = Vec::new();
        let kind = match format {
            Some(Format::Page) => Some(Kind::Page),
            Some(Format::Feed) => Some(Kind::Feed),
            Some(Format::Opml) => Some(Kind::Opml),
            _ => None,
        };
        let mut cut = None;
        if bytes.len() as u64 > limit {
            let problem = format!("the page has more than {limit} bytes");
            if kind != Some(Kind::Page) {
                notes.push(note("page-too-large", problem, "left it out"));
                return self.notes_only(name, notes).map_err(Stop::Error);
            }
            // An article stands at the beginning of what holds it.
            bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            cut = Some(note("page-cut", problem, "read its beginning"));
        }
        // Their own readers find out the encoding.
        if let Some(kind) = kind {
            let mut saved = Saved::file(name, kind, origin.known_at, bytes);
            if let Some(cut) = cut {
                saved.content = warc::Content::Cut;
                saved.notes.push(cut);
            }
            return self.give(Found::Saved(Box::new(saved))).map_err(Stop::Error);
        }
        let Some(text) = decode::text(bytes, &mut notes) else {
            return self.notes_only(name, notes).map_err(Stop::Error);
        };
        let format = self.options.format.or_else(|| Format::find(beginning(&text)));
        match format {
            Some(Format::Lines) => {
                self.lines(&origin, io::Cursor::new(text.into_bytes()))?;
            }
            Some(Format::Context) => self.pending.add_context(&origin, &text),
            Some(Format::Wikitext) if holds == Holds::ManyFiles => {
                self.pending.add_wikitext(origin, text);
            }
            Some(Format::Wikitext) => {
                for document in current_events::read(&origin, &text) {
                    self.hand_on(document, Part::Start).map_err(Stop::Error)?;
                }
            }
            // They show in their first bytes, and were read above if these are theirs.
            Some(Format::Page | Format::Feed | Format::Opml | Format::Warc) | None => {
                let empty = text.trim().is_empty();
                let problem = if empty {
                    "the file is empty"
                } else {
                    "the file is in no format that annals imports"
                };
                let done = if empty {
                    "left it out"
                } else {
                    "left it out; `--format` names one where the content does not show it"
                };
                notes.push(note("format-unknown", problem.to_owned(), done));
            }
        }
        if !notes.is_empty() {
            self.notes_only(name, notes).map_err(Stop::Error)?;
        }
        if self.pending.is_full(self.options) {
            self.flush(Cut::InParts).map_err(Stop::Error)?;
        }
        Ok(())
    }

    fn lines(&mut self, origin: &Origin, input: impl BufRead) -> Result<(), Stop<E>> {
        let limits = self.options.limits.lines;
        let result = event_lines::read(origin, input, limits, &mut |chunk| {
            let part = if chunk.first { Part::Start } else { Part::Continued };
            self.hand_on(chunk.document, part).map_err(LinesError::Sink)
        });
        result.map_err(|error| match error {
            LinesError::Io(error) => Stop::Damaged(error),
            LinesError::Sink(error) => Stop::Error(error),
        })
    }
}

/// Whether a file stands alone or comes with others in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    OneFile,
    ManyFiles,
}

fn note(kind: &'static str, problem: String, done: &str) -> Note {
    Note { line: None, kind, problem, done: done.to_owned() }
}

/// Why an entry of an archive is not read; the empty text for what needs no word.
fn passed_over<R: Read>(entry: &tar::Entry<'_, R>, inside: &str) -> Option<&'static str> {
    let kind = entry.header().entry_type();
    let parts = || inside.trim_end_matches('/').split('/');
    if kind.is_dir() || kind.is_pax_global_extensions() {
        Some("")
    } else if kind.is_symlink() || kind.is_hard_link() {
        Some("the archive holds a link")
    } else if !kind.is_file() {
        Some("the archive holds something that is no file")
    } else if inside.starts_with('/') || parts().any(|p| p == "..") {
        Some("the archive holds a file outside its own folder")
    } else if parts().any(|p| p.starts_with('.') && p != ".") {
        Some("the archive holds a hidden file")
    } else {
        None
    }
}

/// The first bytes of a stream, at most [`HEAD`].
fn peek(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(1_024);
    input.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The first characters of a text, at most [`HEAD`] bytes.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b, 0x08])
}

/// `ustar` stands at 257; older archives without it are told by the checksum
/// of the first header (POSIX.1-1988, pax).
fn is_tar(head: &[u8]) -> bool {
    if head.get(257..262) == Some(b"ustar") {
        return true;
    }
    let Some(header) = head.get(..512) else { return false };
    if header[0] == 0 || !header[100..107].iter().all(|b| matches!(b, b'0'..=b'7' | b' ' | 0)) {
        return false;
    }
    let sum: u32 = header
        .iter()
        .enumerate()
        .map(|(i, b)| if (148..156).contains(&i) { 32 } else { u32::from(*b) })
        .sum();
    let stated: String =
        header[148..156].iter().filter(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
    u32::from_str_radix(&stated, 8).is_ok_and(|s| s == sum)
}
